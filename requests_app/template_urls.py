"""Addresses of the stageaanvraagsjablonen of an institution."""

from django.urls import path

from requests_app import attach_views, template_edit_views
from requests_app import template_views as views

ONE = "sjablonen/<uuid:public_id>/"

urlpatterns = [
    path("sjablonen/", views.templates, name="templates"),
    path("sjablonen/nieuw/", template_edit_views.new_template, name="new_template"),
    path(ONE, views.template, name="template"),
    path(f"{ONE}wijzigen/", template_edit_views.edit_template, name="edit_template"),
    path(f"{ONE}kopieren/", views.copy_template, name="copy_template"),
    path(f"{ONE}verwijderen/", views.delete_template, name="delete_template"),
    path(f"{ONE}stagiairs/", attach_views.attach_trainees, name="attach_trainees"),
    path(f"{ONE}gemaakt/", attach_views.attached_trainees, name="attached_trainees"),
]
