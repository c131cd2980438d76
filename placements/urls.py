"""Addresses of stages."""

from django.urls import include, path

from placements import ending_views, supervisor_views, terms_views, views

ONE = "stages/<uuid:public_id>"

urlpatterns = [
    path("stages/", views.placements, name="placements"),
    path(f"{ONE}/", views.placement, name="placement"),
    path(f"{ONE}/stagebegeleider/", supervisor_views.supervisor, name="placement_supervisor"),
    path(f"{ONE}/periode/", terms_views.period, name="placement_period"),
    path(f"{ONE}/lesuren/", terms_views.hours, name="placement_hours"),
    path(f"{ONE}/annuleren/", ending_views.cancel, name="placement_cancel"),
    path(f"{ONE}/opnieuw-zoeken/", ending_views.look_again_for, name="placement_look_again"),
    path("", include("placements.school_urls")),
]
