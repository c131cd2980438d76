"""Reads about stagiairs: the list of an institution, and what each asks in a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.models import Programme, Subject
from requests_app.enums import RequestState
from requests_app.models import PlacementRequest, Trainee
from requests_app.standing import Standing, standing_of, with_standing
from requests_app.trainee_standing import Login, in_standing, with_login

ENDED = (RequestState.WITHDRAWN, RequestState.EXPIRED, RequestState.CANCELLED)
"""A trainee with nothing but these has no request in the year."""
SUBJECT_NAMES = ArraySubquery(
    Subject.objects.filter(trainee=OuterRef("pk")).order_by("name").values("name")
)
"""The subjects of a trainee by name, for `annotate(subject_names=...)`."""


@dataclass(frozen=True)
class TraineeFilter:
    """What somebody looks for; empty means: whatever."""

    text: str = ""
    programme: str = ""
    subject: str = ""
    is_active: bool | None = None
    without_request: bool = False
    login: Login | None = None


def trainees_for(
    actor: Actor, year: AcademicYear | None, wanted: TraineeFilter
) -> QuerySet[Trainee]:
    """The trainees whom the actor may see and looks for.

    Each with `subject_names`, with `request_count` in the year, and with its login.
    """
    rows: QuerySet[Trainee] = Trainee.objects.visible_to(actor)
    for word in wanted.text.split():
        rows = rows.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(student_number__icontains=word)
        )
    if wanted.programme:
        rows = rows.filter(programme__name=wanted.programme)
    if wanted.subject:
        rows = rows.filter(Exists(_subject_links().filter(subject__slug=wanted.subject)))
    if wanted.is_active is not None:
        rows = rows.filter(is_active=wanted.is_active)
    if wanted.without_request:
        rows = rows.exclude(Exists(_links(year)))
    counted = _links(year).order_by().values("trainee").annotate(n=Count("pk")).values("n")
    rows = with_login(rows)
    if wanted.login is not None:
        rows = in_standing(rows, wanted.login)
    return rows.select_related("programme").annotate(
        subject_names=SUBJECT_NAMES,
        request_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
    )


def _subject_links() -> QuerySet[Any]:
    return Trainee.subjects.through.objects.filter(trainee=OuterRef("pk"))


def _links(year: AcademicYear | None) -> QuerySet[Any]:
    """The links of a trainee with the requests of a year that did not come to nothing."""
    links = PlacementRequest.trainees.through.objects.filter(
        trainee=OuterRef("pk"), placementrequest__year=year
    )
    return links.exclude(placementrequest__state__in=ENDED)


def programmes_to_choose(actor: Actor, kept: Programme | None = None) -> QuerySet[Programme]:
    """The active programmes of the actor's institution, and one that is chosen already."""
    active = Q(is_active=True) | Q(pk=kept.pk) if kept else Q(is_active=True)
    return Programme.objects.filter(active, institution=actor.institution)


def subjects_to_choose(kept: Iterable[Subject] = ()) -> dict[str, Subject]:
    """The subjects in use by slug, in order of name, and those that are chosen already."""
    wanted = Q(is_active=True) | Q(pk__in=[subject.pk for subject in kept])
    return {subject.slug: subject for subject in Subject.objects.filter(wanted)}


@dataclass(frozen=True)
class RequestsOfTrainee:
    """The requests of one trainee in one year.

    `hidden` counts those of the institution that the actor does not guide.
    """

    rows: list[Standing]
    hidden: int


def requests_of(trainee: Trainee, year: AcademicYear | None, actor: Actor) -> RequestsOfTrainee:
    """What a trainee asks in a year, newest first, with lines and proposals."""
    of_year = PlacementRequest.objects.filter(
        trainees=trainee, institution=trainee.institution_id, year=year
    )
    seen = PlacementRequest.objects.visible_to(actor).filter(pk=OuterRef("pk"))
    rows = with_standing(of_year.annotate(is_seen=Exists(seen)).order_by("-created_at"))
    shown = [standing_of(row) for row in rows if row.is_seen]  # type: ignore[attr-defined]
    return RequestsOfTrainee(shown, len(rows) - len(shown))


def request_count_of(trainee: Trainee, year: AcademicYear | None) -> int:
    """How many requests of a trainee in a year did not come to nothing."""
    return trainee.placement_requests.filter(year=year).exclude(state__in=ENDED).count()
