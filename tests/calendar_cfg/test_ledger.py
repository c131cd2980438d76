"""What happens because a phase opens or closes: once for each edge, whatever goes wrong."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from calendar_cfg import clock, heartbeat, ledger
from calendar_cfg.due import due_effects
from calendar_cfg.effects import EDGE_RECORDED, REGISTRY
from calendar_cfg.enums import Edge, EffectState, PhaseKind, SweepTrigger
from calendar_cfg.exceptions import EffectRefused
from calendar_cfg.models import EffectEntry, Phase, SweepRun
from calendar_cfg.phases import is_open
from calendar_cfg.tasks import open_and_close_phases
from calendar_cfg.year_2017_2018 import plan_for
from calendar_cfg.years_admin import save_plan
from tests.calendar_cfg.effect_doubles import Recorder, registered

pytestmark = pytest.mark.django_db

BEAT = SweepTrigger.BEAT


@pytest.fixture
def released(only_our_effects):
    """An effect of the opening of ANSWERS that keeps its calls."""
    recorder = Recorder()
    with registered(recorder):
        yield recorder


def sweep_on(moment: str, trigger: SweepTrigger = BEAT) -> ledger.SweepReport:
    with time_machine.travel(moment, tick=False):
        return ledger.sweep(trigger)


def names(report: ledger.SweepReport) -> list[str]:
    kinds = dict(Phase.objects.values_list("pk", "kind"))
    return [f"{kinds[key.phase_id]} {key.edge}" for key in report.done]


def test_nothing_happens_before_the_first_edge(year_2017, released):
    report = sweep_on("2017-05-01 23:59:59+02:00")
    assert report.run is None
    assert not EffectEntry.objects.exists()
    assert not SweepRun.objects.exists()


def test_an_edge_is_recorded_on_its_day_with_its_run(year_2017, only_our_effects):
    report = sweep_on("2017-05-02 00:00:30+02:00")
    assert names(report) == ["school_data open", "templates open"]
    entry = EffectEntry.objects.select_related("run").first()
    assert entry is not None
    assert entry.run is not None
    assert (entry.state, entry.late, entry.attempts) == (EffectState.DONE, False, 1)
    assert (entry.run.trigger, entry.run.believed_date) == ("beat", date(2017, 5, 2))
    assert entry.run.finished_at is not None


def test_a_second_sweep_does_nothing_and_leaves_no_run(year_2017, released):
    sweep_on("2017-06-15 08:00+02:00")
    runs = SweepRun.objects.count()
    assert sweep_on("2017-06-15 08:01+02:00").run is None
    assert SweepRun.objects.count() == runs
    assert len(released.calls) == 1


def test_a_phase_closes_on_the_day_after_its_last_day(year_2017, only_our_effects):
    sweep_on("2018-07-03 23:59+02:00")
    assert not EffectEntry.objects.filter(edge=Edge.CLOSE).exists()
    report = sweep_on("2018-07-04 00:01+02:00")
    assert names(report) == [f"{kind} close" for kind in PhaseKind]


def test_effects_run_in_the_order_of_their_dates_and_of_the_phases(year_2017, only_our_effects):
    save_plan(plan_for(2018))
    report = sweep_on("2018-06-01 12:00+02:00")
    assert names(report) == [
        "school_data open", "templates open", "requests open", "answers open",
        "school_data open", "templates open", "requests open",
    ]  # fmt: skip
    days = [key.scheduled_on for key in report.done]
    assert days == sorted(days)


def test_beat_down_from_the_14th_to_the_17th_of_june_runs_once_on_the_17th(year_2017, released):
    sweep_on("2017-06-14 20:00+02:00")
    assert released.calls == []
    with time_machine.travel("2017-06-16 09:00+02:00"):
        assert is_open(year_2017, PhaseKind.ANSWERS)  # no sweep was needed for that
    for minute in (0, 1, 2):
        sweep_on(f"2017-06-17 09:0{minute}+02:00")
    assert released.days == [date(2017, 6, 17)]
    entry = EffectEntry.objects.get(effect="test_effect")
    assert (entry.scheduled_on, entry.late) == (date(2017, 6, 15), True)


@pytest.mark.parametrize(
    ("moment", "late"), [("2017-06-17 00:00+02:00", False), ("2017-06-17 00:01+02:00", True)]
)
def test_an_effect_is_late_after_more_than_48_hours(year_2017, released, moment, late):
    sweep_on(moment)
    assert released.calls[0][1].late is late


def test_a_clock_an_hour_fast_and_put_right_again_runs_it_once(year_2017, released):
    sweep_on("2017-06-15 00:30+02:00")  # in truth 23.30 h on the 14th
    sweep_on("2017-06-14 23:31+02:00")
    sweep_on("2017-06-15 00:01+02:00")
    assert len(released.calls) == 1


def test_a_clock_an_hour_slow_runs_it_an_hour_later_once(year_2017, released):
    sweep_on("2017-06-14 23:30+02:00")  # in truth 0.30 h on the 15th
    assert released.calls == []
    sweep_on("2017-06-15 00:30+02:00")
    sweep_on("2017-06-15 01:30+02:00")
    assert len(released.calls) == 1


def test_a_failed_effect_is_recorded_and_the_others_go_on(year_2017, only_our_effects):
    def fail(phase, run):
        phase.year.trimesters.all().delete()
        raise RuntimeError("de post ligt plat")

    with registered(fail):
        report = sweep_on("2017-06-15 08:00+02:00")
    entry = EffectEntry.objects.get(effect="test_effect")
    assert (entry.state, entry.attempts) == (EffectState.FAILED, 1)
    assert entry.error == "RuntimeError: de post ligt plat"
    assert entry.next_try_at == entry.next_try_at.replace(hour=6, minute=1)
    assert entry.run == report.run
    assert year_2017.trimesters.count() == 3  # what it did is undone
    assert EffectEntry.objects.filter(state=EffectState.DONE).count() == 4


def test_a_failed_effect_is_tried_again_up_the_ladder(year_2017, only_our_effects):
    broken = [True]

    def fail() -> None:
        if broken[0]:
            raise RuntimeError("nog niet")

    recorder = Recorder(before=fail)
    with registered(recorder):
        moment = clock.datetime(2017, 6, 15, 8, 0, tzinfo=clock.BRUSSELS)
        for step in (0, 1, 5, 15, 60, 360, 360):
            moment += timedelta(minutes=step)
            with time_machine.travel(moment - timedelta(seconds=1), tick=False):
                if step:
                    ledger.sweep(BEAT)
            with time_machine.travel(moment, tick=False):
                ledger.sweep(BEAT)
        assert len(recorder.calls) == 7
        broken[0] = False
        with time_machine.travel(moment + timedelta(minutes=360), tick=False):
            ledger.sweep(BEAT)
    entry = EffectEntry.objects.get(effect="test_effect")
    assert (entry.state, entry.attempts, entry.error) == (EffectState.DONE, 8, "")
    assert entry.next_try_at is None


def test_a_killed_worker_leaves_the_row_for_the_next_sweep(year_2017, only_our_effects):
    def killed() -> None:
        raise KeyboardInterrupt  # as when the process is ended: nothing is recorded

    with registered(Recorder(before=killed)), pytest.raises(KeyboardInterrupt):
        sweep_on("2017-06-15 08:00+02:00")
    assert EffectEntry.objects.get(effect="test_effect").state == EffectState.PENDING
    recorder = Recorder()
    with registered(recorder):
        sweep_on("2017-06-15 08:01+02:00")
    assert len(recorder.calls) == 1


def test_an_outcome_that_cannot_be_stored_is_a_failure_and_not_a_crash(year_2017, only_our_effects):
    with registered(lambda phase, run: {"phase": phase}):
        sweep_on("2017-06-15 08:00+02:00")
    assert EffectEntry.objects.get(effect="test_effect").state == EffectState.FAILED


def test_moving_a_date_after_its_effect_ran_runs_it_again_on_the_new_date(year_2017, released):
    sweep_on("2017-06-15 08:00+02:00")
    Phase.objects.filter(kind=PhaseKind.ANSWERS).update(opens_on=date(2017, 6, 20))
    sweep_on("2017-06-16 08:00+02:00")
    assert len(released.calls) == 1
    sweep_on("2017-06-20 08:00+02:00")
    assert released.days == [date(2017, 6, 15), date(2017, 6, 20)]


def test_a_waiting_effect_whose_date_is_moved_waits_for_the_new_date(year_2017, only_our_effects):
    def fail() -> None:
        raise RuntimeError

    recorder = Recorder(before=fail)
    with registered(recorder):
        sweep_on("2017-06-15 08:00+02:00")
        Phase.objects.filter(kind=PhaseKind.ANSWERS).update(opens_on=date(2017, 6, 20))
        sweep_on("2017-06-16 08:00+02:00")
        assert len(recorder.calls) == 1
        sweep_on("2017-06-20 08:00+02:00")
    assert recorder.days == [date(2017, 6, 15), date(2017, 6, 20)]


def test_an_idle_sweep_costs_three_queries_with_its_heartbeat(
    year_2017, only_our_effects, settings
):
    settings.PRACTICE_CLOCK_ALLOWED = True  # which costs the third
    sweep_on("2018-07-04 08:00+02:00")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        sweep_on("2018-07-04 08:01+02:00")
    assert len(captured) <= 3, [query["sql"] for query in captured]


def test_every_sweep_writes_the_heartbeat_in_real_time(year_2017, only_our_effects, settings):
    settings.PRACTICE_CLOCK_ALLOWED = True
    assert heartbeat.is_stale()
    with time_machine.travel("2026-11-23 12:00+01:00", tick=False) as traveller:
        with clock.believing(date(2017, 6, 15)):
            ledger.sweep(BEAT)
        assert heartbeat.age() == timedelta(0)
        traveller.shift(300)
        assert not heartbeat.is_stale()
        traveller.shift(1)
        assert heartbeat.is_stale()


def test_an_effect_that_no_app_registers_any_more_is_left_alone(year_2017, only_our_effects):
    phase = Phase.objects.get(kind=PhaseKind.ANSWERS)
    EffectEntry.objects.create(
        phase=phase, edge=Edge.OPEN, effect="verdwenen", scheduled_on=phase.opens_on
    )
    sweep_on("2017-06-15 08:00+02:00")
    assert EffectEntry.objects.get(effect="verdwenen").state == EffectState.PENDING


def test_an_administrator_retries_a_failed_effect_at_once(year_2017, only_our_effects, admin_actor):
    def fail() -> None:
        raise RuntimeError

    with registered(Recorder(before=fail)):
        sweep_on("2017-06-15 08:00+02:00")
    entry = EffectEntry.objects.get(effect="test_effect")
    recorder = Recorder()
    with registered(recorder), time_machine.travel("2017-06-15 08:00:10+02:00"):
        ledger.retry(entry, actor=admin_actor)
        assert len(recorder.calls) == 1
        with pytest.raises(EffectRefused, match="al uitgevoerd"):
            ledger.retry(entry, actor=admin_actor)
    entry.refresh_from_db()
    assert entry.run is not None
    assert (entry.run.trigger, entry.run.user) == ("admin", admin_actor.user)


def test_an_edge_that_has_not_come_is_not_done_now(year_2017, released, admin_actor):
    phase = Phase.objects.get(kind=PhaseKind.ANSWERS)
    with (
        time_machine.travel("2017-06-14 12:00+02:00"),
        pytest.raises(EffectRefused, match="do 15 juni 2017"),
    ):
        ledger.do_now(phase, Edge.OPEN, "test_effect", actor=admin_actor)
    assert released.calls == []
    assert not EffectEntry.objects.exists()


def test_an_unknown_effect_is_refused(year_2017, only_our_effects, admin_actor):
    phase = Phase.objects.get(kind=PhaseKind.ANSWERS)
    with time_machine.travel("2017-06-16 12:00+02:00"), pytest.raises(EffectRefused):
        ledger.do_now(phase, Edge.OPEN, "verzonnen", actor=admin_actor)


def test_the_task_and_the_command_sweep_with_their_own_trigger(year_2017, only_our_effects, capsys):
    with time_machine.travel("2017-05-02 08:00+02:00"):
        open_and_close_phases.delay(trigger="worker")
    with time_machine.travel("2017-06-01 08:00+02:00"):
        call_command("sweep")
    assert "1 done, 0 failed" in capsys.readouterr().out
    triggers = SweepRun.objects.order_by("pk").values_list("trigger", flat=True)
    assert list(triggers) == ["worker", "command"]


def test_the_command_fails_when_an_effect_does(year_2017, only_our_effects):
    def fail() -> None:
        raise RuntimeError

    with (
        registered(Recorder(before=fail)),
        time_machine.travel("2017-06-15 08:00+02:00"),
        pytest.raises(SystemExit),
    ):
        call_command("sweep")


def test_what_is_due_is_derived_from_dates_alone(year_2017, only_our_effects):
    moment = clock.datetime(2017, 5, 2, 8, 0, tzinfo=clock.BRUSSELS)
    due = due_effects(date(2017, 5, 2), moment)
    assert [(d.kind, d.key.effect) for d in due] == [
        (PhaseKind.SCHOOL_DATA, EDGE_RECORDED),
        (PhaseKind.TEMPLATES, EDGE_RECORDED),
    ]


def test_an_effect_cannot_be_registered_twice():
    effect = next(iter(REGISTRY))
    with pytest.raises(ValueError, match="twice"):
        REGISTRY.add(effect)
