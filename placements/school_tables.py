"""The stages of a school as a table, to tick those that get a vakmentor together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from calendar_cfg import clock
from institutions.actors import Actor
from placements.models import Placement
from placements.school_rows import SchoolRow, school_row
from placements.steps import GOES_ON
from requests_app.request_tables import period_words

REFERENCE = "proposal__request__reference"
PERIOD = ("proposal__request__period_start", "proposal__request__period_end", REFERENCE)


class SchoolPlacementTable(tables.Table):  # type: ignore[misc]
    """Stages read `with_facts`; without vakmentor for a subject, they can be ticked."""

    tick = tables.Column(
        verbose_name=_("Kies"), accessor="public_id", orderable=False, empty_values=()
    )
    who = tables.Column(
        verbose_name=_("Stage"), accessor=REFERENCE, order_by=(REFERENCE,), empty_values=()
    )
    subjects = tables.Column(
        verbose_name=_("Vakken en vakmentoren"), accessor="pk", orderable=False, empty_values=()
    )
    period = tables.Column(
        verbose_name=_("Stageperiode"),
        accessor="proposal__request__period_start",
        order_by=PERIOD,
    )
    institution = tables.Column(
        verbose_name=_("Lerarenopleiding"),
        accessor="proposal__request__institution__short_name",
        order_by=("proposal__request__institution__short_name", *PERIOD),
    )
    phase = tables.Column(
        verbose_name=_("Toestand"), accessor="pk", orderable=False, empty_values=()
    )

    class Meta:
        model = Placement
        fields: Sequence[str] = ()
        order_by = ("period",)
        empty_text = ""

    def __init__(
        self,
        rows: QuerySet[Placement],
        *,
        actor: Actor,
        ticked: Collection[str] = (),
        tick_all: bool = False,
    ) -> None:
        self.actor, self.today = actor, clock.today()
        self.ticked, self.tick_all = ticked, tick_all
        self._words: dict[int, SchoolRow] = {}
        super().__init__(rows, exclude=() if actor.may_answer else ("tick",))

    @property
    def has_ticks(self) -> bool:
        """Whether a row of this page can be ticked."""
        return self.actor.may_answer and any(self._lacks(row.record) for row in self.paginated_rows)

    def render_tick(self, record: Placement) -> str:
        """A tick box for what lacks a vakmentor, named for who hears the page."""
        if not self._lacks(record):
            return ""
        is_ticked = self.tick_all or str(record.public_id) in self.ticked
        return format_html(
            '<input type="checkbox" name="stage" value="{0}" id="kies-{0}"{1}>'
            '<label class="visually-hidden" for="kies-{0}">{2}</label>',
            record.public_id,
            " checked" if is_ticked else "",
            gettext("Kies %(reference)s") % {"reference": record.reference},
        )

    def render_who(self, record: Placement) -> str:
        """The trainees, by the rule of names, as the link; the reference below them."""
        return render_to_string("placements/school/_who.html", {"row": self._row(record)})

    def render_subjects(self, record: Placement) -> str:
        """Each subject with who guides it."""
        context = {"subjects": self._row(record).subjects}
        return render_to_string("placements/school/_subjects.html", context)

    def render_period(self, record: Placement) -> str:
        """ "T1, ma 16 oktober – vr 27 oktober 2017"."""
        return period_words(record.request)

    def render_phase(self, record: Placement) -> str:
        """Where it stands today, in a word."""
        return render_to_string("placements/_phase.html", {"phase": self._row(record).phase})

    def count_words(self) -> str:
        """How many there are, in words."""
        count: Any = self.page.paginator.count if self.page else len(self.rows)
        return ngettext("%(n)d stage", "%(n)d stages", count) % {"n": count}

    def _row(self, record: Placement) -> SchoolRow:
        if record.pk not in self._words:
            self._words[record.pk] = school_row(record, self.actor, self.today)
        return self._words[record.pk]

    def _lacks(self, record: Placement) -> bool:
        row = self._row(record)
        return row.phase in GOES_ON and any(not subject.has_mentor for subject in row.subjects)
