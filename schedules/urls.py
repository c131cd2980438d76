"""Addresses of schedules."""

from django.urls import URLPattern, URLResolver, include, path

from schedules import lesson_hours_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("onze-school/lesuren/", lesson_hours_views.lesson_hours, name="lesson_hours"),
    path("", include("schedules.output_urls")),
]
