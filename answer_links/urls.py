"""Addresses of answer links."""

from django.urls import path

from answer_links import views

urlpatterns = [
    path("antwoord/<str:token>/", views.answer_link, name="answer_link"),
]
