"""Addresses of the school's side."""

from django.urls import path

from requests_app.school_views import answer, batch, inbox, proposal

urlpatterns = [
    path("postvak/", inbox.inbox, name="inbox"),
    path("postvak/samen-beantwoorden/", batch.answer_together, name="answer_together"),
    path("postvak/samen-beantwoord/", batch.answered_together, name="answered_together"),
    path("postvak/<uuid:public_id>/", proposal.proposal, name="proposal"),
    path("postvak/<uuid:public_id>/antwoord/", answer.answer, name="answer_proposal"),
    path("postvak/<uuid:public_id>/beantwoord/", answer.answered, name="proposal_answered"),
]
