"""What the page of the shortlist shows: each school with its reasons, and who fell out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calendar_cfg.dates import long_date
from institutions.actors import Actor
from requests_app.enums import RequestState, Route
from requests_app.models import Activity
from requests_app.request_page import RequestPage, wishes_in_words
from requests_app.shortlist import WISHES, Excluded, Ranked, SubjectAt, Why
from requests_app.shortlist_reading import Reading


@dataclass(frozen=True)
class SchoolShown:
    """A school of the list, in words."""

    school: Any
    number: int
    distance: str
    places: list[str]
    fits: bool
    why_less: list[str]
    confirmed: str
    is_confirmed: bool
    before: str


class ShortlistPage(RequestPage):
    """The shortlist of one request."""

    def __init__(
        self, request: Any, actor: Actor, lines: Sequence[Activity], reading: Reading
    ) -> None:
        super().__init__(request, actor)
        self.asked, self.reading = lines, reading

    @property
    def rows(self) -> list[SchoolShown]:
        """All schools that fit: those that confirmed their data, then the others."""
        found = self.reading.shortlist
        ranked = [*found.confirmed, *found.unconfirmed]
        return [self._shown(row, number) for number, row in enumerate(ranked, start=1)]

    def _shown(self, row: Ranked, number: int) -> SchoolShown:
        school = self.reading.schools[row.school.pk]
        return SchoolShown(
            school=school,
            number=number,
            distance=distance_words(row.school.distance_km),
            places=[self._places(subject, row) for subject in row.subjects],
            fits=row.fits,
            why_less=self._why_less(row),
            confirmed=confirmed_words(school.confirmed_at, has_offer=row.school.has_offer),
            is_confirmed=row.school.is_confirmed,
            before=before_words(school.accepted_before, school.refused_before),
        )

    def _places(self, subject: SubjectAt, row: Ranked) -> str:
        name = self.reading.subjects[subject.subject]
        if not subject.is_offered:
            return _("%(subject)s: niet in het aanbod") % {"subject": name}
        return ngettext(
            "%(subject)s: %(n)d plaats vrij", "%(subject)s: %(n)d plaatsen vrij", subject.free
        ) % {"subject": name, "n": subject.free}

    def _why_less(self, row: Ranked) -> list[str]:
        words: list[str] = []
        if row.is_full:
            words.append(_("Neemt in dit trimester niemand meer bij"))
        words += [str(OUTSIDE[why]) for why in row.outside]
        return words

    @cached_property
    def count(self) -> int:
        """How many schools are in the list."""
        found = self.reading.shortlist
        return len(found.confirmed) + len(found.unconfirmed)

    @cached_property
    def count_fitting(self) -> int:
        """How many of them offer all that is asked, with places for everybody."""
        found = self.reading.shortlist
        return sum(row.fits for row in (*found.confirmed, *found.unconfirmed))

    @cached_property
    def count_excluded(self) -> int:
        """How many schools are not in the list."""
        return sum(row.count for row in self.reading.shortlist.excluded)

    @cached_property
    def excluded(self) -> list[str]:
        """Why schools fell out, with how many: "te ver: 12"."""
        return [self._excluded(row) for row in self.reading.shortlist.excluded]

    def _excluded(self, row: Excluded) -> str:
        return f"{self._why(row)}: {row.count}"

    def _why(self, row: Excluded) -> str:
        subject = self.reading.subjects.get(row.subject or 0, "")
        texts = {
            Why.TAKES_NOBODY: _("neemt dit jaar niemand"),
            Why.BLOCKED: _("neemt niemand in deze periode"),
            Why.REFUSED: _("weigerde dit al"),
            Why.NET: _("ander onderwijsnet"),
            Why.EDUCATION_FORM: _("andere onderwijsvorm"),
            Why.TOO_FAR: _("te ver"),
            Why.GRAAD: _("geen zulke klassen"),
            Why.NO_OFFER: _("geen aanbod %(subject)s in T%(trimester)s")
            % {"subject": subject, "trimester": self.request.trimester or "–"},
        }
        return texts[row.why]

    @cached_property
    def wishes_exclude(self) -> bool:
        """Whether a wish leaves schools out, so that looking wider helps."""
        return any(row.why in WISHES for row in self.reading.shortlist.excluded)

    @cached_property
    def asked_words(self) -> str:
        """What is asked, in a line."""
        subjects = ", ".join(self.reading.subjects.values())
        parts = [subjects, self.period, wishes_in_words(self.request)]
        return "; ".join(part for part in parts if part)

    @property
    def is_draft(self) -> bool:
        """Whether a school is named for a draft, and not asked at once."""
        return self.request.state == RequestState.DRAFT  # type: ignore[no-any-return]

    @property
    def may_choose(self) -> bool:
        """Whether the actor can choose here."""
        return self.is_draft or self.may_choose_school

    @property
    def takes_preferences(self) -> bool:
        """Whether the draft names several schools."""
        return self.request.route == Route.PREFERENCES  # type: ignore[no-any-return]


OUTSIDE = {
    Why.NET: gettext_lazy("Ander onderwijsnet"),
    Why.EDUCATION_FORM: gettext_lazy("Andere onderwijsvorm"),
    Why.TOO_FAR: gettext_lazy("Verder dan gewenst"),
}


def distance_words(km: float | None) -> str:
    """The distance in whole kilometres, as the crow flies."""
    if km is None:
        return _("onbekend")
    return _("minder dan 1 km") if km < 1 else _("%(km).0f km") % {"km": km}


def confirmed_words(moment: datetime | None, *, has_offer: bool) -> str:
    """When the school last confirmed its data for the year."""
    if moment is not None:
        return _("Bevestigd op %(day)s") % {"day": long_date(moment)}
    if has_offer:
        return _("Nog niet bevestigd")
    return _("Liet nog niets weten")


def before_words(accepted: int, refused: int) -> str:
    """How often the school accepted and refused requests of this institution."""
    if not (accepted or refused):
        return _("nog niets gevraagd")
    return _("%(accepted)d aanvaard, %(refused)d geweigerd") % {
        "accepted": accepted,
        "refused": refused,
    }
