"""Whether the mails of what happens now are withheld, because it happens too late (trust.md, 4).

An effect of a phase that runs more than 48 hours after its day still runs, but what it would mail
waits for an administrator, who sends or drops it: "the phase opens today" would be a lie. Whoever
writes mail or a notice asks here, so that no effect has to pass it on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_withheld: ContextVar[bool] = ContextVar("mails_withheld", default=False)


def are_withheld() -> bool:
    """Whether what is told now waits for an administrator."""
    return _withheld.get()


@contextmanager
def withheld_when(late: bool) -> Iterator[None]:
    """Withhold what is told inside when it comes too late; inside another one, either counts."""
    token = _withheld.set(late or _withheld.get())
    try:
        yield
    finally:
        _withheld.reset(token)
