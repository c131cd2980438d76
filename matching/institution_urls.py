"""Addresses of the matching for the people of a lerarenopleiding."""

from django.urls import path

from matching import (
    fairness_views,
    help_views,
    outcome_views,
    shortlist_views,
    taking_back_views,
)

ONE = "aanvragen/<uuid:public_id>"

urlpatterns = [
    path("matching/", outcome_views.matching_outcome, name="matching_outcome"),
    path("matching/eerlijkheid/", fairness_views.matching_fairness, name="matching_fairness"),
    path(f"{ONE}/scholen/", shortlist_views.shortlist, name="shortlist"),
    path(f"{ONE}/scholen/vergelijken/", shortlist_views.compare, name="compare_schools"),
    path(f"{ONE}/terugnemen/", taking_back_views.take_back_request, name="take_back"),
    path(f"{ONE}/matching/voorstel/", help_views.answer_suggestion, name="answer_suggestion"),
    path(f"{ONE}/matching/verruimen/", help_views.make_help, name="make_help"),
]
