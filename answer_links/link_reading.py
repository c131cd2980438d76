"""All that the public pages ask of a link itself, in one query."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from answer_links.enums import RegistrationState, Use
from answer_links.models import AnswerLink, LinkUse, SchoolRegistration
from answer_links.querysets import LinkQuerySet


def for_its_page(links: LinkQuerySet) -> QuerySet[Any]:
    """The same with its proposal, and:

    `has_left`: see `LinkQuerySet.with_who_left`;
    `was_answered`, `was_registered`: whether an answer, and a registration, came through it;
    `handed`: to whom it was handed on, and when; `times_handed_on`: how often the request was;
    `waits_for_decision`: whether its address registered the school and nobody decided yet.
    """
    own = LinkUse.objects.filter(link=OuterRef("pk"))
    on = LinkUse.objects.filter(link__proposal=OuterRef("proposal"), use=Use.FORWARDED)
    times = on.order_by().values("use").annotate(n=Count("pk")).values("n")
    to = AnswerLink.objects.filter(handed_on_from=OuterRef("pk")).order_by("pk")
    asked = SchoolRegistration.objects.filter(
        school=OuterRef("proposal__school"),
        email__iexact=OuterRef("email"),
        state=RegistrationState.ASKED,
    )
    found: QuerySet[Any] = links.with_who_left().annotate(
        was_answered=Exists(own.filter(use=Use.ANSWERED)),
        was_registered=Exists(own.filter(use=Use.REGISTERED)),
        handed=ArraySubquery(to.values(facts=JSONObject(email=F("email"), at=F("created_at")))),
        times_handed_on=Coalesce(Subquery(times, output_field=IntegerField()), 0),
        waits_for_decision=Exists(asked),
    )
    return found.select_related("proposal")
