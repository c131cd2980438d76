"""Stageovereenkomsten as a table, and the stages that have none yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementStatus, Party
from agreements.models import AgreementVersion
from agreements.signing_page import trainees_of
from agreements.signing_rights import names_readable, own_place
from agreements.standing import Standing, standing_of
from calendar_cfg.dates import date_range
from institutions.actors import Actor
from placements.models import Placement
from placements.selectors import accepted_of, people_of
from requests_app.names import may_read_names, names_or_number

STAGE = "agreement__placement__proposal__request"


class AgreementTable(tables.Table):  # type: ignore[misc]
    """The last version of each agreement; those that wait for the actor can be ticked."""

    tick = tables.Column(
        verbose_name=_("Kies"), accessor="public_id", orderable=False, empty_values=()
    )
    about = tables.Column(
        verbose_name=_("Overeenkomst"),
        accessor="agreement__reference",
        order_by=("agreement__reference",),
    )
    other = tables.Column(accessor="public_id", orderable=False, empty_values=())
    period = tables.Column(
        verbose_name=_("Periode"),
        accessor="public_id",
        order_by=(f"{STAGE}__period_start", "agreement__framework__valid_from", "pk"),
        empty_values=(),
    )
    standing = tables.Column(
        verbose_name=_("Toestand"), accessor="public_id", orderable=False, empty_values=()
    )

    class Meta:
        model = AgreementVersion
        fields: Sequence[str] = ()
        sequence = ("tick", "about", "other", "period", "standing")
        order_by = ("period",)
        empty_text = ""

    def __init__(self, *args: Any, actor: Actor, tick_all: bool = False, **kwargs: Any) -> None:
        self.actor, self.tick_all = actor, tick_all
        self._standings: dict[int, Standing] = {}
        may_tick = actor.is_coordinator or actor.may_answer
        super().__init__(*args, exclude=() if may_tick else ("tick",), **kwargs)
        self.may_tick = may_tick
        for_school = actor.school is not None
        self.columns["other"].column.verbose_name = (
            _("Lerarenopleiding") if for_school else _("Stageplaats")
        )

    def standing_of(self, record: AgreementVersion) -> Standing:
        """Where a row stands; worked out once."""
        if record.pk not in self._standings:
            self._standings[record.pk] = standing_of(record)
        return self._standings[record.pk]

    def waits_for_actor(self, record: AgreementVersion) -> bool:
        """Whether the actor can sign it now."""
        standing = self.standing_of(record)
        place = own_place(self.actor, record, standing)
        waits = standing.status == AgreementStatus.WAITING
        return waits and place is not None and place.signature is None

    @property
    def has_ticks(self) -> bool:
        """Whether a row of this page can be ticked."""
        return self.may_tick and any(
            self.waits_for_actor(row.record) for row in self.paginated_rows
        )

    def render_tick(self, record: AgreementVersion) -> str:
        """A tick box for what the actor can sign."""
        if not self.waits_for_actor(record):
            return ""
        return _tick("v", record.public_id, record.agreement.reference, checked=self.tick_all)

    def render_about(self, record: AgreementVersion) -> str:
        """For whom, as the link; what it is below it."""
        readable = names_readable(self.actor, record)
        version = gettext("versie %(n)d") % {"n": record.number}
        what = f"{record.agreement.reference} · {version}"
        kind = str(record.get_kind_display())
        who = trainees_of(self.standing_of(record), readable=readable)
        return format_html(
            '<a href="{}">{}</a><br><span class="quiet small">{}</span>',
            reverse("agreement_version", args=[record.public_id]),
            who or kind,
            f"{kind} {what}" if who else what,
        )

    def render_other(self, record: AgreementVersion) -> str:
        """The organisation on the other side."""
        other = Party.INSTITUTION if self.actor.school is not None else Party.SCHOOL
        parties = self.standing_of(record).parties
        return ", ".join(row.organisation for row in parties if row.party == other)

    def render_period(self, record: AgreementVersion) -> str:
        """The stageperiode, or how long a raamovereenkomst holds."""
        placement, framework = record.agreement.placement, record.agreement.framework
        if placement is not None:
            return date_range(placement.period_start, placement.period_end)
        assert framework is not None  # agreement_is_about_one_thing
        return date_range(framework.valid_from, framework.valid_until)

    def render_standing(self, record: AgreementVersion) -> str:
        """The word, and for whom it waits."""
        standing = self.standing_of(record)
        own = own_place(self.actor, record, standing)
        context = {"standing": standing, "words": standing.words(own)}
        return render_to_string("agreements/_agreements_standing.html", context)

    def count_words(self) -> str:
        """How many there are, in words."""
        count = self.page.paginator.count if self.page else len(self.rows)
        return ngettext("%(n)d overeenkomst", "%(n)d overeenkomsten", count) % {"n": count}


class ToMakeTable(tables.Table):  # type: ignore[misc]
    """Stages without a stageovereenkomst, to tick."""

    tick = tables.Column(
        verbose_name=_("Kies"), accessor="public_id", orderable=False, empty_values=()
    )
    who = tables.Column(
        verbose_name=_("Stage"),
        accessor="proposal__request__reference",
        order_by=("proposal__request__reference",),
    )
    school = tables.Column(
        verbose_name=_("Stageplaats"),
        accessor="proposal__school__name",
        order_by=("proposal__school__name", "pk"),
    )
    subjects = tables.Column(
        verbose_name=_("Vakken"), accessor="pk", orderable=False, empty_values=()
    )
    period = tables.Column(
        verbose_name=_("Stageperiode"),
        accessor="proposal__request__period_start",
        order_by=("proposal__request__period_start", "pk"),
    )

    class Meta:
        model = Placement
        fields: Sequence[str] = ()
        order_by = ("period",)
        empty_text = ""

    def __init__(self, *args: Any, actor: Actor, tick_all: bool = False, **kwargs: Any) -> None:
        self.actor, self.tick_all = actor, tick_all
        super().__init__(*args, **kwargs)

    def render_tick(self, record: Placement) -> str:
        """A tick box, named for who hears the page."""
        return _tick("stage", record.public_id, record.reference, checked=self.tick_all)

    def render_who(self, record: Placement) -> str:
        """For whom, as the link; the kenmerk below it."""
        readable = may_read_names(self.actor, record.proposal)
        return format_html(
            '<a href="{}">{}</a><br><span class="quiet small">{}</span>',
            reverse("placement", args=[record.public_id]),
            names_or_number([str(row) for row in people_of(record)], readable=readable),
            record.reference,
        )

    def render_subjects(self, record: Placement) -> str:
        """The subjects of the accepted lines, each once."""
        names = [str(line.activity.subject or "") for line in accepted_of(record)]
        return ", ".join(dict.fromkeys(filter(None, names))) or gettext("Klasoverstijgend")

    def render_period(self, record: Placement) -> str:
        """ "ma 16 oktober – vr 27 oktober 2017"."""
        return date_range(record.period_start, record.period_end)

    def count_words(self) -> str:
        """How many there are, in words."""
        count = self.page.paginator.count if self.page else len(self.rows)
        return ngettext("%(n)d stage", "%(n)d stages", count) % {"n": count}


def _tick(name: str, public_id: object, reference: str, *, checked: bool) -> str:
    return format_html(
        '<input type="checkbox" name="{1}" value="{0}" id="kies-{0}"{2}>'
        '<label class="visually-hidden" for="kies-{0}">{3}</label>',
        public_id,
        name,
        " checked" if checked else "",
        gettext("Kies %(reference)s") % {"reference": reference},
    )
