"""Addresses of the schools that fit a request."""

from django.urls import path

from matching import shortlist_views

ONE = "aanvragen/<uuid:public_id>/scholen"

urlpatterns = [
    path(f"{ONE}/", shortlist_views.shortlist, name="shortlist"),
    path(f"{ONE}/vergelijken/", shortlist_views.compare, name="compare_schools"),
]
