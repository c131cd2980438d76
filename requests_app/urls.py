"""Addresses of demand (the institution's side) and answer (the school's side)."""

from django.urls import include, path

urlpatterns = [
    path("", include("requests_app.institution_urls")),
    path("", include("requests_app.school_urls")),
    path("", include("requests_app.dashboard_urls")),
]
