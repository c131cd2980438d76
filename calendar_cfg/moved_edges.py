"""What it means that an administrator moved the date of an edge, in words."""

from datetime import date

from django.utils.translation import gettext as _

from calendar_cfg.dates import long_date
from calendar_cfg.enums import Edge
from calendar_cfg.models import Phase


def meaning_of_move(phase: Phase, edge: Edge, old: date, new: date, today: date) -> str:
    """A warning where the edge has passed, before or after the move; empty where it has not.

    Arguments:
        old, new: the days on which the edge takes effect: a phase closes the day after its last.
    """
    if old == new or (old > today and new > today):
        return ""
    words = {"phase": phase, "old": long_date(old), "new": long_date(new)}
    if old > today:
        return _sudden(edge) % words
    again = _("Wat daarbij gebeurde op %(old)s blijft staan, en gebeurt nog eens op %(new)s.")
    if new <= today:
        again = _("Wat daarbij gebeurde op %(old)s blijft staan, en gebeurt binnen de minuut weer.")
    return f"{_turned(edge, new > today) % words} {again % words}"


def _sudden(edge: Edge) -> str:
    if edge == Edge.OPEN:
        return _("%(phase)s is nu meteen open. Wat daarbij hoort, gebeurt binnen de minuut.")
    return _("%(phase)s is nu meteen gesloten. Wat daarbij hoort, gebeurt binnen de minuut.")


def _turned(edge: Edge, is_to_come: bool) -> str:
    if not is_to_come:
        return _("%(phase)s was al begonnen: de datum is verplaatst naar %(new)s.")
    if edge == Edge.OPEN:
        return _("%(phase)s was al open, en is nu weer gesloten tot %(new)s.")
    return _("%(phase)s was al gesloten, en is nu weer open tot %(new)s.")
