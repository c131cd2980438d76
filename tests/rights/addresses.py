"""Every address of the project, read from the resolver."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """A name with its namespace, the route from the root, and the names of its arguments."""

    name: str
    route: str
    arguments: tuple[str, ...]


@cache
def addresses() -> tuple[Address, ...]:
    """All addresses, admin and allauth too."""
    return tuple(_walk(get_resolver().url_patterns, "", "", ()))


def own_addresses() -> tuple[Address, ...]:
    """The addresses that the matrix lists; admin and allauth are covered by rule."""
    return tuple(
        found
        for found in addresses()
        if not found.route.startswith(("beheer/", "aanmelden/")) or _is_page_of_ours(found)
    )


def _is_page_of_ours(found: Address) -> bool:
    """A page for administrators in our own look, beside Django admin."""
    ours = {
        "beheer/gezondheid-van-het-jaar/": "year_health",
        "beheer/mail/": "outbox",
        "beheer/matching/": "matching_",
    }
    return any(
        found.route.startswith(route) and found.name.startswith(name)
        for route, name in ours.items()
    )


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str, prefix: str, args: tuple[str, ...]
) -> Iterator[Address]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        names = (*args, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, inner, route, names)
        else:
            yield Address(f"{namespace}{entry.name}" if entry.name else route, route, names)
