"""Addresses of agreements."""

from django.urls import include, path

from agreements import clause_views, framework_views, version_views

DOCUMENTS, FRAMEWORKS = "overeenkomsten", "raamovereenkomsten"
CLAUSES = f"{DOCUMENTS}/bepalingen"

urlpatterns = [
    path("", include("agreements.signing_urls")),
    path("stages/<uuid:public_id>/overeenkomst/", version_views.agreement, name="agreement"),
    path(f"{CLAUSES}/", clause_views.clause_list, name="clauses"),
    path(f"{CLAUSES}/nieuw/", clause_views.clause_new, name="clause_new"),
    path(f"{CLAUSES}/<uuid:public_id>/", clause_views.clause, name="clause"),
    path(
        f"{CLAUSES}/<uuid:public_id>/verwijderen/", clause_views.clause_remove, name="clause_remove"
    ),
    path(f"{CLAUSES}/<uuid:public_id>/verplaatsen/", clause_views.clause_move, name="clause_move"),
    path(f"{FRAMEWORKS}/", framework_views.framework_list, name="frameworks"),
    path(f"{FRAMEWORKS}/nieuw/", framework_views.framework_new, name="framework_new"),
    path(f"{FRAMEWORKS}/<uuid:public_id>/", framework_views.framework, name="framework"),
    path(
        f"{FRAMEWORKS}/<uuid:public_id>/geldigheid/",
        framework_views.framework_change,
        name="framework_change",
    ),
    path(
        f"{DOCUMENTS}/<uuid:public_id>/", version_views.agreement_version, name="agreement_version"
    ),
    path(f"{DOCUMENTS}/<uuid:public_id>/pdf/", version_views.agreement_pdf, name="agreement_pdf"),
]
