"""What was fixed and forbidden by hand, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from calendar_cfg.dates import long_date
from matching.models import PairLock

BY_REFERENCE = ("request__reference", "pk")


class LockTable(tables.Table):  # type: ignore[misc]
    """Locks of one year; they can be ticked, to let go of them."""

    tick = tables.Column(
        verbose_name=_("Kies"), accessor="public_id", orderable=False, empty_values=()
    )
    who = tables.Column(
        verbose_name=_("Stageaanvraag"), accessor="request__reference", order_by=BY_REFERENCE
    )
    kind = tables.Column(verbose_name=_("Wat"), order_by=("kind", *BY_REFERENCE))
    school = tables.Column(verbose_name=_("School"), order_by=("school__name", *BY_REFERENCE))
    reason = tables.Column(verbose_name=_("Waarom"), orderable=False, empty_values=(None,))
    made = tables.Column(verbose_name=_("Door wie en wanneer"), accessor="made_at")

    class Meta:
        model = PairLock
        fields: Sequence[str] = ()
        order_by = ("who",)
        empty_text = ""

    def render_tick(self, record: PairLock) -> str:
        """A tick box, named for who hears the page."""
        return format_html(
            '<input type="checkbox" name="slot" value="{0}" id="kies-{0}">'
            '<label class="visually-hidden" for="kies-{0}">{1}</label>',
            record.public_id,
            gettext("Kies %(reference)s bij %(school)s")
            % {"reference": record.request.reference, "school": record.school},
        )

    def render_who(self, record: PairLock) -> str:
        """The reference as the link, and whose it is."""
        return format_html(
            '<a href="{}">{}</a><br><span class="quiet small">{}</span>',
            reverse("request", args=[record.request.public_id]),
            record.request.reference,
            record.request.institution.short_name,
        )

    def render_kind(self, record: Any) -> str:
        """Fixed or forbidden."""
        return str(record.get_kind_display())

    def render_reason(self, record: PairLock) -> str:
        """Why."""
        return record.reason or "–"

    def render_made(self, record: PairLock) -> str:
        """Who decided it, and when."""
        who = str(record.made_by) if record.made_by else gettext("iemand")
        return f"{who}, {long_date(record.made_at)}"

    def count_words(self) -> str:
        """How many there are, in words."""
        count: int = self.page.paginator.count if self.page else len(self.rows)
        words = ngettext("%(n)d beslissing", "%(n)d beslissingen", count)
        return words % {"n": count}
