"""Addresses of the dashboard and of a trainee's own page."""

from django.urls import path

from requests_app import dashboard_views

urlpatterns = [
    path("start/", dashboard_views.dashboard, name="dashboard"),
    path("mijn-stage/", dashboard_views.my_requests, name="my_requests"),
]
