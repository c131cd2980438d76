"""The secret address of a link: the id of its row, signed, so that nothing secret is stored.

As decision 0025 has it for calendar feeds, under a salt of its own.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from answer_links.models import AnswerLink

SIGNER = Signer(salt="answer_links.address", sep=".")
LONGEST = 100
"""No address is longer: what is, is not worth the work of looking at its signature."""


def token_of(link: AnswerLink) -> str:
    """The secret part of the address of a link."""
    short = urlsafe_b64encode(link.public_id.bytes).rstrip(b"=").decode()
    return SIGNER.sign(short)


def named_in(token: str) -> UUID | None:
    """The id of the link that an address names; None for one that this site never made."""
    if len(token) > LONGEST:
        return None
    try:
        return UUID(bytes=urlsafe_b64decode(SIGNER.unsign(token) + "=="))
    except (BadSignature, ValueError):
        return None


def path_of(link: AnswerLink) -> str:
    """The path that a mail leads to; nothing in it names anybody."""
    return reverse("answer_link", args=[token_of(link)])
