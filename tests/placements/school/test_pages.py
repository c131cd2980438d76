"""The stages of a school: by week and subject, as a list, per vakmentor, and a vakmentor's own."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership
from institutions.enums import Role
from institutions.models import SchoolYear, Subject
from placements.load import Stay, loads_of, most_at_once
from placements.models import Placement
from placements.school_week_page import SchoolWeekPage
from placements.selectors import with_facts
from requests_app.models import PlacementRequest
from tests.browsing import logged_in
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    SubjectFactory,
    TraineeFactory,
    actor_for,
)
from tests.placements.conftest import Make
from tests.placements.world import new_placement
from tests.requests_app.world import on

WEEKS, LIST, LOAD = "placements", "school_placements", "mentor_load"


def page_of(who: Membership, name: str, query: str = "") -> str:
    return logged_in(who).get(reverse(name) + query).content.decode()


@pytest.fixture
def group(make: Make, coordinator: Membership) -> Placement:
    """A groepsstage of three for Wiskunde, the second week of the stage of Lotte and one more."""
    subject = SubjectFactory(name="Wiskunde")
    placement = make(
        subject=subject,
        period_start=date(2017, 10, 23),
        period_end=date(2017, 11, 10),
    )
    for _n in range(2):
        placement.request.trainees.add(TraineeFactory(institution=coordinator.institution))
    PlacementRequest.objects.filter(pk=placement.request.pk).update(is_group=True)
    return placement


class TestWeeks:
    def test_who_is_there_in_a_week_by_subject(
        self, mentor: Membership, placement: Placement, group: Placement
    ) -> None:
        with on("2017-10-18"):
            now = page_of(mentor, WEEKS)
            later = page_of(mentor, WEEKS, "?week=2017-10-23")
        assert "Deze week: ma 16 oktober – vr 20 oktober 2017" in now
        assert "Frans: 1 stagiair" in now
        assert "Wiskunde: 3 stagiairs" not in now
        assert "Lotte Peeters" in now
        assert "Wiskunde: 3 stagiairs" in later
        assert "Frans: 1 stagiair" in later

    def test_the_lines_count_trainees_at_the_same_time(
        self, mentor: Membership, year_2017: Any, placement: Placement, group: Placement
    ) -> None:
        SchoolYear.objects.filter(school=mentor.school).update(total_at_same_time=8)
        from django.http import QueryDict

        with on("2017-10-18"):
            page = SchoolWeekPage(actor_for(mentor), year_2017, QueryDict("trimester=1"))
            lines = {week.monday: week for week in page.weeks if week.stages or week.is_free}
        both = lines[date(2017, 10, 23)]
        assert (both.stages, both.most, both.width) == (2, 4, "50.00%")
        assert both.by_subject == (("Frans", 1), ("Wiskunde", 3))
        assert lines[date(2017, 10, 30)].is_free  # herfstvakantie
        assert lines[date(2017, 11, 6)].by_subject == (("Wiskunde", 3),)
        assert date(2017, 11, 13) not in lines

    def test_cancelled_and_foreign_stages_are_in_no_week(
        self, mentor_elsewhere: Membership, mentor: Membership, placement: Placement
    ) -> None:
        from requests_app.ending import cancel_request

        with on("2017-10-18"):
            assert "Lotte" not in page_of(mentor_elsewhere, WEEKS)
            cancel_request(request_pk=placement.request.pk, actor=actor_for(mentor), reason="Brand")
            assert "Lotte" not in page_of(mentor, WEEKS)
            assert "Geannuleerd" in page_of(mentor, LIST)

    def test_filters_and_absurd_addresses(
        self, mentor: Membership, placement: Placement, group: Placement
    ) -> None:
        with on("2017-10-24"):
            only = page_of(mentor, WEEKS, "?vak=wiskunde")
            assert "Frans: 1 stagiair" not in only
            assert "Wiskunde: 3 stagiairs" in only
            assert "Geen stage voldoet" in page_of(mentor, WEEKS, "?vakmentor=zonder")
            assert "geen stages in dit trimester" in page_of(mentor, WEEKS, "?trimester=3")
            assert "Lotte" in page_of(mentor, WEEKS, "?trimester=alle&week=9999-99-99")
            for query in ("?week=0001-01-01", "?vak=%00", "?trimester=9", "?opleiding=x"):
                assert logged_in(mentor).get(reverse(WEEKS) + query).status_code == 200, query

    def test_without_stages_it_says_what_comes(self, mentor: Membership, year_2017: Any) -> None:
        with on("2017-10-18"):
            assert "Er zijn nog geen stages in dit jaar." in page_of(mentor, LIST)
            assert "geen stages in dit trimester" in page_of(mentor, WEEKS)


class TestNames:
    def test_thirty_days_after_the_period_only_the_number_is_left(
        self, mentor: Membership, subject_mentor: Membership, placement: Placement
    ) -> None:
        pages = [
            (mentor, LIST, ""),
            (mentor, WEEKS, "?week=2017-10-16"),
            (subject_mentor, WEEKS, ""),
        ]
        for day, named in (("2017-11-26", True), ("2017-11-27", False)):
            with on(day):
                for who, name, query in pages:
                    page = page_of(who, name, query)
                    assert ("Peeters" in page) is named, (day, name)
                    assert named or "1 stagiair" in page


class TestList:
    def test_it_filters_by_phase_subject_institution_and_trimester(
        self, mentor: Membership, make: Make, placement: Placement, year_2017: Any, frans: Subject
    ) -> None:
        elsewhere = MembershipFactory(institution=InstitutionFactory(name="Hogeschool Derde"))
        with on("2017-10-02"):
            other = new_placement(
                elsewhere,
                mentor,
                year_2017,
                subject=SubjectFactory(name="Wiskunde"),
                trimester=2,
                period_start=date(2018, 1, 15),
                period_end=date(2018, 1, 26),
            )
        with on("2017-10-18"):
            for query, there, away in [
                ("?fase=running", placement, other),
                ("?fase=planned", other, placement),
                ("?vak=frans", placement, other),
                ("?trimester=2", other, placement),
                ("?vakmentor=zonder", other, placement),
                (f"?opleiding={elsewhere.institution.public_id}", other, placement),
            ]:
                page = page_of(mentor, LIST, query)
                assert there.reference in page, query
                assert away.reference not in page, query

    def test_who_does_not_answer_ticks_nothing(
        self, mentor: Membership, coordinator: Membership, year_2017: Any
    ) -> None:
        with on("2017-10-02"):
            new_placement(coordinator, mentor, year_2017)
        mentor.handles_requests = False
        mentor.save()
        with on("2017-10-18"):
            page = page_of(mentor, LIST)
        assert "1 stage" in page
        assert "Toewijzen" not in page


class TestLoad:
    def test_at_once_at_most(self) -> None:
        stays = [
            Stay(date(2017, 10, 2), date(2017, 10, 6), 2),
            Stay(date(2017, 10, 6), date(2017, 10, 13), 3),
            Stay(date(2017, 10, 14), date(2017, 10, 20), 4),
        ]
        assert most_at_once(stays) == 5
        assert most_at_once([]) == 0

    def test_stages_trainees_and_lesuren_per_mentor(
        self,
        mentor: Membership,
        subject_mentor: Membership,
        placement: Placement,
        group: Placement,
    ) -> None:
        with on("2017-10-18"):
            rows = with_facts(Placement.objects.live())
            loads = loads_of(rows, [mentor, subject_mentor], cross_class="-")
            page = page_of(mentor, LOAD)
        busy, idle = loads
        assert (busy.name, busy.stages, busy.trainees, busy.hours, busy.most) == (
            str(subject_mentor.user),
            2,
            4,
            40,
            4,
        )
        assert busy.subject_names == "Frans, Wiskunde"
        assert (idle.name, idle.stages, idle.most) == (str(mentor.user), 0, 0)
        assert "Frans, Wiskunde" in page

    def test_a_trimester_at_a_time(self, mentor: Membership, placement: Placement) -> None:
        with on("2017-10-18"):
            assert "Frans" in page_of(mentor, LOAD, "?trimester=1").rpartition("<tbody")[2]
            assert "Frans" not in page_of(mentor, LOAD, "?trimester=2").rpartition("<tbody")[2]


class TestMine:
    def test_a_vakmentor_reads_the_own_stages_only(
        self,
        subject_mentor: Membership,
        coordinator: Membership,
        mentor: Membership,
        placement: Placement,
        year_2017: Any,
    ) -> None:
        with on("2017-10-02"):
            other = new_placement(coordinator, mentor, year_2017)
        with on("2017-10-18"):
            page = page_of(subject_mentor, WEEKS)
        for told in ("Nu bezig", "nog 9 dagen", "Frans", "Lotte Peeters", "Bea"):
            assert told in page, told
        assert other.reference not in page

    def test_an_invitation_to_guide_comes_from_the_schoolmentor(
        self, subject_mentor: Membership, year_2017: Any
    ) -> None:
        with on("2017-10-18"):
            assert "Een schoolmentor van uw school wijst u toe." in page_of(subject_mentor, WEEKS)


class TestDashboards:
    def test_a_schoolmentor_hears_what_has_no_vakmentor(
        self, mentor: Membership, coordinator: Membership, placement: Placement, year_2017: Any
    ) -> None:
        with on("2017-10-02"):
            bare = new_placement(coordinator, mentor, year_2017)
        with on("2017-10-18"):
            page = page_of(mentor, "dashboard")
            assert "1 stage heeft nog geen vakmentor" in page
            assert "2 stages lopen deze week." in page
            linked = page_of(mentor, LIST, "?vakmentor=zonder")
        assert bare.reference in linked
        assert placement.reference not in linked

    def test_a_vakmentor_hears_of_this_week_and_the_next(
        self, subject_mentor: Membership, placement: Placement, group: Placement
    ) -> None:
        with on("2017-10-18"):
            page = page_of(subject_mentor, "dashboard")
        assert "1 stage loopt deze week." in page
        assert "2 stages lopen volgende week." in page


def test_a_supervisor_of_elsewhere_guides_nothing_here(placement: Placement) -> None:
    stranger = MembershipFactory(role=Role.SUPERVISOR)
    with on("2017-10-18"):
        assert "Lotte" not in page_of(stranger, WEEKS)
