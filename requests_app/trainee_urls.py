"""Addresses of the stagiairs of an institution."""

from django.urls import path

from requests_app import trainee_views as views

urlpatterns = [
    path("stagiairs/", views.trainees, name="trainees"),
    path("stagiairs/nieuw/", views.new_trainee, name="new_trainee"),
    path("stagiairs/<uuid:public_id>/", views.trainee, name="trainee"),
    path("stagiairs/<uuid:public_id>/wijzigen/", views.edit_trainee, name="edit_trainee"),
    path("stagiairs/<uuid:public_id>/actief/", views.trainee_active, name="trainee_active"),
]
