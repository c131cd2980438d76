"""Addresses of answer links."""

from django.urls import path

from answer_links import (
    answer_views,
    mentor_views,
    registration_views,
    school_link_views,
    views,
)

urlpatterns = [
    path("antwoord/<str:token>/", views.answer_link, name="answer_link"),
    path(
        "antwoord/<str:token>/invullen/",
        answer_views.answer_link_answer,
        name="answer_link_answer",
    ),
    path(
        "antwoord/<str:token>/doorgeven/",
        school_link_views.answer_link_hand_on,
        name="answer_link_hand_on",
    ),
    path(
        "antwoord/<str:token>/aanmelden/",
        school_link_views.answer_link_register,
        name="answer_link_register",
    ),
    path(
        "postvak/<uuid:public_id>/doorgeven/",
        mentor_views.hand_on_proposal,
        name="hand_on_proposal",
    ),
    path(
        "postvak/links/<uuid:public_id>/intrekken/",
        mentor_views.answer_link_revoke,
        name="answer_link_revoke",
    ),
    path("aanmeldingen/", registration_views.registrations, name="registrations"),
    path("aanmeldingen/<uuid:public_id>/", registration_views.registration, name="registration"),
    path(
        "aanmeldingen/<uuid:public_id>/bevestigen/",
        registration_views.registration_confirm,
        name="registration_confirm",
    ),
    path(
        "aanmeldingen/<uuid:public_id>/afwijzen/",
        registration_views.registration_decline,
        name="registration_decline",
    ),
]
