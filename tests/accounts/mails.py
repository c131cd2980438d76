"""Mails for the tests of the outbox, and what is left of them."""

from accounts.letters import Button, Letter
from accounts.models import OutgoingMail
from accounts.outbox import queue_letter

SECRET = "http://testserver/uitnodiging/geheime-link/"


def queue(
    key: str = "test:1",
    to: str = "an@example.be",
    *,
    subject: str = "Onderwerp",
    text: str = "Tekst",
    kind: str = "",
) -> bool:
    """Queue a mail with a link in it."""
    letter = Letter(subject=subject, opening=[text], button=Button("Aanvaarden", SECRET))
    return queue_letter(key, to, letter, kind=kind)


def states() -> dict[str, str]:
    """Where each mail stands, by key."""
    return dict(OutgoingMail.objects.values_list("key", "state"))


def only_mail() -> OutgoingMail:
    """The one mail there is."""
    return OutgoingMail.objects.get()
