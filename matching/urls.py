"""Addresses of the matching, by whom they are for."""

from django.urls import include, path

urlpatterns = [
    path("", include("matching.institution_urls")),
    path("", include("matching.school_urls")),
]
