"""Addresses of feeds."""

from django.urls import path

from feeds import views

urlpatterns = [
    path("agenda/", views.feeds, name="feeds"),
    path("agenda/maken/", views.feed_make, name="feed_make"),
    path("agenda/<uuid:public_id>/intrekken/", views.feed_revoke, name="feed_revoke"),
    path("agenda/<str:token>.ics", views.feed, name="feed"),
]
