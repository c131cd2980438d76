"""Addresses of what is told."""

from django.urls import path

from notices import settings_views, views

urlpatterns = [
    path("berichten/", views.notices, name="notices"),
    path("berichten/instellingen/", settings_views.mail_settings, name="mail_settings"),
]
