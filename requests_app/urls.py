"""Addresses of requests_app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
