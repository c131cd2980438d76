"""Stageaanvragen as a table: for whom, what, when, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from calendar_cfg import clock
from calendar_cfg.dates import date_range
from calendar_cfg.selectors import school_calendar
from requests_app.enums import RequestState
from requests_app.lesdagen_left import Countdown
from requests_app.models import PlacementRequest
from requests_app.request_selectors import supervisor_name
from requests_app.request_standing import stands

BY_NAME = ("first_last_name", "pk")


class RequestTable(tables.Table):  # type: ignore[misc]
    """Requests of one institution. Drafts can be ticked to file them together."""

    tick = tables.Column(
        verbose_name=_("Kies"), accessor="public_id", orderable=False, empty_values=()
    )
    who = tables.Column(
        verbose_name=_("Stageaanvraag"), accessor="reference", order_by=BY_NAME, empty_values=()
    )
    subjects = tables.Column(
        verbose_name=_("Vakken"), accessor="subject_names", orderable=False, empty_values=()
    )
    period = tables.Column(
        verbose_name=_("Stageperiode"),
        accessor="period_start",
        order_by=("trimester", "period_start", *BY_NAME),
        empty_values=(),
    )
    standing = tables.Column(
        verbose_name=_("Toestand"), accessor="state", order_by=("state", *BY_NAME)
    )
    supervisor = tables.Column(
        verbose_name=_("Stagebegeleider"),
        accessor="supervisor",
        order_by=("supervisor__user__last_name", *BY_NAME),
        empty_values=(),
    )

    class Meta:
        model = PlacementRequest
        fields: Sequence[str] = ()
        sequence = ("tick", "who", "subjects", "period", "standing", "supervisor")
        order_by = ("who",)
        empty_text = ""

    def __init__(self, *args: Any, tick_all: bool = False, may_file: bool, **kwargs: Any) -> None:
        self.tick_all, self.may_file = tick_all, may_file
        self.countdown = Countdown(school_calendar, clock.today())
        hidden = () if may_file else ("tick",)
        super().__init__(*args, exclude=hidden, **kwargs)

    @property
    def has_drafts(self) -> bool:
        """Whether a row of this page can be ticked."""
        return self.may_file and any(_is_draft(row.record) for row in self.paginated_rows)

    def render_tick(self, record: PlacementRequest) -> str:
        """A tick box for what can be filed, named for who hears the page."""
        if not _is_draft(record):
            return ""
        return format_html(
            '<input type="checkbox" name="aanvraag" value="{0}" id="kies-{0}"{1}>'
            '<label class="visually-hidden" for="kies-{0}">{2}</label>',
            record.public_id,
            " checked" if self.tick_all else "",
            gettext("Kies %(reference)s") % {"reference": record.reference},
        )

    def render_who(self, record: Any) -> str:
        """For whom, as the link; the reference below it."""
        names = ", ".join(record.trainee_names) or gettext("Nog geen stagiair")
        return format_html(
            '<a href="{}">{}</a><br><span class="quiet small">{}{}</span>',
            reverse("request", args=[record.public_id]),
            names,
            record.reference,
            gettext(" · groepsstage") if record.is_group else "",
        )

    def render_subjects(self, record: Any) -> str:
        """The subjects asked."""
        return ", ".join(record.subject_names) or "–"

    def render_period(self, record: PlacementRequest) -> str:
        """ "T1, ma 16 oktober – vr 27 oktober 2017"."""
        return period_words(record) or "–"

    def render_standing(self, record: PlacementRequest) -> str:
        """The word, by whom and since when."""
        context = {"stands": stands(record, self.countdown)}
        return render_to_string("requests_app/requests/_standing_cell.html", context)

    def render_supervisor(self, record: PlacementRequest) -> str:
        """Who guides the trainee."""
        return supervisor_name(record.supervisor) or "–"

    def count_words(self) -> str:
        """How many there are, in words."""
        count = self.page.paginator.count if self.page else len(self.rows)
        return ngettext("%(n)d stageaanvraag", "%(n)d stageaanvragen", count) % {"n": count}


def _is_draft(record: PlacementRequest) -> bool:
    return record.state == RequestState.DRAFT


def period_words(request: PlacementRequest) -> str:
    """ "T1, ma 16 oktober – vr 27 oktober 2017"; what is known of it."""
    trimester = f"T{request.trimester}" if request.trimester else ""
    if not (request.period_start and request.period_end):
        return trimester
    days = date_range(request.period_start, request.period_end)
    return f"{trimester}, {days}" if trimester else days
