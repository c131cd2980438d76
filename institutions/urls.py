"""Addresses of institutions."""

from django.urls import path

from institutions import institution_views, offer_views, school_list_views, school_views

urlpatterns = [
    path("school/", school_views.school_data, name="school_data"),
    path("school/wijzigen/", school_views.school_data_edit, name="school_data_edit"),
    path("school/vrije-dagen/", school_views.school_free_days, name="school_free_days"),
    path(
        "school/vrije-dagen/verwijderen/",
        school_views.school_free_day_remove,
        name="school_free_day_remove",
    ),
    path("school/aanbod/", offer_views.school_offer, name="school_offer"),
    path("school/aanbod/wijzigen/", offer_views.school_offer_edit, name="school_offer_edit"),
    path(
        "school/aanbod/bevestigen/", offer_views.school_offer_confirm, name="school_offer_confirm"
    ),
    path("opleiding/", institution_views.institution_data, name="institution_data"),
    path("opleiding/contact/", institution_views.institution_contact, name="institution_contact"),
    path("opleiding/opleidingen/nieuw/", institution_views.programme_new, name="programme_new"),
    path(
        "opleiding/opleidingen/<uuid:public_id>/",
        institution_views.programme_change,
        name="programme_change",
    ),
    path("scholen/", school_list_views.schools, name="schools"),
    path("scholen/<uuid:public_id>/", school_views.school_detail, name="school_detail"),
]
