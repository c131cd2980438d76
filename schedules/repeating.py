"""Planning many activities at once: one repeated weekly, or a week copied to another.

What a rule refuses is left out and reported with the reason; what only warns is left out too,
unless the user asked to plan over warnings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from calendar_cfg.holidays import WEEK, monday_of
from institutions.actors import Actor
from schedules.entries import (
    Entry,
    accepted_line_ids,
    entry_of,
    new_row,
    not_guiding,
    why_unfit,
    write_entry,
)
from schedules.models import PlannedActivity
from schedules.planning import Desk, already_made, desk_of, people_in, row_and_desk, store
from schedules.surroundings import around_of, what_is_planned

MOST_WEEKS = 40


@dataclass(frozen=True)
class Skipped:
    """What was not planned, and why, in sentences."""

    day: date
    what: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What came of planning many at once.

    Attributes:
        unguided: how many lost their vakmentor, who does not guide this stage any more.
    """

    made: tuple[PlannedActivity, ...]
    skipped: tuple[Skipped, ...]
    unguided: int = 0


@dataclass(frozen=True)
class Copy:
    """An entry to plan, with the one-time key of its row."""

    entry: Entry
    key: UUID


@transaction.atomic
def repeat_weekly(
    *, planned_pk: int, until: date, actor: Actor, form_key: UUID, over_warnings: bool = False
) -> Report:
    """Plan an activity again each week after its own, up to and including a day.

    The same form sent again plans nothing more and gives the same report.

    Arguments:
        over_warnings: whether days with only warnings are planned too.

    Raises:
        PermissionDenied: the actor does not enter the planning of this stage.
        DomainError: the activity was taken out, the day is no week later or too far, or the stage
            was cancelled.
    """
    desk, row = row_and_desk(planned_pk, actor)
    if row.removed_at is not None:
        raise DomainError(_("Deze activiteit werd intussen weggenomen."))
    weeks = (until - row.day).days // 7
    if not 1 <= weeks <= MOST_WEEKS:
        words = _("Herhaal minstens 1 en hoogstens %(most)d weken na de eerste keer.")
        raise DomainError(words % {"most": MOST_WEEKS}, field="until")
    entry = entry_of(row)
    days = [row.day + WEEK * week for week in range(1, weeks + 1)]
    copies = [Copy(replace(entry, day=day), uuid5(form_key, day.isoformat())) for day in days]
    return _plan_all(desk, copies, over_warnings=over_warnings)


@transaction.atomic
def copy_week(
    *,
    placement_pk: int,
    week: date,
    to_week: date,
    actor: Actor,
    form_key: UUID,
    over_warnings: bool = False,
) -> Report:
    """Plan all of a week again in another week, each on the same weekday.

    Arguments:
        week, to_week: any day of each.
        over_warnings: whether what only warns is planned too.

    Raises:
        PermissionDenied: the actor does not enter the planning of this stage.
        DomainError: both are the same week, nothing is planned in it, or the stage was cancelled.
    """
    monday, shift = monday_of(week), monday_of(to_week) - monday_of(week)
    desk = desk_of(placement_pk, actor)
    if not shift:
        raise DomainError(_("Kies een andere week om naar te kopiëren."), field="to_week")
    rows = PlannedActivity.objects.standing().filter(
        schedule=desk.schedule, day__range=(monday, monday + timedelta(days=6))
    )
    found = list(rows.select_related("line__subject", "mentor__user").order_by("day", "start"))
    if not found:
        raise DomainError(_("In die week is er niets gepland om te kopiëren."), field="week")
    copies = [
        Copy(
            replace(entry_of(row), day=row.day + shift),
            uuid5(form_key, f"{row.public_id}{row.day + shift}"),
        )
        for row in found
    ]
    return _plan_all(desk, copies, over_warnings=over_warnings)


def _plan_all(desk: Desk, copies: Sequence[Copy], *, over_warnings: bool) -> Report:
    """Plan what may be planned, each held against those before it."""
    before = {row.form_key: row for row in already_made(desk.schedule, (c.key for c in copies))}
    going = _Going(desk, [copy.entry for copy in copies], over_warnings=over_warnings)
    for copy in copies:
        if copy.key not in before:
            going.take(copy)
    if going.made:
        store(desk, going.made, lambda: PlannedActivity.objects.bulk_create(going.made))
    return Report((*before.values(), *going.made), tuple(going.skipped), going.unguided)


class _Going:
    """Planning many on the way: what is around, what goes, and what stays behind."""

    def __init__(self, desk: Desk, entries: Sequence[Entry], *, over_warnings: bool) -> None:
        self.desk, self.over_warnings = desk, over_warnings
        self.lines = accepted_line_ids(desk.placement)
        mentors = {entry.mentor for entry in entries if entry.mentor}
        self.strangers = not_guiding(desk.placement, mentors)
        days = [entry.day for entry in entries]
        self.around = around_of(desk.placement, days, people_in(entries))
        self.made: list[PlannedActivity] = []
        self.skipped: list[Skipped] = []
        self.unguided = 0

    def take(self, copy: Copy) -> None:
        """Plan one, or say why not."""
        entry = copy.entry
        if entry.mentor is not None and entry.mentor.pk in self.strangers:
            entry = replace(entry, mentor=None)
        if why := self._why_not(entry):
            self.skipped.append(Skipped(entry.day, what_is_planned(entry), why))
            return
        row = new_row(self.desk.schedule, copy.key)
        write_entry(row, entry, self.around.lesuren, self.desk.actor)
        self.around.count_in(row)
        self.unguided += entry.mentor != copy.entry.mentor
        self.made.append(row)

    def _why_not(self, entry: Entry) -> tuple[str, ...]:
        if misfit := why_unfit(entry, self.lines, self.strangers):
            return (misfit.sentence,)
        findings = self.around.findings(entry.asked, entry.line)
        stops = [found for found in findings if found.is_hard or not self.over_warnings]
        return tuple(found.sentence for found in stops)
