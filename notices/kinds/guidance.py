"""What is told of stages to who guides them, and when what was agreed changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_cfg import clock
from calendar_cfg.dates import date_range
from institutions.enums import Role
from notices.enums import NoticeState
from notices.kind import Kind, Line, kind
from notices.models import Notice
from notices.samples import example_placement
from notices.stage_words import about_stage, going_on, part_words, stage_of, stage_url
from placements.enums import GuidanceRole
from placements.models import Guide
from requests_app.enums import ProposalState

Part = tuple[int | None, int | None, str]
"""Somebody (id of the membership), a stage, and what they guide of it: a key in the data."""
ASSIGNED, ENDED = "guidance_assigned", "guidance_ended"
LEFT = (NoticeState.MAILED, NoticeState.SEEN, NoticeState.OFF)


class Guidance(Kind):
    """Whether somebody guides a part of a stage: told when it differs from what they know."""

    heading = gettext_lazy("Stages die u begeleidt")
    roles = (Role.SUBJECT_MENTOR, Role.SCHOOL_MENTOR, Role.SUPERVISOR, Role.COORDINATOR)
    overview = "placements"

    def sample(self) -> tuple[Notice, Any]:
        """An example for a vakmentor."""
        data = {"role": GuidanceRole.SUBJECT_MENTOR.value, "subject": _("Voorbeeldvak"), "part": ""}
        return Notice(kind=self.name, placement=example_placement(), data=data), None


@kind
class GuidanceAssigned(Guidance):
    """A new vakmentor, or a new stagebegeleider."""

    name = ASSIGNED
    label = gettext_lazy("U wordt vakmentor of stagebegeleider van een stage")
    rank = 40

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those who guide it still, and did not know it yet."""
        rows = going_on(notices)
        now, known = _guiding(rows), _known(rows)
        return {n.pk for n in rows if _part(n) in now and known.get(_part(n)) != ASSIGNED}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """What of it, where and when."""
        placement = stage_of(notice)
        told = about_stage(placement) | {"subject": part_words(notice.data["subject"])}
        if notice.data["role"] == GuidanceRole.SUPERVISOR:
            text = _("U bent stagebegeleider van een stage bij %(school)s, %(days)s.")
        else:
            text = _("U bent vakmentor %(subject)s van een stage van %(institution)s, %(days)s.")
        return Line(
            text=text % told,
            subject=_("U begeleidt stage %(reference)s") % told,
            url=stage_url(placement),
            action=_("Bekijk de stage"),
            reference=placement.reference,
        )


@kind
class GuidanceEnded(Guidance):
    """Somebody else guides it from now on, or nobody."""

    name = ENDED
    label = gettext_lazy("U bent niet langer vakmentor of stagebegeleider van een stage")
    rank = 41

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those who guide it no more, and thought that they did."""
        today = clock.today()
        rows = [n for n in notices if not stage_of(n).is_cancelled]
        rows = [n for n in rows if stage_of(n).period_end >= today]
        now, known, unknown = _guiding(rows), _known(rows), _never_left(rows)
        return {
            n.pk
            for n in rows
            if _part(n) not in now and known.get(_part(n)) != ENDED and _part(n) not in unknown
        }

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """What of it; there is nothing to do."""
        placement = stage_of(notice)
        told = about_stage(placement) | {"subject": part_words(notice.data["subject"])}
        if notice.data["role"] == GuidanceRole.SUPERVISOR:
            text = _("U bent niet langer stagebegeleider van de stage bij %(school)s, %(days)s.")
        else:
            text = _(
                "U bent niet langer vakmentor %(subject)s van de stage van %(institution)s, "
                "%(days)s."
            )
        return Line(
            text=text % told,
            subject=_("U begeleidt stage %(reference)s niet langer") % told,
            url=reverse("placements"),
            action=_("Bekijk uw stages"),
            reference=placement.reference,
        )


def _part(notice: Notice) -> Part:
    return notice.membership_id, notice.placement_id, str(notice.data["part"])


def part_of_guide(guide: Guide) -> str:
    """What a row of `Guide` guides of its stage: the same words for the same part."""
    return f"{guide.role}:{guide.subject_id or 0}"


def _guiding(notices: Sequence[Notice]) -> set[Part]:
    """Who of those who were told guides what, now; one query."""
    rows = Guide.objects.current().filter(
        placement__in={n.placement_id for n in notices},
        member__in={n.membership_id for n in notices},
    )
    return {(row.member_id, row.placement_id, part_of_guide(row)) for row in rows}


def _told_before(notices: Sequence[Notice]) -> list[Notice]:
    """All that these people were told of guiding these stages, oldest first; one query."""
    rows = Notice.objects.filter(
        kind__in=(ASSIGNED, ENDED),
        membership__in={n.membership_id for n in notices},
        placement__in={n.placement_id for n in notices},
    )
    return list(rows.order_by("pk"))


def _known(notices: Sequence[Notice]) -> dict[Part, str]:
    """The last that each heard, by what it is about."""
    return {_part(row): row.kind for row in _told_before(notices) if row.state in LEFT}


def _never_left(notices: Sequence[Notice]) -> set[Part]:
    """What somebody was assigned to and never heard of: it began and ended between two mails."""
    states: dict[Part, set[bool]] = defaultdict(set)
    for row in _told_before(notices):
        if row.kind == ASSIGNED:
            states[_part(row)].add(row.state in LEFT)
    return {part for part, left in states.items() if left == {False}}


@kind
class TermsChanged(Kind):
    """Either side moved the stageperiode, or changed lesuren."""

    name = "stage_terms_changed"
    label = gettext_lazy("De stageperiode of de lesuren van een stage wijzigen")
    heading = gettext_lazy("Gewijzigde stages")
    roles = (
        Role.COORDINATOR,
        Role.SUPERVISOR,
        Role.SCHOOL_MENTOR,
        Role.SUBJECT_MENTOR,
        Role.TRAINEE,
    )
    rank = 30

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Of stages that go on; the days only while they are the last that were agreed."""
        return {
            n.pk for n in going_on(notices) if "to" not in n.data or n.data["to"] == _days_of(n)
        }

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """From when until when; what the lesuren are stands on the page of the stage."""
        placement = stage_of(notice)
        told = about_stage(placement)
        if "to" in notice.data:
            first, last = (date.fromisoformat(day) for day in notice.data["to"])
            told["days"] = date_range(first, last)
            text = _("De stageperiode van de stage bij %(school)s is gewijzigd: nu %(days)s.")
            subject = _("De stageperiode van stage %(reference)s is gewijzigd")
        else:
            text = _("De lesuren van de stage bij %(school)s zijn gewijzigd.")
            subject = _("De lesuren van stage %(reference)s zijn gewijzigd")
        return Line(
            text=text % told,
            subject=subject % told,
            url=stage_url(placement),
            mail_url="" if notice.membership_id is not None else reverse("front"),
            action=_("Bekijk de stage"),
            reference=placement.reference,
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of other days."""
        data = {"to": ["2017-10-23", "2017-11-10"]}
        return Notice(kind=self.name, placement=example_placement(), data=data), None


def _days_of(notice: Notice) -> list[str]:
    placement = stage_of(notice)
    return [placement.period_start.isoformat(), placement.period_end.isoformat()]


@kind
class GuidedStageCancelled(Kind):
    """A stage does not go on, told to who guides it for the side that cancelled.

    The other side and the trainee hear it of the request (`kinds/cancelling.py`).
    """

    name = "guided_stage_cancelled"
    label = gettext_lazy("Een stage die u begeleidt, gaat niet door")
    heading = gettext_lazy("Geannuleerde stages")
    roles = (Role.SUBJECT_MENTOR, Role.SCHOOL_MENTOR, Role.SUPERVISOR, Role.COORDINATOR)
    presses = True
    rank = 14

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """Those that stayed cancelled."""
        return {n.pk for n in notices if stage_of(n).proposal.state == ProposalState.CANCELLED}

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """Which one."""
        placement = stage_of(notice)
        told = about_stage(placement)
        return Line(
            text=_("De stage van %(institution)s bij %(school)s, %(days)s, gaat niet door.") % told,
            subject=_("Stage %(reference)s gaat niet door") % told,
            url=stage_url(placement),
            action=_("Bekijk de stage"),
            reference=placement.reference,
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of a stage."""
        return Notice(kind=self.name, placement=example_placement()), None
