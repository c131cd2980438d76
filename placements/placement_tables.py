"""Stages as a table: who, where, when, who guides, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.db.models import OuterRef, QuerySet, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from calendar_cfg import clock
from institutions.actors import Actor
from placements.enums import GuidanceRole
from placements.models import Placement
from placements.selectors import people_of
from placements.summary_words import guide_names, subject_names
from requests_app.models import PlacementRequest
from requests_app.request_tables import period_words

BY_NAME = ("first_last_name", "pk")
PERIOD = ("proposal__request__period_start", "proposal__request__period_end")


def with_name_to_sort(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """Add `first_last_name`, the family name that comes first of a stage's trainees."""
    links = PlacementRequest.trainees.through.objects.filter(
        placementrequest=OuterRef("proposal__request")
    )
    order = ("trainee__last_name", "trainee__first_name", "trainee__pk")
    names = links.order_by(*order).values("trainee__last_name")
    return rows.annotate(first_last_name=Subquery(names[:1]))


class PlacementTable(tables.Table):  # type: ignore[misc]
    """Stages read `with_facts`; with their institution for an administrator."""

    who = tables.Column(
        verbose_name=_("Stage"),
        accessor="proposal__request__reference",
        order_by=BY_NAME,
        empty_values=(),
    )
    institution = tables.Column(
        verbose_name=_("Lerarenopleiding"),
        accessor="proposal__request__institution__short_name",
        order_by=("proposal__request__institution__short_name", *BY_NAME),
    )
    school = tables.Column(
        verbose_name=_("School"),
        accessor="proposal__school__name",
        order_by=("proposal__school__name", *BY_NAME),
    )
    subjects = tables.Column(
        verbose_name=_("Vakken"), accessor="pk", orderable=False, empty_values=()
    )
    period = tables.Column(
        verbose_name=_("Stageperiode"),
        accessor="proposal__request__period_start",
        order_by=(*PERIOD, *BY_NAME),
    )
    guides = tables.Column(
        verbose_name=_("Begeleiding"), accessor="pk", orderable=False, empty_values=()
    )
    phase = tables.Column(
        verbose_name=_("Toestand"), accessor="pk", orderable=False, empty_values=()
    )

    class Meta:
        model = Placement
        fields: Sequence[str] = ()
        order_by = ("period",)
        empty_text = ""

    def __init__(self, rows: QuerySet[Placement], *, actor: Actor, **kwargs: Any) -> None:
        self.today = clock.today()
        hidden = () if actor.is_admin else ("institution",)
        super().__init__(with_name_to_sort(rows), exclude=hidden, **kwargs)

    def render_who(self, record: Placement) -> str:
        """The trainees, as the link; the reference below them."""
        return format_html(
            '<a href="{}">{}</a><br><span class="quiet small">{}{}</span>',
            reverse("placement", args=[record.public_id]),
            ", ".join(str(trainee) for trainee in people_of(record)),
            record.reference,
            gettext(" · groepsstage") if record.request.is_group else "",
        )

    def render_subjects(self, record: Placement) -> str:
        """What was accepted."""
        return subject_names(record)

    def render_period(self, record: Placement) -> str:
        """ "T1, ma 16 oktober – vr 27 oktober 2017"."""
        return period_words(record.request)

    def render_guides(self, record: Placement) -> str:
        """The stagebegeleider and the vakmentors, or that there is none yet."""
        context = {
            "supervisor": guide_names(record, GuidanceRole.SUPERVISOR),
            "mentors": guide_names(record, GuidanceRole.SUBJECT_MENTOR),
        }
        return render_to_string("placements/institution/_guides_cell.html", context)

    def render_phase(self, record: Placement) -> str:
        """Where it stands today, in a word."""
        context = {"phase": record.phase_on(self.today)}
        return render_to_string("placements/_phase.html", context)

    def count_words(self) -> str:
        """How many there are, in words."""
        count = self.page.paginator.count if self.page else len(self.rows)
        return ngettext("%(n)d stage", "%(n)d stages", count) % {"n": count}
