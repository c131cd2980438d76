"""Addresses of calendar_cfg."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
