"""The secret address of a feed: the id of its row, signed, so that nothing secret is stored.

It can be shown again to its owner, cannot be guessed, and stops when the row is revoked.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from feeds.models import Feed

SIGNER = Signer(salt="feeds.address", sep=".")
LONGEST = 100
"""No address is longer: what is, is not worth the work of looking at its signature."""


def token_of(feed: Feed) -> str:
    """The secret part of the address of a feed."""
    short = urlsafe_b64encode(feed.public_id.bytes).rstrip(b"=").decode()
    return SIGNER.sign(short)


def named_in(token: str) -> UUID | None:
    """The id of the feed that an address names; None for one that this site never made."""
    if len(token) > LONGEST:
        return None
    try:
        return UUID(bytes=urlsafe_b64decode(SIGNER.unsign(token) + "=="))
    except (BadSignature, ValueError):
        return None


def address_of(feed: Feed) -> str:
    """The whole address, as one gives it to a calendar program."""
    return f"{settings.SITE_URL}{reverse('feed', args=[token_of(feed)])}"
