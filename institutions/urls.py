"""Addresses of institutions."""

from django.urls import path

from institutions import offer_views, school_list_views, school_views

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
    path("scholen/", school_list_views.schools, name="schools"),
    path("scholen/<uuid:public_id>/", school_views.school_detail, name="school_detail"),
]
