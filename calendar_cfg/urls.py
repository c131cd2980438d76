"""Addresses of calendar_cfg. Those of its admin pages stand in `admin_urls.py`."""

from django.urls import path

from calendar_cfg import views

urlpatterns = [
    path("academiejaar/kiezen/", views.choose_year, name="choose_year"),
    path("oefenklok/", views.practice_clock, name="practice_clock"),
]
