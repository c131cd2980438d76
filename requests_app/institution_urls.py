"""Addresses of the institution's side."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
