"""Addresses of the stageaanvragen of an institution."""

from django.urls import path

from requests_app import (
    draft_views,
    filing_views,
    hardship_views,
    looking_views,
    request_list_views,
    request_views,
    school_choice_views,
)

ONE = "aanvragen/<uuid:public_id>"

urlpatterns = [
    path("aanvragen/", request_list_views.requests, name="requests"),
    path("aanvragen/te-controleren/", request_list_views.to_check, name="requests_to_check"),
    path("aanvragen/indienen/", filing_views.file_together, name="file_together"),
    path("aanvragen/ingediend/", filing_views.filed_together, name="filed_together"),
    path("aanvragen/nieuw/", draft_views.new_request, name="new_request"),
    path(f"{ONE}/", request_views.request_detail, name="request"),
    path(f"{ONE}/voor-wie/", draft_views.draft_trainees, name="draft_trainees"),
    path(f"{ONE}/wanneer/", draft_views.draft_period, name="draft_period"),
    path(f"{ONE}/activiteiten/", draft_views.draft_activities, name="draft_activities"),
    path(f"{ONE}/school/", draft_views.draft_school, name="draft_school"),
    path(f"{ONE}/nakijken/", filing_views.draft_check, name="draft_check"),
    path(f"{ONE}/indienen/", filing_views.file_one, name="file_request"),
    path(f"{ONE}/ingediend/", filing_views.request_filed, name="request_filed"),
    path(f"{ONE}/ter-controle/", filing_views.offer_draft, name="offer_for_check"),
    path(f"{ONE}/antwoord/", request_views.answer_seen, name="answer_seen"),
    path(f"{ONE}/intrekken/", request_views.withdraw, name="withdraw_request"),
    path(f"{ONE}/wensen/", looking_views.wishes, name="change_wishes"),
    path(f"{ONE}/wachten/", looking_views.wait_for_school, name="wait_for_school"),
    path(f"{ONE}/niet-wachten/", looking_views.stop_waiting_for_school, name="stop_waiting"),
    path(f"{ONE}/voorrang/", hardship_views.request_hardship, name="request_hardship"),
    path(f"{ONE}/school-kiezen/", school_choice_views.choose_school, name="choose_school"),
]
