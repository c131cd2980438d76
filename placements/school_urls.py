"""Addresses of stages on the school's side."""

from django.urls import path

from placements import school_mentor_views, school_views

urlpatterns = [
    path("stages/lijst/", school_views.as_list, name="school_placements"),
    path("stages/samen-toewijzen/", school_views.assign_many, name="assign_mentors_together"),
    path("stages/belasting/", school_views.mentor_load, name="mentor_load"),
    path(
        "stages/<uuid:public_id>/vakmentoren/",
        school_mentor_views.mentors,
        name="placement_mentors",
    ),
]
