"""Stageaanvraagsjablonen as a table: for whom, when, what, and how many requests came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calendar_cfg.dates import date_range
from requests_app.models import RequestTemplate

BY_NAME = ("name", "pk")


class TemplateTable(tables.Table):  # type: ignore[misc]
    """The templates of one institution for one year."""

    name = tables.Column(verbose_name=gettext_lazy("Sjabloon"), order_by=BY_NAME)
    programme = tables.Column(
        accessor="programme__name",
        verbose_name=gettext_lazy("Opleiding"),
        order_by=("programme__name", *BY_NAME),
    )
    period = tables.Column(
        accessor="trimester",
        verbose_name=gettext_lazy("Stageperiode"),
        order_by=("trimester", "period_start", *BY_NAME),
        empty_values=(),
    )
    lines = tables.Column(
        accessor="activities",
        verbose_name=gettext_lazy("Stageactiviteiten"),
        orderable=False,
        empty_values=(),
    )
    request_count = tables.Column(
        verbose_name=gettext_lazy("Aanvragen"), order_by=("request_count", *BY_NAME)
    )

    class Meta:
        model = RequestTemplate
        fields: Sequence[str] = ()
        order_by = ("name",)
        empty_text = ""

    def render_name(self, record: RequestTemplate) -> str:
        """The name, to the template."""
        url = reverse("template", args=[record.public_id])
        return format_html('<a href="{}">{}</a>', url, record.name)

    def render_period(self, record: RequestTemplate) -> str:
        """ "T1, ma 16 – vr 27 oktober 2017"."""
        if record.period_start and record.period_end:
            days = date_range(record.period_start, record.period_end)
        else:
            days = _("dagen nog te kiezen")
        return f"T{record.trimester}, {days}" if record.trimester else days

    def render_lines(self, record: RequestTemplate) -> str:
        """The lines in words."""
        return "; ".join(str(line) for line in record.activities.all()) or _("nog geen")

    def render_request_count(self, value: int) -> str:
        """How many, in words."""
        words = ngettext("%(n)d aanvraag", "%(n)d aanvragen", value) % {"n": value}
        return words if value else _("nog geen")

    def count_words(self) -> str:
        """How many there are, in words."""
        count: Any = self.page.paginator.count if self.page else len(self.rows)
        return ngettext("%(n)d sjabloon", "%(n)d sjablonen", count) % {"n": count}
