"""What a trainee is told of intromoments: invited, changed, called off, and the lesdag before."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_cfg.dates import long_date
from institutions.enums import Role
from intromoments.models import Intromoment
from notices.enums import NoticeState
from notices.intro_guests import guests_of
from notices.kind import Kind, Line, kind
from notices.models import Notice
from notices.samples import NOWHERE


class OfIntromoment(Kind):
    """About one intromoment as it was planned then: `data` has when and where."""

    heading = gettext_lazy("Intromomenten")
    roles = (Role.TRAINEE,)
    overview = "intromoments"

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """As it is planned still, has to begin yet, and the trainee is invited still."""
        rows = _intromoments(notices)
        planned = {key: row for key, row in rows.items() if not (row.is_cancelled or row.has_begun)}
        guests = guests_of(planned.values())
        return {
            n.pk
            for n in notices
            if (row := planned.get(n.data["intromoment"])) is not None
            and row.sequence == n.data["sequence"]
            and n.membership is not None
            and n.membership.user_id in {guest.user_id for guest in guests[row.pk]}
        }

    def told(self, notice: Notice) -> dict[str, Any]:
        """The words for its sentences."""
        data = notice.data
        return {
            "school": data["school"],
            "day": long_date(date.fromisoformat(data["day"])),
            "hours": data["hours"],
            "place": data["place"],
        }

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """When and where, and the page where the trainee answers."""
        told = self.told(notice)
        text, subject = self.words()
        return Line(
            text=text % told,
            subject=subject % told,
            url=reverse("intromoment_answer", args=[notice.data["intromoment"]]),
            action=self.action(),
        )

    @abstractmethod
    def words(self) -> tuple[str, str]:
        """The sentence, and the subject of a mail."""

    def action(self) -> str:
        """What is asked."""
        return _("Laat weten of u komt")

    def sample(self) -> tuple[Notice, Any]:
        """An example of a school."""
        data = {
            "intromoment": str(NOWHERE),
            "sequence": 0,
            "school": _("Voorbeeldschool"),
            "day": "2017-10-10",
            "hours": "16.00–17.30",
            "place": _("Onthaal"),
        }
        return Notice(kind=self.name, data=data), None


@kind
class IntroInvitation(OfIntromoment):
    """A school invites."""

    name = "intro_invitation"
    label = gettext_lazy("Een school nodigt u uit voor een intromoment")
    rank = 26

    def words(self) -> tuple[str, str]:
        """Who invites, when and where."""
        return (
            _("%(school)s nodigt u uit voor het intromoment: %(day)s, %(hours)s, %(place)s."),
            _("Uitnodiging voor het intromoment van %(school)s"),
        )


@kind
class IntroChanged(OfIntromoment):
    """Another day, hour or place."""

    name = "intro_changed"
    label = gettext_lazy("Een intromoment wijzigt")
    presses = True
    rank = 25

    def words(self) -> tuple[str, str]:
        """When and where from now on."""
        return (
            _(
                "Het intromoment van %(school)s is gewijzigd. Het is nu op %(day)s, %(hours)s, "
                "%(place)s."
            ),
            _("Het intromoment van %(school)s is gewijzigd"),
        )


@kind
class IntroReminder(OfIntromoment):
    """The lesdag before."""

    name = "intro_reminder"
    label = gettext_lazy("Herinnering: de lesdag voor een intromoment")
    presses = True
    rank = 24

    def words(self) -> tuple[str, str]:
        """When and where."""
        return (
            _("Het intromoment van %(school)s is op %(day)s, %(hours)s, %(place)s."),
            _("Binnenkort: het intromoment van %(school)s"),
        )

    def action(self) -> str:
        """Where to read it again."""
        return _("Bekijk het intromoment")


@kind
class IntroCalledOff(OfIntromoment):
    """It does not take place."""

    name = "intro_called_off"
    label = gettext_lazy("Een intromoment gaat niet door")
    presses = True
    rank = 23

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """It is called off still, and the trainee had heard of it."""
        rows = _intromoments(notices)
        off = {key for key, row in rows.items() if row.is_cancelled and not row.has_begun}
        heard = _heard(notices)
        return {
            n.pk
            for n in notices
            if n.data["intromoment"] in off and (n.membership_id, n.data["intromoment"]) in heard
        }

    def words(self) -> tuple[str, str]:
        """Which one."""
        return (
            _("Het intromoment van %(school)s op %(day)s gaat niet door."),
            _("Het intromoment van %(school)s gaat niet door"),
        )

    def action(self) -> str:
        """Where to read why."""
        return _("Bekijk uw intromomenten")

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """To the list: there is nothing to answer."""
        told = self.told(notice)
        text, subject = self.words()
        return Line(
            text=text % told,
            subject=subject % told,
            url=reverse("intromoments"),
            action=self.action(),
        )


def _intromoments(notices: Iterable[Notice]) -> dict[str, Intromoment]:
    """By public id, as they are now; one query."""
    rows = Intromoment.objects.filter(public_id__in={n.data["intromoment"] for n in notices})
    return {str(row.public_id): row for row in rows}


def _heard(notices: Iterable[Notice]) -> set[tuple[int | None, str]]:
    """Who heard of which intromoment, by mail or on the site; one query."""
    rows = Notice.objects.filter(
        kind__in=(IntroInvitation.name, IntroChanged.name),
        membership__in={n.membership_id for n in notices},
        data__intromoment__in=[n.data["intromoment"] for n in notices],
        state__in=(NoticeState.MAILED, NoticeState.SEEN, NoticeState.OFF),
    )
    return set(rows.values_list("membership_id", "data__intromoment"))
