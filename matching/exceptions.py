"""What the matching refuses, and what makes it stop."""

from calendar_cfg.exceptions import DomainError


class RunActive(DomainError):
    """Another run of the year is under way; the message says whose."""


class RunRefused(DomainError):
    """A run cannot be done this to in the state in which it is."""


class Stopped(Exception):
    """The run was stopped or taken over while a part of it was being solved."""
