"""Addresses under /beheer/gezondheid-van-het-jaar/, beside those of the admin site."""

from django.urls import path

from notices import year_health_views as views

urlpatterns = [
    path("", views.year_health, name="year_health"),
    path("cijfers.xlsx", views.year_health_xlsx, name="year_health_xlsx"),
    path("cijfers.csv", views.year_health_csv, name="year_health_csv"),
]
