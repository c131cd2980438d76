"""Addresses under /beheer/mail/, beside those of the admin site; for administrators only."""

from django.urls import path

from notices import outbox_views as outbox
from notices import preview_views as previews

urlpatterns = [
    path("", outbox.outbox, name="outbox"),
    path("nu/", outbox.outbox_now, name="outbox_now"),
    path("tegenhouden/", outbox.outbox_hold, name="outbox_hold"),
    path("vrijgeven/", outbox.outbox_release, name="outbox_release"),
    path("groep/versturen/", outbox.outbox_group_send, name="outbox_group_send"),
    path("groep/niet-versturen/", outbox.outbox_group_drop, name="outbox_group_drop"),
    path("voorbeelden/", previews.outbox_previews, name="outbox_previews"),
    path("voorbeelden/<slug:mail>/", previews.outbox_preview, name="outbox_preview"),
    path(
        "voorbeelden/<slug:mail>/<slug:language>/",
        previews.outbox_preview_html,
        name="outbox_preview_html",
    ),
    path("<uuid:public_id>/", outbox.outbox_mail, name="outbox_mail"),
    path("<uuid:public_id>/versturen/", outbox.outbox_mail_send, name="outbox_mail_send"),
    path("<uuid:public_id>/tegenhouden/", outbox.outbox_mail_hold, name="outbox_mail_hold"),
    path("<uuid:public_id>/niet-versturen/", outbox.outbox_mail_drop, name="outbox_mail_drop"),
]
