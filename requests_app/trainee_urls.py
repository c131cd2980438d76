"""Addresses of the stagiairs of an institution."""

from django.urls import path

from requests_app import trainee_login_views as logins
from requests_app import trainee_views as views

urlpatterns = [
    path("stagiairs/", views.trainees, name="trainees"),
    path("stagiairs/nieuw/", views.new_trainee, name="new_trainee"),
    path("stagiairs/uitnodigen/", logins.invite_many, name="invite_trainees"),
    path("stagiairs/<uuid:public_id>/", views.trainee, name="trainee"),
    path("stagiairs/<uuid:public_id>/wijzigen/", views.edit_trainee, name="edit_trainee"),
    path("stagiairs/<uuid:public_id>/actief/", views.trainee_active, name="trainee_active"),
    path("stagiairs/<uuid:public_id>/uitnodigen/", logins.invite, name="invite_trainee"),
    path(
        "stagiairs/<uuid:public_id>/uitnodiging-intrekken/",
        logins.withdraw,
        name="withdraw_trainee_invitation",
    ),
    path("stagiairs/<uuid:public_id>/toegang-stopzetten/", logins.end, name="end_trainee_login"),
]
