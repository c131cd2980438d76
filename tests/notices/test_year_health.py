"""Health of the year: what each figure counts, that they add up, and what an administrator sees."""

from __future__ import annotations

import pytest
from django.db.models import CharField, Value

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.provinces import province_of
from institutions.provinces_in_sql import province_letter, province_of_letter
from notices.year_health import (
    Figures,
    Split,
    answers_by,
    refusals_by,
    requests_by,
)
from requests_app.filing import file_request
from requests_app.models import Activity, PlacementRequest, ProposalLine
from tests.factories import actor_for
from tests.notices.autumn import TODAY, Autumn
from tests.requests_app.world import draft, on

pytestmark = pytest.mark.django_db
READ = (requests_by, answers_by, refusals_by)


@pytest.fixture
def autumn(
    year_2017: AcademicYear,
    coordinator: Membership,
    coordinator_elsewhere: Membership,
    mentor: Membership,
) -> Autumn:
    """All of it, by 25 September."""
    return Autumn.of(year_2017, coordinator, coordinator_elsewhere, mentor)


def shown(figures: Figures) -> dict[str, dict[str, int]]:
    """Name to the counts that are not zero, the total under "Samen"."""
    groups = [*figures.groups, figures.total]
    return {row.name: {k: n for k, n in row.counts.items() if n} for row in groups}


def test_each_figure_counts_what_it_says(autumn: Autumn) -> None:
    with on(TODAY):
        assert shown(requests_by(Split.INSTITUTION, autumn.year)) == {
            # the vervolgaanvraag of the partly accepted one has no place
            "Hogeschool Eigen": {
                "filed": 5,
                "accepted": 1,
                "partly": 1,
                "without": 1,
                "withdrawn": 1,
                "cancelled": 1,
            },
            "Hogeschool Elders": {"filed": 3, "at_school": 2, "without": 1},
            "Samen": {
                "filed": 8,
                "at_school": 2,
                "accepted": 1,
                "partly": 1,
                "without": 2,
                "withdrawn": 1,
                "cancelled": 1,
            },
        }
        assert shown(answers_by(Split.INSTITUTION, autumn.year)) == {
            "Hogeschool Eigen": {"put": 4, "in_time": 2, "late": 1, "unanswered": 1},
            "Hogeschool Elders": {"put": 3, "in_time": 1, "waiting": 1, "overdue": 1},
            "Samen": {
                "put": 7,
                "in_time": 3,
                "late": 1,
                "waiting": 1,
                "overdue": 1,
                "unanswered": 1,
            },
        }
        assert shown(refusals_by(Split.INSTITUTION, autumn.year)) == {
            "Hogeschool Eigen": {"answered": 4, "taken": 3, "reason_no_mentor": 1},
            "Hogeschool Elders": {"answered": 1, "reason_exams": 1},
            "Samen": {"answered": 5, "taken": 3, "reason_no_mentor": 1, "reason_exams": 1},
        }


def test_a_subject_counts_each_request_that_asks_it_and_the_total_each_once(
    autumn: Autumn,
) -> None:
    with on(TODAY):
        found = shown(requests_by(Split.SUBJECT, autumn.year))
        assert found["Frans"]["filed"] == 5
        assert found["Wiskunde"]["filed"] == 4  # the partly accepted one is in both
        assert found["Samen"]["filed"] == 8
        lines = shown(refusals_by(Split.SUBJECT, autumn.year))
        assert lines["Wiskunde"] == {"answered": 2, "reason_no_mentor": 1, "reason_exams": 1}


def test_a_province_is_that_of_the_school_or_where_a_place_is_wished(autumn: Autumn) -> None:
    with on(TODAY):
        PlacementRequest.objects.get(parent__isnull=False).preferences.all().delete()
        found = shown(requests_by(Split.PROVINCE, autumn.year))
        assert found["Vlaams-Brabant"] == {"filed": 2, "at_school": 1, "partly": 1}
        assert found["Oost-Vlaanderen"]["at_school"] == 1
        assert found["Limburg"] == {"filed": 1, "without": 1}, "its trainee lives in Hasselt"
        answers = shown(answers_by(Split.PROVINCE, autumn.year))
        assert answers["Vlaams-Brabant"] == {"put": 2, "late": 1, "overdue": 1}


@pytest.mark.parametrize("split", list(Split))
def test_all_figures_agree_with_each_other(autumn: Autumn, split: Split) -> None:
    with on(TODAY):
        requests, answers, refusals = (read(split, autumn.year) for read in READ)
    wholes = ((requests, "filed"), (answers, "put"), (refusals, "answered"))
    for figures, whole in wholes:
        for row in (*figures.groups, figures.total):
            rest = sum(n for column, n in row.counts.items() if column != whole)
            assert rest == row.counts[whole], (split, row)
    for figures in (requests, answers, refusals):
        once = split != Split.SUBJECT or figures is refusals
        for column, n in figures.total.counts.items():
            in_groups = sum(row.counts[column] for row in figures.groups)
            assert in_groups == n if once else in_groups >= n, (split, column)
    by_name = {row.name: row for row in answers.groups}
    for row in (*requests.groups, requests.total):
        put = answers.total if row is requests.total else by_name.get(row.name)
        lies = put.counts["waiting"] + put.counts["overdue"] if put else 0
        assert row.counts["at_school"] == lies, (split, row.name)


def test_the_totals_are_the_same_whatever_the_split_and_those_of_a_plain_count(
    autumn: Autumn,
) -> None:
    with on(TODAY):
        for read in READ:
            assert len({str(read(split, autumn.year).total.counts) for split in Split}) == 1
        total = requests_by(Split.SUBJECT, autumn.year)
        filed = PlacementRequest.objects.filter(year=autumn.year, filed_at__isnull=False)
        assert total.total.counts["filed"] == filed.count()
        asked = Activity.objects.filter(request__in=filed).values("request", "subject").distinct()
        assert sum(row.counts["filed"] for row in total.groups) == asked.count()
        refused = ProposalLine.objects.filter(decision="refused").count()
        lines = refusals_by(Split.PROVINCE, autumn.year).total.counts
        assert lines["answered"] - lines["taken"] == refused


def test_before_the_release_what_is_filed_is_held_and_nothing_is_without_a_place(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-06-05"):
        request = draft(coordinator, mentor, year_2017)
        file_request(request_pk=request.pk, actor=actor_for(coordinator))
        found = requests_by(Split.PROVINCE, year_2017)
        assert shown(found)["Samen"] == {"filed": 1, "held": 1}
        assert shown(found)["Oost-Vlaanderen"] == {"filed": 1, "held": 1}
        assert shown(answers_by(Split.PROVINCE, year_2017)) == {"Samen": {}}


def test_the_median_is_that_of_the_days_in_which_schools_answered(autumn: Autumn) -> None:
    with on(TODAY):
        found = answers_by(Split.INSTITUTION, autumn.year)
    assert [row.days for row in (*found.groups, found.total)] == [90.0, 90.0, 90.0]


def test_the_database_tells_the_same_province_as_the_rule(year: AcademicYear) -> None:
    codes = ["1000", "1299", "1300", "1500", "2000", "3499", "3500", "5000", "8000", "9999"]
    one = AcademicYear.objects.filter(pk=year.pk)
    for code in codes:
        letter = province_letter(Value(code, CharField()))
        told = one.values_list(letter, flat=True).get()
        assert province_of_letter(told) == province_of(code), code
    for number in range(1000, 10000, 50):
        assert province_of(f"{number}") == province_of(f"{number // 100}00")
