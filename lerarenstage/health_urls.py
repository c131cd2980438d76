"""The addresses under `/gezond/`, public and without a session."""

from django.urls import path

from lerarenstage import health

urlpatterns = [
    path("live", health.live, name="health_live"),
    path("klaar", health.ready, name="health_ready"),
]
