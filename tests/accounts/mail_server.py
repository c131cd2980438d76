"""A mail server of a few lines, on a thread, that answers what a test tells it to.

with mail_server(rcpt={"weg@example.be": "550 5.1.1 No such user"}) as server:
    send_due_mail()
assert server.taken ...
"""

from __future__ import annotations

import socketserver
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from django.test import override_settings

SMTP = "django.core.mail.backends.smtp.EmailBackend"
OK = "250 OK"
PATIENCE_SECONDS = 60


@dataclass
class MailServer:
    """What a server answers, and what it was given.

    Arguments:
        greeting, login, sender: the answer to a connection, to a login, to a sender.
        rcpt: the answer for an address; any other is welcome.
        data: the answer to the text of a mail, by its subject; empty hangs up without one.
        most: so many mails are taken over one connection, and then it closes.
        on_taken: called with the number of a mail that was taken, before that is said.
    """

    greeting: str = "220 here"
    login: str = "235 welcome"
    sender: str = OK
    rcpt: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    most: int = 1000
    taken: list[tuple[str, Message]] = field(default_factory=list)
    connections: int = 0
    on_taken: Callable[[int], object] | None = None
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def subjects(self) -> list[str]:
        """The subjects of what was taken, in order."""
        return [str(message["Subject"]) for _to, message in self.taken]

    @property
    def arrived(self) -> Counter[str]:
        """How often each message arrived, by its Message-ID."""
        return Counter(str(message["Message-ID"]) for _to, message in self.taken)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Wait until what arrived makes something hold; AssertionError when that takes too long."""
        with self.changed:
            assert self.changed.wait_for(holds, PATIENCE_SECONDS), self.subjects

    def take(self, to: str, message: Message) -> None:
        """Keep a mail, and tell who waits for it."""
        with self.changed:
            self.taken.append((to, message))
            number = len(self.taken)
            self.changed.notify_all()
        if self.on_taken:
            self.on_taken(number)


class Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        script: MailServer = self.server.script
        script.connections += 1
        self.to, self.count = "", 0
        self.say(script.greeting)
        while line := self.rfile.readline():
            command = line.decode().strip()
            answer = self.answer(script, command)
            if answer is None:
                return
            self.say(answer)
            if answer.startswith(("221", "421")):
                return

    def answer(self, script: MailServer, command: str) -> str | None:
        verb = command[:4].upper()
        if verb == "EHLO":
            return "250-here\r\n250 AUTH PLAIN"
        if verb == "AUTH":
            return script.login
        if verb == "MAIL":
            return script.sender if self.count < script.most else "421 enough for now"
        if verb == "RCPT":
            self.to = command.partition("<")[2].partition(">")[0]
            return script.rcpt.get(self.to, OK)
        if verb == "DATA":
            return self.take(script)
        return "221 bye" if verb == "QUIT" else OK

    def take(self, script: MailServer) -> str | None:
        self.say("354 go on")
        text = b""
        while not text.endswith(b"\r\n.\r\n"):
            text += self.rfile.readline()
        message = message_from_bytes(text[:-3])
        answer = script.data.get(str(message["Subject"]), OK)
        if answer == OK:
            script.take(self.to, message)
            self.count += 1
        return answer or None

    def say(self, answer: str) -> None:
        self.wfile.write(answer.encode() + b"\r\n")


class _Threaded(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    script: MailServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up, or was killed, is none of our business."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def listening(script: MailServer, port: int = 0) -> Iterator[int]:
    """Run a server; its port."""
    with _Threaded(("127.0.0.1", port), Conversation) as server:
        server.script = script
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def mail_server(**script: Any) -> Iterator[MailServer]:
    """Run a server, and have the outbox use it."""
    server = MailServer(**script)
    with listening(server) as port, speaking_to(port, login="login" in script):
        yield server


def speaking_to(port: int, *, login: bool = False) -> override_settings:
    """Settings with which the outbox speaks to a server on this machine."""
    return override_settings(
        EMAIL_BACKEND=SMTP,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_HOST_USER="lerarenstage" if login else "",
        EMAIL_HOST_PASSWORD="geheim" if login else "",
        EMAIL_USE_TLS=False,
        EMAIL_USE_SSL=False,
        EMAIL_TIMEOUT=5,
    )
