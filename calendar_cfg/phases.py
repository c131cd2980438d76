"""Whether something is possible now, derived from the dates at the moment of asking.

Source: the calendar of the word list; `domain.md` 2. Soft milestones never refuse.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.enums import PhaseKind
from calendar_cfg.exceptions import PhaseClosed
from calendar_cfg.models import AcademicYear, Phase


@dataclass(frozen=True)
class Window:
    """A phase as seen from one day: its first and last day, both inclusive."""

    kind: PhaseKind
    opens_on: date
    last_day: date

    def is_open(self, day: date) -> bool:
        """Whether `day` lies in the window."""
        return self.opens_on <= day <= self.last_day


def phase_window(year: AcademicYear, kind: PhaseKind) -> Window | None:
    """The window of `kind` in `year`, read afresh; None when the year has no such phase."""
    row = Phase.objects.filter(year=year, kind=kind).values_list("opens_on", "last_day").first()
    return Window(kind, *row) if row else None


def is_open(year: AcademicYear, kind: PhaseKind) -> bool:
    """Whether the phase is open today."""
    window = phase_window(year, kind)
    return window is not None and window.is_open(clock.today())


def require_open(year: AcademicYear, kind: PhaseKind) -> None:
    """Refuse outside the window.

    Call it inside the transaction that writes, so that the dates cannot move in between.

    Raises:
        PhaseClosed: with the date on which the phase opens or closed.
    """
    _refuse_outside(phase_window(year, kind), year)


def require_open_and_ask(year: AcademicYear, kind: PhaseKind, also: PhaseKind) -> bool:
    """Refuse outside the window of `kind`, and say whether `also` is open; in one query.

    Raises:
        PhaseClosed: as `require_open`.
    """
    rows = Phase.objects.filter(year=year, kind__in=[kind, also])
    windows = {
        PhaseKind(row[0]): Window(PhaseKind(row[0]), *row[1:])
        for row in rows.values_list("kind", "opens_on", "last_day")
    }
    _refuse_outside(windows.get(kind), year)
    return also in windows and windows[also].is_open(clock.today())


def _refuse_outside(window: Window | None, year: AcademicYear) -> None:
    today = clock.today()
    if window is None:
        raise PhaseClosed(_("Voor %(year)s is deze fase nog niet ingesteld.") % {"year": year})
    if not window.is_open(today):
        raise PhaseClosed(closed_message(window, year, today))


def closed_message(window: Window, year: AcademicYear, today: date) -> str:
    """Why a closed window refuses, in words with its date."""
    from calendar_cfg.dates import long_date

    what = {"phase": window.kind.label, "year": year}
    if today < window.opens_on:
        return _("%(phase)s voor %(year)s kan vanaf %(date)s.") % {
            **what,
            "date": long_date(window.opens_on),
        }
    return _("%(phase)s voor %(year)s kon tot en met %(date)s en is nu afgesloten.") % {
        **what,
        "date": long_date(window.last_day),
    }
