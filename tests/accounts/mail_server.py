"""A mail server of a few lines, on a thread, that answers what a test tells it to.

with mail_server(rcpt={"weg@example.be": "550 5.1.1 No such user"}) as server:
    send_due_mail()
assert server.taken ...
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from django.test import override_settings

SMTP = "django.core.mail.backends.smtp.EmailBackend"
OK = "250 OK"


@dataclass
class MailServer:
    """What a server answers, and what it was given.

    Arguments:
        greeting, login, sender: the answer to a connection, to a login, to a sender.
        rcpt: the answer for an address; any other is welcome.
        data: the answer to the text of a mail, by its subject; empty hangs up without one.
        most: so many mails are taken over one connection, and then it closes.
    """

    greeting: str = "220 here"
    login: str = "235 welcome"
    sender: str = OK
    rcpt: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    most: int = 1000
    taken: list[tuple[str, Message]] = field(default_factory=list)
    connections: int = 0

    @property
    def subjects(self) -> list[str]:
        """The subjects of what was taken, in order."""
        return [str(message["Subject"]) for _to, message in self.taken]


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
            script.taken.append((self.to, message))
            self.count += 1
        return answer or None

    def say(self, answer: str) -> None:
        self.wfile.write(answer.encode() + b"\r\n")


class _Threaded(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    script: MailServer


@contextmanager
def mail_server(**script: Any) -> Iterator[MailServer]:
    """Run a server, and have the outbox use it."""
    with _Threaded(("127.0.0.1", 0), Conversation) as server:
        server.script = MailServer(**script)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            with speaking_to(server.server_address[1], login="login" in script):
                yield server.script
        finally:
            server.shutdown()
            thread.join()


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
