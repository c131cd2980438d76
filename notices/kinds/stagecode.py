"""What is told of the Stagecode: a version that has to be accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_cfg import clock
from institutions.enums import Role
from notices.kind import Kind, Line, kind
from notices.models import Notice
from placement_code.models import CodeAcceptance, PlacementCode


@kind
class CodeToAccept(Kind):
    """A new version holds from today; until somebody accepts it, they only read."""

    name = "code_to_accept"
    label = gettext_lazy("Een nieuwe versie van de Stagecode vraagt uw aanvaarding")
    heading = gettext_lazy("Te aanvaarden")
    roles = (
        Role.COORDINATOR,
        Role.SUPERVISOR,
        Role.SCHOOL_MENTOR,
        Role.SUBJECT_MENTOR,
        Role.TRAINEE,
    )
    is_obligation = True
    rank = 28

    def holding(self, notices: Sequence[Notice]) -> set[int]:
        """The version holds today, and was not accepted in person."""
        users = {n.membership.user_id for n in notices if n.membership}
        accepted = CodeAcceptance.objects.filter(code=OuterRef("pk"), user__in=users)
        versions = PlacementCode.objects.filter(valid_from__lte=clock.today())
        asked = versions.annotate(done=ArraySubquery(accepted.values("user")))
        code = asked.order_by("-valid_from").first()
        return {
            n.pk
            for n in notices
            if code is not None
            and n.data["number"] == code.number
            and n.membership is not None
            and n.membership.user_id not in code.done
        }

    def line(self, notice: Notice, facts: Any = None) -> Line:
        """Which version, and what waits for it."""
        told = {"number": notice.data["number"]}
        return Line(
            text=_(
                "Versie %(number)d van de Stagecode geldt. Lees en aanvaard ze: daarna kunt u in "
                "lerarenstage weer alles doen."
            )
            % told,
            subject=_("Stagecode: versie %(number)d wacht op uw aanvaarding") % told,
            url=reverse("accept_code"),
            action=_("Stagecode lezen en aanvaarden"),
        )

    def sample(self) -> tuple[Notice, Any]:
        """An example of a second version."""
        return Notice(kind=self.name, data={"number": 2}), None
