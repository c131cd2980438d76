"""What can stand in the way of an acceptance."""

from calendar_cfg.exceptions import DomainError


class CodeNotInForce(DomainError):
    """The version that was accepted is not the one in force."""


class NotResponsible(DomainError):
    """Somebody accepted for an organisation without being its responsible person."""
