"""Addresses under /beheer/matching/, beside those of the admin site; for administrators only."""

from django.urls import path

from matching import run_action_views as actions
from matching import run_compare_views as comparing
from matching import run_export_views as exports
from matching import run_lock_views as locks
from matching import run_result_views as results
from matching import run_views as runs

urlpatterns = [
    path("", runs.matching_runs, name="matching_runs"),
    path("nieuw/", runs.matching_run_new, name="matching_run_new"),
    path("vergelijken/", comparing.matching_runs_compare, name="matching_runs_compare"),
    path("vastgezet/", locks.matching_locks, name="matching_locks"),
    path("vastgezet/loslaten/", locks.matching_locks_release, name="matching_locks_release"),
    path("<uuid:public_id>/", runs.matching_run, name="matching_run"),
    path("<uuid:public_id>/voortgang/", runs.matching_run_progress, name="matching_run_progress"),
    path("<uuid:public_id>/opnieuw/", runs.matching_run_again, name="matching_run_again"),
    path("<uuid:public_id>/resultaten/", results.matching_run_results, name="matching_run_results"),
    path("<uuid:public_id>/bellen/", results.matching_run_calls, name="matching_run_calls"),
    path("<uuid:public_id>/vastzetten/", locks.matching_run_lock, name="matching_run_lock"),
    path(
        "<uuid:public_id>/bekendmaken/", actions.matching_run_publish, name="matching_run_publish"
    ),
    path("<uuid:public_id>/weggooien/", actions.matching_run_discard, name="matching_run_discard"),
    path("<uuid:public_id>/hervatten/", actions.matching_run_resume, name="matching_run_resume"),
    path("<uuid:public_id>/rechtstreeks/", actions.matching_run_direct, name="matching_run_direct"),
    path("<uuid:public_id>/ronde.xlsx", exports.matching_export_xlsx, name="matching_export_xlsx"),
    path("<uuid:public_id>/ronde.json", exports.matching_export_json, name="matching_export_json"),
]
