"""Addresses of answer links."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
