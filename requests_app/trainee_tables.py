"""Stagiairs as a table: who they are, what they teach, and whether they have a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from requests_app.models import Trainee
from requests_app.trainee_standing import login_of


class TraineeTable(tables.Table):  # type: ignore[misc]
    """The stagiairs of one institution."""

    tick = tables.Column(
        verbose_name=gettext_lazy("Kies"), accessor="public_id", orderable=False, empty_values=()
    )
    name = tables.Column(
        accessor="last_name",
        verbose_name=gettext_lazy("Stagiair"),
        order_by=("last_name", "first_name", "pk"),
    )
    student_number = tables.Column(verbose_name=gettext_lazy("Nummer"))
    programme = tables.Column(
        accessor="programme__name",
        verbose_name=gettext_lazy("Opleiding"),
        order_by=("programme__name", "last_name", "first_name", "pk"),
    )
    subjects = tables.Column(
        accessor="subject_names",
        verbose_name=gettext_lazy("Vakken"),
        orderable=False,
        empty_values=(),
    )
    request_count = tables.Column(
        verbose_name=gettext_lazy("Aanvragen"),
        order_by=("request_count", "last_name", "first_name", "pk"),
    )

    login = tables.Column(
        verbose_name=gettext_lazy("Aanmelden"),
        accessor="logs_in",
        order_by=("-logs_in", "link_until", "last_name", "first_name", "pk"),
        empty_values=(),
    )

    class Meta:
        model = Trainee
        fields: Sequence[str] = ()
        order_by = ("name",)
        empty_text = ""

    def __init__(self, *args: Any, tick_all: bool = False, **kwargs: Any) -> None:
        self.tick_all = tick_all
        super().__init__(*args, **kwargs)

    @property
    def has_ticks(self) -> bool:
        """Whether a row of this page can be ticked."""
        return any(_may_be_invited(row.record) for row in self.paginated_rows)

    def render_tick(self, record: Trainee) -> str:
        """A tick box for who can be invited, named for who hears the page."""
        if not _may_be_invited(record):
            return ""
        return format_html(
            '<input type="checkbox" name="stagiair" value="{0}" id="kies-{0}"{1}>'
            '<label class="visually-hidden" for="kies-{0}">{2}</label>',
            record.public_id,
            " checked" if self.tick_all else "",
            _("Kies %(name)s") % {"name": record},
        )

    def render_login(self, record: Trainee) -> str:
        """Not invited, invited on a day, or logging in."""
        context = {"standing": login_of(record)}
        return render_to_string("requests_app/trainees/_login.html", context)

    def render_name(self, record: Trainee) -> str:
        """Family name first, as lists of students have it; said when no longer active."""
        note = "" if record.is_active else format_html(" <span>({})</span>", _("niet actief"))
        return format_html(
            '<a href="{}">{}, {}</a>{}',
            reverse("trainee", args=[record.public_id]),
            record.last_name,
            record.first_name,
            note,
        )

    def render_subjects(self, value: list[str]) -> str:
        """The subjects by name."""
        return ", ".join(value) or "–"

    def render_request_count(self, value: int) -> str:
        """How many, in words."""
        return (
            ngettext("%(n)d aanvraag", "%(n)d aanvragen", value) % {"n": value}
            if value
            else _("geen")
        )

    def count_words(self) -> str:
        """How many there are, in words."""
        count: Any = self.page.paginator.count if self.page else len(self.rows)
        return ngettext("%(n)d stagiair", "%(n)d stagiairs", count) % {"n": count}


def _may_be_invited(record: Trainee) -> bool:
    return record.is_active and login_of(record).may_be_invited
