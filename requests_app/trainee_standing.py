"""Whether a stagiair logs in: not invited, invited until when, or with an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, Membership
from calendar_cfg import clock
from institutions.enums import Role
from requests_app.models import Trainee


class Login(TextChoices):
    """How far a trainee is with logging in; the values are statuses of `lerarenstage.status`."""

    NOT_INVITED = "inactive", _("Niet uitgenodigd")
    INVITED = "invited", _("Uitgenodigd")
    LINK_EXPIRED = "expired", _("Link verlopen")
    LOGS_IN = "active", _("Meldt zich aan")


@dataclass(frozen=True)
class LoginStanding:
    """How far a trainee is; `sent_at` is when the last link went out, while one is open."""

    login: Login
    sent_at: datetime | None = None
    until: datetime | None = None

    @property
    def may_be_invited(self) -> bool:
        """Whether an invitation would make a difference."""
        return self.login in (Login.NOT_INVITED, Login.LINK_EXPIRED)


def with_login(rows: QuerySet[Trainee]) -> QuerySet[Trainee]:
    """Trainees with `logs_in` and `link_until`, of which `login_of` makes the standing."""
    open_links = Invitation.objects.open().filter(
        role=Role.TRAINEE, institution=OuterRef("institution")
    )
    to_address = open_links.annotate(address=Lower("email")).filter(
        address=Lower(OuterRef("email"))
    )
    members = Membership.objects.active().filter(
        user=OuterRef("user"), institution=OuterRef("institution"), role=Role.TRAINEE
    )
    return rows.annotate(
        logs_in=Exists(members),
        link_until=Subquery(to_address.values("expires_at")[:1], output_field=DateTimeField()),
    )


def login_of(trainee: Any) -> LoginStanding:
    """How far a trainee read `with_login` is with logging in."""
    if trainee.logs_in:
        return LoginStanding(Login.LOGS_IN)
    until: datetime | None = trainee.link_until
    if until is None:
        return LoginStanding(Login.NOT_INVITED)
    sent_at = until - timedelta(days=settings.INVITATION_DAYS)
    login = Login.LINK_EXPIRED if until <= clock.real_now() else Login.INVITED
    return LoginStanding(login, sent_at, until)


def in_standing(rows: QuerySet[Trainee], login: Login) -> QuerySet[Trainee]:
    """Those of trainees read `with_login` that are so far."""
    now = clock.real_now()
    asked = {
        Login.LOGS_IN: Q(logs_in=True),
        Login.INVITED: Q(logs_in=False, link_until__gt=now),
        Login.LINK_EXPIRED: Q(logs_in=False, link_until__lte=now),
        Login.NOT_INVITED: Q(logs_in=False, link_until=None),
    }
    return rows.filter(asked[login])
