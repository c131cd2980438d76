"""Addresses of what administrators decide about voorrang."""

from django.urls import path

from requests_app import hardship_views

ONE = "voorrang/<uuid:public_id>"

urlpatterns = [
    path("voorrang/", hardship_views.hardship_requests, name="hardship_requests"),
    path(f"{ONE}/bevestigen/", hardship_views.hardship_confirm, name="hardship_confirm"),
    path(f"{ONE}/terzijde/", hardship_views.hardship_decline, name="hardship_decline"),
]
