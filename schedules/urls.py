"""Addresses of schedules."""

from django.urls import URLPattern, URLResolver, include, path

from schedules import lesson_hours_views, planned_views, schedule_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("onze-school/lesuren/", lesson_hours_views.lesson_hours, name="lesson_hours"),
    path("", include("schedules.output_urls")),
    path("stages/<uuid:public_id>/planning/", schedule_views.schedule, name="schedule"),
    path("stages/<uuid:public_id>/planning/nieuw/", planned_views.planned_new, name="planned_new"),
    path(
        "stages/<uuid:public_id>/planning/week-kopieren/",
        schedule_views.week_copy,
        name="week_copy",
    ),
    path("planning/<uuid:public_id>/", planned_views.planned, name="planned"),
    path(
        "planning/<uuid:public_id>/herhalen/", planned_views.planned_repeat, name="planned_repeat"
    ),
    path(
        "planning/<uuid:public_id>/wegnemen/", planned_views.planned_remove, name="planned_remove"
    ),
]
