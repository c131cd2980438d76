"""The addresses under `/gezond/`, public and without a session."""

from django.urls import path

from lerarenstage import health

urlpatterns = [
    path("gezond/live", health.live, name="health_live"),
    path("gezond/klaar", health.ready, name="health_ready"),
]
