"""Sweepers at the same time, on a real database with real threads (trust.md, 2)."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import time_machine
from django.db import close_old_connections, connection, transaction
from django.db.models import F

from calendar_cfg import ledger
from calendar_cfg.due import EntryKey
from calendar_cfg.effects import EDGE_RECORDED, RunContext
from calendar_cfg.enums import Edge, EffectState, PhaseKind, SweepTrigger
from calendar_cfg.models import AcademicYear, EffectEntry, Phase, SweepRun
from calendar_cfg.year_2017_2018 import PLAN_2017_2018
from calendar_cfg.years_admin import save_plan
from tests.calendar_cfg.effect_doubles import Recorder, registered

pytestmark = pytest.mark.django_db(transaction=True)

SWEEPERS = 4
WAIT = 20


@pytest.fixture(autouse=True)
def _only_our_effects(only_our_effects: None) -> None:
    """What the effects of the apps do is tested with them."""


@pytest.fixture
def stored_year() -> AcademicYear:
    return save_plan(PLAN_2017_2018)


def at_once(work: Callable[[int], None], count: int = SWEEPERS) -> None:
    """Run `work` in threads that all start together; raise what one of them raised."""
    start = threading.Barrier(count)

    def run(number: int) -> None:
        try:
            start.wait(WAIT)
            work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        for future in [pool.submit(run, number) for number in range(count)]:
            future.result(WAIT * 2)


def sweep(_number: int = 0) -> None:
    ledger.sweep(SweepTrigger.BEAT)


@time_machine.travel("2018-07-04 08:00+02:00", tick=False)
def test_sweepers_at_once_do_each_effect_once(stored_year):
    recorders = {(kind, edge): Recorder() for kind in PhaseKind for edge in Edge}
    blocks = [registered(recorder, *where) for where, recorder in recorders.items()]
    for block in blocks:
        block.__enter__()
    at_once(sweep)
    for block in blocks:
        block.__exit__(None, None, None)
    assert {where: len(recorder.calls) for where, recorder in recorders.items()} == dict.fromkeys(
        recorders, 1
    )
    entries = EffectEntry.objects.all()
    assert Counter(entries.values_list("state", flat=True)) == {EffectState.DONE: 16}
    assert set(entries.values_list("attempts", flat=True)) == {1}
    assert not SweepRun.objects.filter(finished_at=None).exists()
    assert not SweepRun.objects.filter(effects=None).exists()


@time_machine.travel("2017-06-15 08:00+02:00", tick=False)
def test_without_the_claim_two_sweepers_do_it_twice(stored_year, monkeypatch):
    """The negative control: the test above finds the fault when the guard is off."""
    together = threading.Barrier(2)

    def unguarded(key: EntryKey) -> EffectEntry | None:
        return EffectEntry.objects.select_related("phase__year").get(**key._asdict())

    def wait_for_the_other() -> None:
        together.wait(WAIT)

    recorder = Recorder(before=wait_for_the_other)
    monkeypatch.setattr(ledger, "_claim", unguarded)
    with registered(recorder):
        at_once(sweep, 2)
    assert len(recorder.calls) == 2


@time_machine.travel("2017-06-15 08:00+02:00", tick=False)
def test_crashing_sweepers_still_do_each_effect_once(stored_year):
    """Four sweepers, half of the tries fail or are killed; committed work is counted."""
    lock, tries = threading.Lock(), Counter()

    def work(phase: Phase, run: RunContext) -> dict[str, int]:
        with lock:
            tries["all"] += 1
            number = tries["all"]
        AcademicYear.objects.filter(pk=phase.year_id).update(last_school_day=date(2018, 6, 28))
        phase.year.milestones.filter(trimester=None).update(lesweken=F("lesweken") + 1)
        if number in (1, 3):
            raise RuntimeError("fails")
        if number in (2, 4):
            raise KeyboardInterrupt
        return {"try": number}

    def sweep_until_done(_number: int) -> None:
        for _round in range(10):
            EffectEntry.objects.filter(state=EffectState.FAILED).update(next_try_at=None)
            try:
                sweep()
            except KeyboardInterrupt:
                close_old_connections()

    with registered(work):
        at_once(sweep_until_done)
    assert EffectEntry.objects.get(effect="test_effect").state == EffectState.DONE
    assert tries["all"] == 5
    assert stored_year.milestones.get(trimester=None).lesweken == 3


@time_machine.travel("2018-07-04 08:00+02:00", tick=False)
def test_a_row_claimed_by_another_is_skipped_and_the_order_of_its_year_kept(stored_year):
    """While another sweep opens ANSWERS, this one neither waits nor closes the year."""
    phase = Phase.objects.get(kind=PhaseKind.ANSWERS)
    EffectEntry.objects.create(
        phase=phase, edge=Edge.OPEN, effect=EDGE_RECORDED, scheduled_on=phase.opens_on
    )
    claimed, swept = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                EffectEntry.objects.select_for_update().get(phase=phase)
                claimed.set()
                swept.wait(WAIT)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        assert claimed.wait(WAIT)
        report = ledger.sweep(SweepTrigger.BEAT)
        swept.set()
        holding.result(WAIT)
    assert {key.edge for key in report.done} == {Edge.OPEN}
    assert len(ledger.sweep(SweepTrigger.BEAT).done) == 5


@time_machine.travel("2017-06-15 08:00+02:00", tick=False)
def test_an_effect_and_its_row_are_saved_together_or_not_at_all(stored_year):
    def write_then_die(phase: Phase, run: RunContext) -> dict[str, int]:
        phase.year.milestones.all().delete()
        raise KeyboardInterrupt

    with registered(write_then_die), pytest.raises(KeyboardInterrupt):
        sweep()
    assert stored_year.milestones.count() == 10
    assert EffectEntry.objects.get(effect="test_effect").attempts == 0


def test_a_sweep_inside_a_transaction_is_refused(stored_year):
    with (
        time_machine.travel("2017-06-15 08:00+02:00"),
        transaction.atomic(),
        pytest.raises(RuntimeError, match="durable"),
    ):
        sweep()
