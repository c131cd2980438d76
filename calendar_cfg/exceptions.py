"""The one family of errors that services raise and views show to people."""


class DomainError(Exception):
    """A rule refused what was asked; `message` is translated and meant for the user.

    `field` names the form field that it belongs to, when there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field


class PhaseClosed(DomainError):
    """The phase that makes this possible is not open; the message says when it opens or closed."""


class EffectRefused(DomainError):
    """An effect of the ledger cannot be done now: its day has not come, or it is done already."""


class YearExists(DomainError):
    """The academic year that was to be made is there already."""
