"""Addresses under /beheer/kalender/, beside those of the admin site; for administrators only."""

from django.contrib import admin
from django.urls import path

from calendar_cfg import admin_views

only_admins = admin.site.admin_view

urlpatterns = [
    path("sweep/", only_admins(admin_views.sweep_now), name="sweep_now"),
    path(
        "<int:start_year>/volgend-jaar/",
        only_admins(admin_views.propose_next_year),
        name="propose_next_year",
    ),
    path(
        "<int:start_year>/effect/<int:phase_id>/<slug:edge>/<slug:effect>/",
        only_admins(admin_views.effect_now),
        name="effect_now",
    ),
]
