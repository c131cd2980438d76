"""The inbox as a table: what is asked, by whom, and how long there is to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from calendar_cfg import clock
from calendar_cfg.dates import date_range
from calendar_cfg.lesdagen import SchoolCalendar
from requests_app.inbox import trainees_of
from requests_app.lesdagen_left import TimeLeft, times_left
from requests_app.models import Proposal


class InboxTable(tables.Table):  # type: ignore[misc]
    """Proposals of one school, by due date."""

    due_on = tables.Column(verbose_name=_("Antwoord"))
    who = tables.Column(
        accessor="request__reference", verbose_name=_("Stageaanvraag"), empty_values=()
    )
    institution = tables.Column(
        accessor="request__institution__name",
        verbose_name=_("Aangevraagd door"),
        order_by="request__institution__name",
    )
    subjects = tables.Column(
        accessor="subject_names", verbose_name=_("Vakken"), orderable=False, empty_values=()
    )
    hours = tables.Column(
        accessor="hours_asked",
        verbose_name=_("Lesuren"),
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
    )
    period = tables.Column(
        accessor="request__period_start",
        verbose_name=_("Stageperiode"),
        order_by=("request__period_start", "request__period_end"),
    )

    class Meta:
        model = Proposal
        fields: Sequence[str] = ()
        order_by = ("due_on",)
        orderable = True
        empty_text = ""

    def __init__(self, *args: Any, school_calendar: SchoolCalendar, **kwargs: Any) -> None:
        self.school_calendar = school_calendar
        self._left: dict[Any, TimeLeft] = {}
        super().__init__(*args, **kwargs)

    def render_due_on(self, record: Proposal, value: Any) -> str:
        """How long there is to answer, or what was answered and when."""
        if value not in self._left:
            self._left |= times_left([value], clock.today(), self.school_calendar)
        return render_to_string(
            "requests_app/school/_answer_cell.html", {"proposal": record, "left": self._left[value]}
        )

    def render_who(self, record: Proposal) -> str:
        """The reference as a link, and for whom."""
        return format_html(
            '<a href="{}">{}</a><br>{}',
            reverse("proposal", args=[record.public_id]),
            record.request.reference,
            trainees_of(record),
        )

    def render_subjects(self, value: list[str]) -> str:
        """The subjects asked, or that it is about none."""
        return ", ".join(value) or str(_("Klasoverstijgend"))

    def render_period(self, record: Proposal) -> str:
        """ "T1, ma 16 oktober – vr 27 oktober 2017"."""
        asked = record.request
        if asked.period_start is None or asked.period_end is None:
            return ""
        return f"T{asked.trimester}, {date_range(asked.period_start, asked.period_end)}"

    def count_words(self) -> str:
        """How many there are, in words."""
        count = self.page.paginator.count
        return ngettext("%(n)d stageaanvraag", "%(n)d stageaanvragen", count) % {"n": count}


def with_time_left(proposals: Sequence[Any], calendar: SchoolCalendar) -> None:
    """Give each proposal its `left` (the time to answer) and `trainees` (names or number)."""
    left = times_left([row.due_on for row in proposals], clock.today(), calendar)
    for row in proposals:
        row.left, row.trainees = left[row.due_on], trainees_of(row)
