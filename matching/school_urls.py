"""Addresses of the school's side of the matching."""

from django.urls import path

from matching import school_filling_views

urlpatterns = [path("hoe-vol/", school_filling_views.school_filling, name="school_filling")]
