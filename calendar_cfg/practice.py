"""The practice clock: the date that a demo or training installation believes in.

Moving it forward lives through the days in between: each day on which a phase opens or closes is
swept as if it were that day, so that nothing is late and due dates follow from the right day.
Moving it back forgets what the ledger has of the days that are now to come, so that it happens
again when they come; effects are safe to run twice.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from calendar_cfg import clock, ledger
from calendar_cfg.catching_up import catch_up
from calendar_cfg.coming_days import edge_days
from calendar_cfg.enums import SweepTrigger
from calendar_cfg.models import EffectEntry, PracticeClock


@dataclass(frozen=True)
class Moved:
    """What moving the clock brought about: the new date, and how many effects ran or failed."""

    day: date
    done: int
    failed: int


def move_clock(*, to: date | None, actor: ledger.HasUser) -> Moved:
    """Believe in another date from now on, or in the real one again (None).

    Effects, in order: rows of the ledger after the new date are forgotten; each edge between the
    old date and the new is swept on its own day, with what that set going; the clock is set; the
    same once more.

    Raises RuntimeError where no practice clock is allowed.
    """
    if not settings.PRACTICE_CLOCK_ALLOWED:
        raise RuntimeError("There is no practice clock in this installation.")
    old = clock.today()
    with clock.believing(to):
        new = clock.today()
    EffectEntry.objects.filter(scheduled_on__gt=new).delete()
    reports = [_sweep_on(day, actor) for day in edge_days(old, new)]
    _store(to, actor)
    reports.append(_sweep_on(to, actor))
    return Moved(
        new,
        done=sum(len(report.done) for report in reports),
        failed=sum(len(report.failed) for report in reports),
    )


def _sweep_on(day: date | None, actor: ledger.HasUser) -> ledger.SweepReport:
    with clock.believing(day):
        report = ledger.sweep(SweepTrigger.ADMIN, actor)
        catch_up.send_robust(ledger)
        return report


@transaction.atomic
def _store(day: date | None, actor: ledger.HasUser) -> None:
    if day is None:
        PracticeClock.objects.all().delete()
        return
    PracticeClock.objects.update_or_create(
        pk=1,
        defaults={"believed_date": day, "set_at": clock.real_now(), "set_by": actor.user},
    )
