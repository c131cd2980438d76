"""Raamovereenkomsten as a table: with whom, how long, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext

from agreements.models import AgreementVersion
from agreements.standing import standing_of
from calendar_cfg.dates import date_range
from institutions.actors import Actor


class FrameworkTable(tables.Table):  # type: ignore[misc]
    """The versions in force, read `with_standing`."""

    reference = tables.Column(
        accessor="agreement__reference", verbose_name=gettext_lazy("Raamovereenkomst")
    )
    institution = tables.Column(
        accessor="agreement__framework__institution__name",
        verbose_name=gettext_lazy("Lerarenopleiding"),
    )
    school = tables.Column(
        accessor="agreement__framework__school__name", verbose_name=gettext_lazy("Stageplaats")
    )
    days = tables.Column(
        accessor="agreement__framework__valid_from",
        verbose_name=gettext_lazy("Geldt"),
        order_by=("agreement__framework__valid_from", "pk"),
    )
    standing = tables.Column(
        accessor="pk", verbose_name=gettext_lazy("Stand"), orderable=False, empty_values=()
    )

    class Meta:
        model = AgreementVersion
        fields: Sequence[str] = ()
        order_by = ("-days",)
        empty_text = ""

    def __init__(self, data: Any, *, actor: Actor) -> None:
        own = "institution" if actor.institution else "school" if actor.school else ""
        super().__init__(data, exclude=(own,) if own else ())

    def render_reference(self, record: AgreementVersion) -> str:
        """The kenmerk, to its page."""
        framework = record.agreement.framework
        url = reverse("framework", args=[framework.public_id])  # type: ignore[union-attr]
        return format_html('<a href="{}">{}</a>', url, record.agreement.reference)

    def render_days(self, record: AgreementVersion) -> str:
        """From when until when."""
        framework = record.agreement.framework
        assert framework is not None  # agreement_is_about_one_thing
        return date_range(framework.valid_from, framework.valid_until)

    def render_standing(self, record: AgreementVersion) -> str:
        """Where it stands, in a sentence."""
        return standing_of(record).words()

    def count_words(self) -> str:
        """How many there are, in words."""
        count: Any = self.page.paginator.count if self.page else len(self.rows)
        return ngettext("%(n)d raamovereenkomst", "%(n)d raamovereenkomsten", count) % {"n": count}
