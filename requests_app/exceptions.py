"""What can go wrong with a request, in words for the user."""

from calendar_cfg.exceptions import DomainError
from requests_app.problems import Problem, Shortage


class WrongState(DomainError):
    """Somebody else was first, or it was done already; the message says who, when and what."""


class StaleForm(DomainError):
    """The row changed after the form was opened; nothing was written."""


class Incomplete(DomainError):
    """The request cannot be filed yet; `problems` says what each part misses."""

    def __init__(self, message: str, problems: list[Problem]) -> None:
        super().__init__(message)
        self.problems = problems


class OverOffer(DomainError):
    """Accepting takes more places than the school offers; ask before doing it knowingly."""

    def __init__(self, message: str, shortages: list[Shortage]) -> None:
        super().__init__(message)
        self.shortages = shortages
