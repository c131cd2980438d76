"""What the page of fairness shows: each row in words and as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.bars import Bar, share_bar
from matching.fairness import Fairness, Fared


@dataclass(frozen=True)
class RowShown:
    """A row of the table; `is_own` is set apart."""

    name: str
    is_own: bool
    trainees: int
    placed: str
    placed_bar: Bar
    rank: str
    first_choice: str
    km: str
    km_bar: Bar


class FairnessPage:
    """Fairness over institutions in words, with a bar beside each."""

    def __init__(self, found: Fairness) -> None:
        self.found = found

    @property
    def rows(self) -> list[RowShown]:
        """The own institution, the others without name, and all together where that may be told."""
        farthest = max((row.mean_km or 0 for row in self.found.rows), default=0)
        named = zip(self.found.rows, _names(self.found.rows), strict=True)
        shown = [_shown(row, name, farthest) for row, name in named]
        everybody = self.found.all
        return [*shown, _shown(everybody, _("Alle samen"), farthest)] if everybody else shown

    @property
    def in_words(self) -> list[str]:
        """What the table says, in sentences: the own institution beside all together."""
        own, everybody = self.found.own, self.found.all
        told = ((own, _("Van uw stagiairs")), (everybody, _("Van alle stagiairs samen")))
        words = [_own_words(row, whose) for row, whose in told if row is not None]
        return [*words, *([_left_out_words(own)] if self.found.left_out else [])]

    @property
    def how_told(self) -> str:
        """How the small ones are told about; empty when none is, which `in_words` says."""
        if self.found.left_out:
            return ""
        return _(
            "Andere lerarenopleidingen met minder dan vijf stagiairs staan samen met andere in "
            "één rij. De rijen van andere staan volgens het aantal stagiairs."
        )


def _left_out_words(own: Fared | None) -> str:
    if own is None:
        return _("De lerarenopleidingen zochten samen voor minder dan vijf stagiairs. %(why)s") % {
            "why": _("Hun cijfers tonen we niet.")
        }
    return _(
        "De andere lerarenopleidingen zochten samen voor minder dan vijf stagiairs. %(why)s"
    ) % {"why": _("Hun cijfers tonen we niet.")}


def _own_words(row: Fared, whose: str) -> str:
    words = _("%(whose)s kregen er %(placed)d van %(wanted)d een plaats (%(share)s).") % {
        "whose": whose,
        "placed": row.placed,
        "wanted": row.wanted,
        "share": _percent(row.share),
    }
    if row.mean_km is None:
        return words
    return f"{words} " + _("Wie een plaats kreeg, gaat gemiddeld %(km)s km ver.") % {
        "km": _decimal(row.mean_km)
    }


def _names(rows: Sequence[Fared]) -> list[str]:
    """What to call each: the own one, the others by number, the small ones by how many."""
    names, number = [], 0
    for row in rows:
        if row.is_own:
            names.append(_("Uw lerarenopleiding"))
        elif row.institutions > 1:
            words = ngettext(
                "%(n)d andere lerarenopleiding samen",
                "%(n)d andere lerarenopleidingen samen",
                row.institutions,
            )
            names.append(words % {"n": row.institutions})
        else:
            number += 1
            names.append(_("Andere lerarenopleiding %(number)d") % {"number": number})
    return names


def _shown(row: Fared, name: str, farthest: float) -> RowShown:
    return RowShown(
        name=name,
        is_own=row.is_own,
        trainees=row.wanted,
        placed=f"{row.placed} ({_percent(row.share)})",
        placed_bar=share_bar(row.placed, row.wanted),
        rank="–" if row.mean_rank is None else _decimal(row.mean_rank),
        first_choice=f"{row.first_choice}",
        km="–" if row.mean_km is None else _("%(km)s km") % {"km": _decimal(row.mean_km)},
        km_bar=share_bar(row.mean_km or 0, farthest),
    )


def _percent(share: float) -> str:
    return _("%(n)s %%") % {"n": number_format(round(100 * share, 1), 1)}


def _decimal(value: float) -> str:
    return str(number_format(round(value, 1), 1))  # it cuts off by itself
