"""What can go wrong with a link, in words for who holds it."""

from calendar_cfg.exceptions import DomainError


class LinkIsOver(DomainError):
    """The link no longer works: answered, ended, closed or revoked; nothing was written."""


class AlreadyDecided(DomainError):
    """Somebody else confirmed or declined first; the message says who, when and what."""
