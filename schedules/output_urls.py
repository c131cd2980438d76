"""Addresses of approving, visits and what leaves the screen."""

from django.urls import path

from schedules import approving_views, output_views, supervisor_views, visit_views

urlpatterns = [
    path("planning/goedkeuren/", approving_views.schedules_to_approve, name="schedules_to_approve"),
    path(
        "stages/<uuid:public_id>/planning/goedkeuren/",
        approving_views.schedule_approve,
        name="schedule_approve",
    ),
    path(
        "stages/<uuid:public_id>/planning/afdrukken/",
        output_views.schedule_print,
        name="schedule_print",
    ),
    path("stages/<uuid:public_id>/planning/pdf/", output_views.schedule_pdf, name="schedule_pdf"),
    path(
        "stages/<uuid:public_id>/planning/xlsx/", output_views.schedule_xlsx, name="schedule_xlsx"
    ),
    path("planning/week/", supervisor_views.supervisor_week, name="supervisor_week"),
    path("planning/<uuid:public_id>/bezoek/", visit_views.planned_visit, name="planned_visit"),
]
