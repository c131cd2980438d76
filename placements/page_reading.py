"""All that the page of one stage shows beside its lines and guides, in one query."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import Membership
from calendar_cfg.calendar_facts import calendar_facts
from institutions.enums import Role
from placements.models import Guide, Placement
from placements.selectors import guide_facts, with_facts, with_place
from requests_app.enums import Action
from requests_app.follow_up import AFTER_CANCELLATION
from requests_app.models import PlacementRequest, RequestEvent

BEFORE_THE_ANSWER = (Action.PROPOSE,)


def for_its_page(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """Stages `with_facts` and `with_place`, and:

    `guided`: everybody who guides or guided it (`selectors.guides_from`); `happened`: the events
    of its proposal since the answer, and of no other; `answering`: names of the schoolmentors who
    answer; `coordinating`: names of the coordinators; `looking`: the request that looks for
    another school after a cancellation, or None; `calendar_facts`: the lesdagen.
    """
    guides = Guide.objects.filter(placement=OuterRef("pk")).order_by("since", "pk")
    people = Membership.objects.active()
    mentors = people.filter(school=OuterRef("proposal__school"), handles_requests=True)
    coordinators = people.filter(
        institution=OuterRef("proposal__request__institution"), role=Role.COORDINATOR
    )
    return with_place(with_facts(rows)).annotate(
        guided=ArraySubquery(guides.values(facts=guide_facts())),
        happened=_happened(),
        answering=_names(mentors),
        coordinating=_names(coordinators),
        looking=_looking(),
        calendar_facts=calendar_facts(),
    )


def _names(people: QuerySet[Membership]) -> ArraySubquery:
    facts = JSONObject(first=F("user__first_name"), last=F("user__last_name"))
    return ArraySubquery(people.order_by("user__last_name", "pk").values(facts=facts))


def _happened() -> ArraySubquery:
    events = RequestEvent.objects.filter(proposal=OuterRef("proposal"))
    facts = JSONObject(
        at=F("at"),
        action=F("action"),
        reason=F("reason"),
        data=F("data"),
        institution=F("institution__name"),
        school=F("school__name"),
        first_name=F("user__first_name"),
        last_name=F("user__last_name"),
    )
    since_answer = events.exclude(action__in=BEFORE_THE_ANSWER)
    return ArraySubquery(since_answer.order_by("pk").values(facts=facts))


def _looking() -> Subquery:
    made = RequestEvent.objects.filter(
        request=OuterRef("pk"), action=Action.FOLLOW_UP, data__has_key=AFTER_CANCELLATION
    )
    rows = PlacementRequest.objects.filter(parent=OuterRef("proposal__request"))
    facts = JSONObject(public_id=F("public_id"), reference=F("reference"), state=F("state"))
    return Subquery(rows.filter(Exists(made)).order_by("pk").values(facts=facts)[:1])
