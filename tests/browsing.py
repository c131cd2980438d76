"""Browsing as somebody, without a browser."""

from django.test import Client

from accounts.models import Membership, User


def logged_in(who: Membership | User) -> Client:
    """A client in which this person is logged in."""
    client = Client()
    client.force_login(who.user if isinstance(who, Membership) else who)
    return client
