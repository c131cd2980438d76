"""Addresses of the public pages."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from lerarenstage import pages

urlpatterns = [
    path("", pages.front, name="front"),
    path("woordenlijst/", pages.wordlist, name="wordlist"),
    path("kalender/", pages.calendar, name="calendar"),
    path("galerij/", pages.gallery, name="gallery"),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
]
