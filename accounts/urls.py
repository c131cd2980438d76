"""Addresses of accounts. Login, password and second step are allauth's, under aanmelden/."""

from django.urls import path

from accounts import invitation_views, mailbox_views, profile_views, views

urlpatterns = [
    path("collegas/", views.colleagues, name="colleagues"),
    path("collegas/uitnodigen/", views.invite, name="invite_colleague"),
    path("collegas/aanvragen-behandelen/", views.request_handlers, name="request_handlers"),
    path("collegas/<uuid:public_id>/stopzetten/", views.end, name="end_membership"),
    path(
        "collegas/uitnodigingen/<uuid:public_id>/opnieuw/",
        views.send_again,
        name="send_invitation_again",
    ),
    path(
        "collegas/uitnodigingen/<uuid:public_id>/intrekken/",
        views.revoke,
        name="revoke_invitation",
    ),
    path("uitnodiging/<str:token>/", invitation_views.accept, name="accept_invitation"),
    path("wissel-van-organisatie/", profile_views.switch_membership, name="switch_membership"),
    path("mijn-gegevens/", profile_views.profile, name="profile"),
    path("postbus/", mailbox_views.demo_mailbox, name="demo_mailbox"),
    path("postbus/<uuid:public_id>/", mailbox_views.demo_mail, name="demo_mail"),
]
