"""The one page of the administration for a year."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calendar_cfg import ledger, years_admin
from calendar_cfg.admin import AcademicYearAdmin
from calendar_cfg.enums import Edge, HolidayKind, MilestoneKind, PhaseKind, SweepTrigger
from calendar_cfg.heartbeat import beat
from calendar_cfg.holidays import holidays_for
from calendar_cfg.models import AcademicYear, EffectEntry, Holiday, Milestone, Phase, Trimester
from calendar_cfg.selectors import plan_of, stored_holidays
from calendar_cfg.year_2017_2018 import PLAN_2017_2018, plan_for
from calendar_cfg.years_admin import save_plan
from tests.browsing import logged_in
from tests.calendar_cfg.effect_doubles import Recorder, registered
from tests.calendar_cfg.year_page import address_of, filled_in, row_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_our_effects")]


@pytest.fixture
def beheer(administrator):
    return logged_in(administrator)


@pytest.fixture
def year_url(year_2017):
    return address_of(year_2017)


def trimester(data, number):
    return row_of(data, "trimesters", Trimester.objects.get(number=number).pk)


def phase(data, kind):
    return row_of(data, "phases", Phase.objects.get(kind=kind).pk)


def errors_of(answer):
    assert answer.status_code == 200
    found = [str(error) for error in answer.context["adminform"].form.non_field_errors()]
    for inline in answer.context["inline_admin_formsets"]:
        found += [str(error) for error in inline.formset.non_form_errors()]
        for form in inline.formset.forms:
            found += [str(error) for errors in form.errors.values() for error in errors]
    return found


@time_machine.travel("2017-06-20 12:00+02:00")
def test_one_page_shows_the_year_its_warnings_and_its_ledger(beheer, year_url, year_2017):
    ledger.sweep(SweepTrigger.BEAT)
    Milestone.objects.filter(kind=MilestoneKind.INTRO, trimester=1).update(date=date(2017, 11, 1))
    html = beheer.get(year_url).content.decode()
    assert "Kalender 2017-2018" in html
    assert '<svg class="yl"' in html
    assert "1 opmerking bij deze kalender" in html
    assert "T1: Intromoment (wo 1 november 2017) is geen lesdag: Herfstvakantie." in html
    assert "di 20 juni 2017 om 12.00 (elke minuut)" in html
    assert "meer dan 48 uur te laat" in html
    assert "Stel volgend jaar voor" in html
    assert "style=" not in html.split("<body")[1]


def test_the_page_posted_as_it_is_changes_nothing(beheer, year_url, year_2017):
    answer = beheer.post(year_url, filled_in(beheer, year_url))
    assert answer.status_code == 302
    assert plan_of(AcademicYear.objects.get()) == PLAN_2017_2018
    assert stored_holidays(year_2017) == holidays_for(2017)


def test_every_date_of_the_year_is_saved_from_the_page(beheer, year_url, year_2017):
    data = filled_in(beheer, year_url)
    data["last_school_day"] = "2018-06-28"
    data[f"{phase(data, PhaseKind.ANSWERS)}-opens_on"] = "20/06/2017"
    data[f"{trimester(data, 3)}-last_day"] = "2018-06-28"
    milestone = Milestone.objects.get(kind=MilestoneKind.ANSWER_BY)
    data[f"{row_of(data, 'milestones', milestone.pk)}-lesweken"] = "3"
    herfst = Holiday.objects.get(kind=HolidayKind.HERFST)
    data[f"{row_of(data, 'holidays', herfst.pk)}-last_day"] = "2017-11-07"
    assert beheer.post(year_url, data).status_code == 302
    plan = plan_of(AcademicYear.objects.get())
    assert plan.last_school_day == date(2018, 6, 28)
    assert plan.phase(PhaseKind.ANSWERS).opens_on == date(2017, 6, 20)
    assert plan.milestone(MilestoneKind.ANSWER_BY, None).lesweken == 3
    herfst.refresh_from_db()
    assert herfst.last_day == date(2017, 11, 7)


def test_rows_are_added_and_removed_without_javascript(beheer, year_url, year_2017):
    data = filled_in(beheer, year_url)
    new = f"holidays-{year_2017.holidays.count()}"
    data |= {
        f"{new}-kind": "vrij",
        f"{new}-name": "Pedagogische studiedag",
        f"{new}-first_day": "2017-10-02",
        f"{new}-last_day": "2017-10-02",
    }
    wapenstilstand = Holiday.objects.get(name="Wapenstilstand")
    data[f"{row_of(data, 'holidays', wapenstilstand.pk)}-DELETE"] = "on"
    assert beheer.post(year_url, data).status_code == 302
    names = set(year_2017.holidays.values_list("name", flat=True))
    assert "Pedagogische studiedag" in names
    assert "Wapenstilstand" not in names


def test_trimesters_move_past_each_other_in_one_submit(beheer, year_url, year_2017):
    data = filled_in(beheer, year_url)
    data[f"{trimester(data, 1)}-last_day"] = "2018-01-12"
    data[f"{trimester(data, 2)}-first_day"] = "2018-01-15"
    assert beheer.post(year_url, data).status_code == 302
    assert Trimester.objects.get(number=1).last_day == date(2018, 1, 12)


def test_overlapping_trimesters_are_explained_and_what_was_typed_is_kept(
    beheer, year_url, year_2017
):
    data = filled_in(beheer, year_url)
    row = trimester(data, 2)
    data[f"{row}-first_day"] = "2017-12-01"
    answer = beheer.post(year_url, data)
    words = (
        "Trimester 1 (vr 1 september – vr 22 december 2017) en "
        "Trimester 2 (vr 1 december 2017 – vr 9 februari 2018) overlappen. "
        "Laat de ene eindigen voor de andere begint."
    )
    assert errors_of(answer) == [words]
    assert f'name="{row}-first_day" value="2017-12-01"' in answer.content.decode()
    assert Trimester.objects.get(number=2).first_day == date(2018, 1, 8)


def test_trimesters_out_of_order_are_explained(beheer, year_url, year_2017):
    data = filled_in(beheer, year_url)
    data[f"{trimester(data, 1)}-first_day"] = "2018-04-02"
    data[f"{trimester(data, 1)}-last_day"] = "2018-06-29"
    data[f"{trimester(data, 3)}-first_day"] = "2017-09-01"
    data[f"{trimester(data, 3)}-last_day"] = "2017-12-22"
    problems = errors_of(beheer.post(year_url, data))
    assert any("Zet de trimesters in hun volgorde" in problem for problem in problems)


@pytest.mark.parametrize(
    ("kind", "field", "typed", "words"),
    [
        (PhaseKind.ANSWERS, "opens_on", "2018-08-01", "moet openen voor haar laatste dag"),
        (PhaseKind.ANSWERS, "opens_on", "31/02/2017", "geldige datum"),
        (PhaseKind.ANSWERS, "opens_on", "", "verplicht"),
        (PhaseKind.ANSWERS, "opens_on", "0001-01-01", "tussen 2000 en 2100"),
    ],
)
def test_an_impossible_phase_is_explained(beheer, year_url, year_2017, kind, field, typed, words):
    data = filled_in(beheer, year_url)
    data[f"{phase(data, kind)}-{field}"] = typed
    problems = errors_of(beheer.post(year_url, data))
    assert any(words in problem for problem in problems), problems
    assert plan_of(AcademicYear.objects.get()) == PLAN_2017_2018


def test_a_holiday_that_overlaps_with_another_is_explained(beheer, year_url, year_2017):
    data = filled_in(beheer, year_url)
    kerst = Holiday.objects.get(kind=HolidayKind.KERST)
    data[f"{row_of(data, 'holidays', kerst.pk)}-first_day"] = "2017-11-03"
    problems = errors_of(beheer.post(year_url, data))
    assert any("Herfstvakantie" in text and "overlappen" in text for text in problems), problems


def test_a_holiday_that_overlaps_with_one_of_another_year_is_explained(beheer, year_url, year_2017):
    save_plan(plan_for(2018))
    data = filled_in(beheer, year_url)
    zomer = year_2017.holidays.get(kind=HolidayKind.ZOMER)
    data[f"{row_of(data, 'holidays', zomer.pk)}-last_day"] = "2018-10-30"
    problems = errors_of(beheer.post(year_url, data))
    assert any("van 2018-2019" in problem for problem in problems), problems


def test_a_milestone_twice_is_explained(beheer, year_url, year_2017):
    data = filled_in(beheer, year_url)
    data |= {"milestones-10-kind": "answer_by", "milestones-10-date": "2017-09-20"}
    assert errors_of(beheer.post(year_url, data))
    data |= {"milestones-10-kind": "send", "milestones-10-trimester": "1"}
    assert errors_of(beheer.post(year_url, data))
    assert year_2017.milestones.count() == 10


def test_a_milestone_without_its_trimester_is_explained(beheer, year_url, year_2017):
    Milestone.objects.get(kind=MilestoneKind.INTRO, trimester=3).delete()
    data = filled_in(beheer, year_url)
    data |= {"milestones-9-kind": "intro", "milestones-9-date": "2018-02-26"}
    assert any("Kies een trimester" in text for text in errors_of(beheer.post(year_url, data)))


def test_school_days_of_another_year_are_explained(beheer, year_url, year_2017):
    data = filled_in(beheer, year_url) | {"first_school_day": "2016-09-01"}
    answer = beheer.post(year_url, data)
    assert answer.context["adminform"].form.errors["first_school_day"] == [
        "Deze dag moet in 2017 vallen."
    ]


def test_a_phase_keeps_its_kind_and_is_never_deleted(beheer, year_url, year_2017):
    data = filled_in(beheer, year_url)
    row = phase(data, PhaseKind.ANSWERS)
    data |= {f"{row}-kind": "requests", f"{row}-DELETE": "on"}
    assert beheer.post(year_url, data).status_code == 302
    assert plan_of(AcademicYear.objects.get()) == PLAN_2017_2018


def test_what_only_the_database_sees_is_said_on_the_form_and_never_a_500(
    beheer, year_url, year_2017, monkeypatch
):
    """Another administrator saved an overlap after this one's form had agreed."""
    data = filled_in(beheer, year_url)
    data["last_school_day"] = "2018-06-28"
    save_model = AcademicYearAdmin.save_model

    def overtaken(self, *args, **kwargs):
        save_model(self, *args, **kwargs)
        Trimester.objects.filter(number=1).update(last_day=date(2018, 1, 20))

    monkeypatch.setattr(AcademicYearAdmin, "save_model", overtaken)
    answer = beheer.post(year_url, data)
    assert any("Iemand anders bewaarde intussen" in text for text in errors_of(answer))
    assert 'value="2018-06-28"' in answer.content.decode()
    assert plan_of(AcademicYear.objects.get()) == PLAN_2017_2018


def test_without_the_check_at_the_end_the_database_would_keep_an_overlap_from_being_seen(
    year_2017, monkeypatch
):
    """The negative control of the deferred constraints."""
    years_admin.defer_overlap_checks()
    Trimester.objects.filter(number=1).update(last_day=date(2018, 1, 20))
    with pytest.raises(IntegrityError, match="trimesters_do_not_overlap"):
        years_admin.check_overlap_now()


@time_machine.travel("2017-06-16 12:00+02:00")
@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("opens_on", "2017-06-20", "was al open, en is nu weer gesloten tot di 20 juni 2017"),
        ("opens_on", "2017-06-14", "gebeurt binnen de minuut weer"),
        ("last_day", "2017-06-15", "is nu meteen gesloten"),
        ("last_day", "2018-07-04", ""),
    ],
)
def test_moving_a_date_of_a_phase_that_began_says_what_it_means(
    beheer, year_url, year_2017, field, typed, words
):
    ledger.sweep(SweepTrigger.BEAT)
    data = filled_in(beheer, year_url)
    data[f"{phase(data, PhaseKind.ANSWERS)}-{field}"] = typed
    answer = beheer.post(year_url, data, follow=True)
    said = [
        str(message) for message in answer.context["messages"] if message.level_tag == "warning"
    ]
    assert [words in text for text in said] == ([True] if words else []), said


def test_a_new_year_is_made_from_nothing(beheer):
    address = reverse("admin:calendar_cfg_academicyear_add")
    data = filled_in(beheer, address) | {
        "start_year": "2031",
        "first_school_day": "2031-09-01",
        "last_school_day": "2032-06-30",
        "phases-0-kind": "requests",
        "phases-0-opens_on": "2031-06-02",
        "phases-0-last_day": "2032-07-02",
    }
    assert beheer.post(address, data).status_code == 302
    assert AcademicYear.objects.get().phases.get().kind == PhaseKind.REQUESTS
    again = beheer.post(address, data)
    assert again.status_code == 200
    assert again.context["adminform"].form.errors["start_year"]


def test_the_list_shows_what_is_open(beheer, year_2017, django_assert_max_num_queries):
    save_plan(plan_for(2018))
    address = reverse("admin:calendar_cfg_academicyear_changelist")
    with time_machine.travel("2017-05-15 12:00+02:00"), django_assert_max_num_queries(12):
        html = beheer.get(address).content.decode()
    assert "Schoolgegevens en stageaanbod, Stageaanvraagsjablonen" in html
    assert "do 1 juni 2017 – di 3 juli 2018" in html


@time_machine.travel("2017-06-15 12:00+02:00")
def test_a_failed_effect_is_tried_again_from_the_page(beheer, year_url, year_2017):
    def fail() -> None:
        raise RuntimeError("de post ligt plat")

    with registered(Recorder(before=fail)):
        ledger.sweep(SweepTrigger.BEAT)
        html = beheer.get(year_url).content.decode()
        assert "Opnieuw proberen" in html
        assert "RuntimeError: de post ligt plat" in html
    recorder = Recorder()
    with registered(recorder):
        entry = EffectEntry.objects.get(effect="test_effect")
        address = reverse("effect_now", args=[2017, entry.phase_id, "open", "test_effect"])
        assert recorder.calls == []
        assert "Opnieuw proberen" in beheer.get(address).content.decode()
        assert recorder.calls == []  # asking is not doing
        answer = beheer.post(address, follow=True)
        assert "1 effect is uitgevoerd." in answer.content.decode()
        again = beheer.post(address, follow=True)
        assert "Dit effect is al uitgevoerd." in again.content.decode()
    assert len(recorder.calls) == 1


@time_machine.travel("2017-06-14 12:00+02:00")
def test_an_effect_whose_day_has_not_come_is_not_done(beheer, year_2017):
    answers = Phase.objects.get(kind=PhaseKind.ANSWERS)
    address = reverse("effect_now", args=[2017, answers.pk, "open", "edge_recorded"])
    assert "nog niet gekomen" in beheer.get(address).content.decode()
    answer = beheer.post(address, follow=True)
    assert "Dit kan pas vanaf do 15 juni 2017" in answer.content.decode()
    assert not EffectEntry.objects.exists()


def test_an_effect_that_does_not_exist_is_not_found(beheer, year_2017):
    answers = Phase.objects.get(kind=PhaseKind.ANSWERS)
    for arguments in (
        [2017, answers.pk, "open", "verzonnen"],
        [2017, answers.pk, "opzij", "edge_recorded"],
        [2018, answers.pk, "open", "edge_recorded"],
        [2017, 0, "open", "edge_recorded"],
    ):
        assert beheer.get(reverse("effect_now", args=arguments)).status_code == 404


@time_machine.travel("2017-06-15 12:00+02:00")
def test_sweep_now_does_what_is_due_and_comes_back(beheer, year_url, year_2017):
    answer = beheer.post(reverse("sweep_now"), {"next": year_url}, follow=True)
    assert answer.redirect_chain == [(year_url, 302)]
    assert "4 effecten zijn uitgevoerd." in answer.content.decode()
    again = beheer.post(reverse("sweep_now"), {"next": "https://elders.example/"}, follow=True)
    assert "Er was niets te doen." in again.content.decode()
    assert again.redirect_chain[0][0] == reverse("admin:calendar_cfg_academicyear_changelist")
    assert beheer.get(reverse("sweep_now")).status_code == 405


@time_machine.travel("2017-06-15 12:00+02:00")
def test_the_record_of_sweeps_is_shown_and_cannot_be_changed(beheer, year_2017):
    report = ledger.sweep(SweepTrigger.BEAT)
    entry = EffectEntry.objects.filter(edge=Edge.OPEN).first()
    for model, pk in (("sweeprun", report.run.pk), ("effectentry", entry.pk)):
        list_page = reverse(f"admin:calendar_cfg_{model}_changelist")
        detail = reverse(f"admin:calendar_cfg_{model}_change", args=[pk])
        assert beheer.get(list_page).status_code == 200
        assert beheer.get(detail).status_code == 200
        assert beheer.post(detail, {"state": "pending"}).status_code == 403
        assert beheer.get(reverse(f"admin:calendar_cfg_{model}_add")).status_code == 403


@time_machine.travel("2026-11-23 12:00+01:00", tick=False)
def test_a_sweep_at_rest_is_a_banner_for_administrators(beheer):
    index = reverse("admin:index")
    assert "Ze liep nog nooit." in beheer.get(index).content.decode()
    beat()
    assert "De sweep loopt niet." not in beheer.get(index).content.decode()
    with time_machine.travel("2026-11-23 12:07+01:00", tick=False):
        assert "Ze liep 7 minuten geleden." in beheer.get(index).content.decode()


def test_a_year_whose_phases_had_effects_is_not_deleted(beheer, year_2017):
    with time_machine.travel("2017-06-15 12:00+02:00"):
        ledger.sweep(SweepTrigger.BEAT)
    beheer.post(
        reverse("admin:calendar_cfg_academicyear_delete", args=[year_2017.pk]), {"post": "yes"}
    )
    assert AcademicYear.objects.exists()


def test_nobody_else_reaches_these_pages(year_2017, coordinator, mentor, client):
    answers = Phase.objects.get(kind=PhaseKind.ANSWERS)
    addresses = [
        address_of(year_2017),
        reverse("propose_next_year", args=[2017]),
        reverse("effect_now", args=[2017, answers.pk, "open", "edge_recorded"]),
        reverse("sweep_now"),
    ]
    for address in addresses:
        for somebody in (logged_in(coordinator), logged_in(mentor), client):
            assert somebody.get(address, follow=False).status_code in {302, 405}
            answer = somebody.post(address, {}, follow=True)
            assert answer.status_code in {200, 403}  # the login, or a year_url that says no
    assert not EffectEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_history_says_who_changed_what(beheer, year_url, year_2017, administrator):
    data = filled_in(beheer, year_url)
    data[f"{phase(data, PhaseKind.ANSWERS)}-opens_on"] = "2017-06-20"
    beheer.post(year_url, data)
    year_2017.milestones.get(kind=MilestoneKind.INTRO, trimester=3).delete()
    Phase.objects.filter(kind=PhaseKind.REQUESTS).update(opens_on=date(2017, 6, 2))
    address = reverse("admin:calendar_cfg_academicyear_history", args=[year_2017.pk])
    changes = beheer.get(address).context["changes"]
    later = [change for change in changes if not change.difference.startswith("toegevoegd")]
    assert {(c.who, c.what, c.difference) for c in later} == {
        (
            str(administrator),
            "Matchen en beantwoorden 2017-2018",
            "opent op: do 15 juni 2017 wordt di 20 juni 2017",
        ),
        ("lerarenstage", "T3: Intromoment 2017-2018", "verwijderd"),
        (
            "lerarenstage",
            "Stageaanvragen indienen 2017-2018",
            "opent op: do 1 juni 2017 wordt vr 2 juni 2017",
        ),
    }


def test_the_page_of_a_year_costs_as_much_with_a_full_ledger(beheer, year_url, year_2017):
    beheer.get(year_url)
    with CaptureQueriesContext(connection) as empty:
        beheer.get(year_url)
    with time_machine.travel("2018-07-04 12:00+02:00"):
        ledger.sweep(SweepTrigger.BEAT)
    with CaptureQueriesContext(connection) as full:
        beheer.get(year_url)
    assert len(full) <= len(empty)
    assert len(full) <= 30, [query["sql"][:120] for query in full]
