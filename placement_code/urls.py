"""Addresses of placement_code."""

from django.urls import path

from placement_code import views

urlpatterns = [
    path("stagecode/", views.placement_code, name="placement_code"),
    path("stagecode/aanvaarden/", views.accept_code, name="accept_code"),
    path(
        "stagecode/versie-<slug:number>/",
        views.placement_code_version,
        name="placement_code_version",
    ),
]
