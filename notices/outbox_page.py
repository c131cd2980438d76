"""What the page "Uitgaande mail" shows: what left, what waits how long, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import MailState, Outbox, OutboxDecision, OutgoingMail
from accounts.outbox_standing import outbox
from calendar_cfg import clock
from calendar_cfg.dates import long_date, long_moment
from notices.enums import NoticeState
from notices.models import Notice
from notices.outbox_groups import (
    Group,
    failed_groups,
    fault_words,
    mail_kind,
    notice_kind,
    withheld_groups,
)

FAILED_A_PAGE = 25
SHOWN = 10
WAITING = (MailState.QUEUED, MailState.SENDING)


@dataclass(frozen=True)
class Standing:
    """How many mails stand somewhere, and since when, in words."""

    state: MailState
    count: int
    since: datetime | None

    @property
    def url(self) -> str:
        """The list of them."""
        return reverse("admin:accounts_outgoingmail_changelist") + f"?state__exact={self.state}"

    @property
    def age(self) -> str:
        """How long the oldest is there; when the last one left."""
        if self.since is None:
            return ""
        if self.state == MailState.SENT:
            return _("de laatste op %(moment)s") % {"moment": long_moment(self.since)}
        return _("de oudste: %(age)s") % {"age": age_of(self.since)}


@dataclass(frozen=True)
class MailRow:
    """One mail in a list."""

    mail: OutgoingMail

    @property
    def kind(self) -> str:
        """What sort of mail it is."""
        return mail_kind(self.mail.kind)

    @property
    def age(self) -> str:
        """How long ago it was written."""
        return age_of(self.mail.created_at)

    @property
    def why(self) -> str:
        """Why it did not leave (yet)."""
        return fault_words(self.mail.fault) if self.mail.fault else ""

    @property
    def next_try(self) -> str:
        """When it is tried: now, later, or under way."""
        if self.mail.state == MailState.SENDING:
            return _("wordt nu verstuurd")
        if self.mail.next_try_at <= clock.real_now():
            return _("is aan de beurt")
        return _("op %(moment)s") % {"moment": long_moment(self.mail.next_try_at)}


@dataclass(frozen=True)
class Decided:
    """What an administrator decided, as the component of a history wants it."""

    when: datetime
    who: str
    what: str
    why: str


class OutboxPage:
    """The whole page."""

    def __init__(self, number: str | None = None) -> None:
        self._number = number

    @cached_property
    def outbox(self) -> Outbox:
        """Whether all mail is held, and whether the mail server takes it."""
        return outbox()

    @cached_property
    def trouble(self) -> str:
        """What is the matter with the mail server; empty when nothing is."""
        return fault_words(self.outbox.trouble) if self.outbox.trouble_since else ""

    @cached_property
    def standings(self) -> list[Standing]:
        """How many mails stand where; what never happened is left out, waiting and sent not."""
        rows: Any = OutgoingMail.objects.order_by().values("state")
        counted = rows.annotate(n=Count("pk"), oldest=Min("created_at"), last=Max("sent_at"))
        by_state = {row["state"]: row for row in counted}
        return [
            _standing(state, by_state.get(state))
            for state in MailState
            if state in by_state or state in {MailState.QUEUED, MailState.SENT}
        ]

    def count(self, *states: MailState) -> int:
        """How many mails stand in any of these."""
        return sum(row.count for row in self.standings if row.state in states)

    @cached_property
    def waiting_notices(self) -> int:
        """How many notices wait for the next mail of somebody."""
        return Notice.objects.filter(state=NoticeState.WAITING).count()

    @cached_property
    def waiting_count(self) -> int:
        """How many mails wait or are being sent."""
        return self.count(*WAITING)

    @cached_property
    def waiting(self) -> list[MailRow]:
        """The mails that wait the longest."""
        rows = OutgoingMail.objects.filter(state__in=WAITING).order_by("created_at", "pk")
        return [MailRow(mail) for mail in rows.defer("body", "html")[:SHOWN]]

    @cached_property
    def withheld(self) -> list[Group]:
        """What is withheld, in groups."""
        return withheld_groups()

    @cached_property
    def failed_groups(self) -> list[Group]:
        """Failed mails by why they failed."""
        return failed_groups() if self.failed_count else []

    @cached_property
    def failed_count(self) -> int:
        """How many mails failed."""
        return self.count(MailState.FAILED)

    @cached_property
    def failed_page(self) -> Page[OutgoingMail]:
        """One page of the mails that failed, the newest first."""
        rows = OutgoingMail.objects.filter(state=MailState.FAILED).defer("body", "html")
        paginator = Paginator(rows, FAILED_A_PAGE)
        paginator.count = self.failed_count
        return paginator.get_page(self._number)

    @cached_property
    def failed(self) -> list[MailRow]:
        """The mails of that page."""
        return [MailRow(mail) for mail in self.failed_page] if self.failed_count else []

    @cached_property
    def decided(self) -> list[Decided]:
        """What was decided last."""
        return decisions_about(None)[:SHOWN]


class MailPage:
    """One mail: what is known of it, without its text."""

    def __init__(self, mail: OutgoingMail) -> None:
        self.mail = mail
        self.row = MailRow(mail)

    @property
    def can_be_held(self) -> bool:
        """Whether it waits."""
        return self.mail.state == MailState.QUEUED

    @property
    def can_be_sent(self) -> bool:
        """Whether it can be sent now, or again."""
        return self.mail.state in {MailState.QUEUED, MailState.FAILED, MailState.WITHHELD}

    @property
    def can_be_dropped(self) -> bool:
        """Whether it can be left unsent for good."""
        return self.mail.state in {MailState.FAILED, MailState.WITHHELD}

    @cached_property
    def facts(self) -> list[dict[str, str]]:
        """What is known of it, for the component of a summary."""
        mail = self.mail
        known = [
            (_("Aan"), mail.to),
            (_("Soort"), self.row.kind),
            (_("Geschreven op"), long_moment(mail.created_at)),
            (_("Verstuurd op"), long_moment(mail.sent_at) if mail.sent_at else ""),
            (_("Volgende poging"), self.row.next_try if mail.state in WAITING else ""),
            (_("Pogingen"), str(mail.attempts)),
            (_("Niet afgemaakt door een worker"), str(mail.lost) if mail.lost else ""),
            (_("Waarom niet"), self.row.why),
            (_("Wat de mailserver zei"), mail.error),
        ]
        return [{"label": label, "value": value} for label, value in known if value]

    @cached_property
    def decided(self) -> list[Decided]:
        """What was decided about it."""
        return decisions_about(str(self.mail.public_id))


def decisions_about(about: str | None) -> list[Decided]:
    """The last decisions of administrators: about one mail, or all."""
    rows = OutboxDecision.objects.select_related("by")
    if about is not None:
        rows = rows.filter(about=about)
    return [
        Decided(row.at, str(row.by), _decision_words(row, with_about=about is None), row.why)
        for row in rows[: SHOWN * 2]
    ]


def _decision_words(row: OutboxDecision, *, with_about: bool) -> str:
    what = str(row.get_act_display())
    if not with_about or not row.about:
        return what
    count = ngettext("%(n)d bericht", "%(n)d berichten", row.mails) % {"n": row.mails}
    return f"{what}: {count} ({about_words(row.about)})"


def about_words(about: str) -> str:
    """Which group or mail a decision was about."""
    what, _colon, rest = about.partition(":")
    if not rest:
        return _("één mail")
    if what == "failed":
        return fault_words(rest).rstrip(".")
    kind, _colon, day = rest.rpartition(":")
    words = notice_kind(kind) if what == "notice" else mail_kind(kind)
    return f"{words}, {long_date(datetime.fromisoformat(day).date())}"


def age_of(moment: datetime) -> str:
    """ "3 uur" """
    if clock.real_now() - moment < timedelta(minutes=1):
        return _("minder dan een minuut")
    return timesince(moment, clock.real_now(), depth=1)


def _standing(state: MailState, row: dict[str, Any] | None) -> Standing:
    if row is None:
        return Standing(state, 0, None)
    since = row["last"] if state == MailState.SENT else row["oldest"]
    return Standing(state, row["n"], None if state == MailState.DROPPED else since)
