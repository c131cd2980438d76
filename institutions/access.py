"""Whose organisation a page is about. Outside the tenancy 404, inside but not allowed 403."""

from __future__ import annotations

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from calendar_cfg.models import AcademicYear
from institutions.http import ActorRequest
from institutions.models import PlacementSchool, TrainingInstitution
from institutions.rights import require_institution_editor, require_school_editor


def own_school(request: ActorRequest) -> PlacementSchool:
    """The school that the actor acts for."""
    if request.actor.school is None:
        raise Http404
    return request.actor.school  # read with the membership, in this very request


def own_school_to_edit(request: ActorRequest) -> PlacementSchool:
    """The school whose data the actor keeps; a vakmentor may only read it."""
    school = own_school(request)
    require_school_editor(request.actor, school)
    return school


def school_to_read(request: ActorRequest, public_id: uuid.UUID) -> PlacementSchool:
    """A school whose profile the actor may read."""
    schools = PlacementSchool.objects.visible_to(request.actor)
    school: PlacementSchool = get_object_or_404(schools, public_id=public_id)
    return school


def own_institution(request: ActorRequest) -> TrainingInstitution:
    """The institution that the actor acts for."""
    if request.actor.institution is None:
        raise Http404
    return request.actor.institution  # read with the membership, in this very request


def own_institution_to_edit(request: ActorRequest) -> TrainingInstitution:
    """The institution whose data the actor keeps; a supervisor may only read it."""
    institution = own_institution(request)
    require_institution_editor(request.actor, institution)
    return institution


def year_of(request: ActorRequest) -> AcademicYear:
    """The year that the page is about; 404 while there is no year at all.

    An administrator makes the first year before anybody else can work.
    """
    if not request.year:
        raise Http404
    year: AcademicYear = request.year
    return year
