"""Addresses of the institution's side."""

from django.urls import include, path

urlpatterns = [
    path("", include("requests_app.request_urls")),
    path("", include("requests_app.hardship_urls")),
    path("", include("requests_app.trainee_urls")),
    path("", include("requests_app.template_urls")),
]
