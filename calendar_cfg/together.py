"""What is told of one change is written together, once, before its transaction ends.

One change may tell several people several things, and each writing costs queries. A service that
changes something does it inside `together()`; who tells hands over with `at_the_end` what to
write. What fails takes along what it handed over. Outside of it everything is written at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass
class _Change:
    """What was handed over, each thing with who writes it; and what was read on the way."""

    things: list[tuple[Callable[[list[Any]], object], Any]] = field(default_factory=list)
    read: dict[Hashable, Any] = field(default_factory=dict)


_change: ContextVar[_Change | None] = ContextVar("what_is_told_of_this_change", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Write what is told inside when it ends well; inside another one, when that one does.

    Open it inside the transaction of the change. It also decorates a service.
    """
    if (outer := _change.get()) is not None:
        before = len(outer.things)
        try:
            yield
        except BaseException:
            del outer.things[before:]
            raise
        return
    change = _Change()
    token = _change.set(change)
    try:
        yield
    finally:
        _change.reset(token)
    by_writer: dict[Callable[[list[Any]], object], list[Any]] = {}
    for write, thing in change.things:
        by_writer.setdefault(write, []).append(thing)
    for write, things in by_writer.items():
        write(things)


def at_the_end(write: Callable[[list[T]], object], things: Iterable[T]) -> None:
    """Hand over what `write` has to write at the end of the change; at once when there is none."""
    change = _change.get()
    if change is None:
        write(list(things))
    else:
        change.things += [(write, thing) for thing in things]


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, asked once in a change."""
    change = _change.get()
    if change is None:
        return read()
    if key not in change.read:
        change.read[key] = read()
    found: T = change.read[key]
    return found
