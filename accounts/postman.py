"""Carries mails to the mail server: many over one connection, and one that fails stops no other."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import structlog
from django.core.mail import EmailMessage, get_connection

from accounts.mail_errors import (
    Verdict,
    closes_before_taking,
    judge,
    judge_opening,
    keeps_connection,
)

log = structlog.get_logger(__name__)


class Postman:
    """A connection that is opened with the first mail, and again after it was lost."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._carried = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def deliver(self, message: EmailMessage) -> Verdict | None:
        """Hand one mail over.

        A server that takes no more over this connection is asked once more over a new one.

        Returns:
            None when it was taken, else why not.
        """
        if trouble := self._open():
            return trouble
        error = self._hand_over(message)
        if error is not None and closes_before_taking(error) and self._carried:
            if trouble := self._open():
                return trouble
            error = self._hand_over(message)
        return judge(error) if error is not None else None

    def _open(self) -> Verdict | None:
        if self._connection is not None:
            return None
        self._carried = 0
        try:
            self._connection = get_connection()
            self._connection.open()
        except Exception as error:  # noqa: BLE001 - whatever is wrong there, mail waits
            self._close()
            return judge_opening(error)
        return None

    def _hand_over(self, message: EmailMessage) -> Exception | None:
        try:
            self._connection.send_messages([message])
        except Exception as error:  # noqa: BLE001 - whatever a mail server does, the others go on
            if not keeps_connection(error):
                self._close()
            return error
        self._carried += 1
        return None

    def _close(self) -> None:
        """Say goodbye; what goes wrong by then is not the fault of a mail that was taken."""
        if self._connection is None:
            return
        try:
            self._connection.close()
        except Exception as error:  # noqa: BLE001
            log.info("mail_connection_ended_badly", reason=type(error).__name__)
        self._connection = None
