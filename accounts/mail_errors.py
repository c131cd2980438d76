"""What an error of a mail server says about a mail, and about all mail.

SMTP says it in a code (RFC 5321, 4.2.1): 4xx is "not now", 5xx is "never". Some of both are not
about the mail at all: a login that is refused, a server that cannot be reached. Those must not cost
a mail its attempts.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from accounts.enums import MailFault

LOGIN_CODES = frozenset({530, 534, 535, 538})
"""Asks for a login, an encrypted one, or says that ours is wrong (RFC 4954, 6)."""
BUSY_CODES = frozenset({421, 450, 451, 452})
"""The server closes, the mailbox is in use or full, it has no room, or it greylists us."""
CLOSES = 421
TOO_LARGE = 552
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Verdict:
    """What comes of a mail that was not taken.

    Arguments:
        fault: why, for the administrator.
        text: what the server said.
        gives_up: it will never be taken as it is.
        waits_longer: the server asked for time.
        stops_all: it says something about all mail: the others wait too.
        is_its_own: it says something about this mail, so that it counts as an attempt.
    """

    fault: MailFault
    text: str
    gives_up: bool = False
    waits_longer: bool = False
    stops_all: bool = False
    is_its_own: bool = True


def judge(error: Exception) -> Verdict:
    """What an error says that came while one mail was handed over."""
    text, code = _said(error), code_of(error)
    if isinstance(error, smtplib.SMTPAuthenticationError) or code in LOGIN_CODES:
        return Verdict(MailFault.LOGIN, text, stops_all=True, is_its_own=False)
    if code is not None and code >= 500:
        return _never(error, code, text)
    if code is not None and code >= 400:
        return Verdict(MailFault.BUSY, text, waits_longer=code in BUSY_CODES)
    if isinstance(error, (ValueError, smtplib.SMTPNotSupportedError)):
        return Verdict(MailFault.UNWRITABLE, text, gives_up=True)
    if isinstance(error, OSError):
        return Verdict(MailFault.CONNECTION, text)
    return Verdict(MailFault.UNKNOWN, text)


def judge_opening(error: Exception) -> Verdict:
    """What an error says that came before any mail was offered: nothing about a mail."""
    code = code_of(error)
    refused = isinstance(error, smtplib.SMTPAuthenticationError) or code in LOGIN_CODES
    fault = MailFault.LOGIN if refused else MailFault.SERVER
    return Verdict(fault, _said(error), stops_all=True, is_its_own=False)


def _never(error: Exception, code: int, text: str) -> Verdict:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return Verdict(MailFault.ADDRESS, text, gives_up=True)
    if isinstance(error, smtplib.SMTPSenderRefused) and code != TOO_LARGE:
        # All mail has the same sender: the next one would be refused too.
        return Verdict(MailFault.SENDER, text, gives_up=True, stops_all=True)
    return Verdict(MailFault.CONTENT, text, gives_up=True)


def keeps_connection(error: Exception) -> bool:
    """Whether the next mail may go over the same connection: the server only refused this one."""
    answered = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
    if isinstance(error, answered):
        return (code_of(error) or CLOSES) not in {CLOSES, -1}
    return isinstance(error, (ValueError, smtplib.SMTPNotSupportedError))


def closes_before_taking(error: Exception) -> bool:
    """Whether the server closed before it was given any text, so that nothing can have been sent.

    Some take so many mails over one connection and no more.
    """
    refusals = (smtplib.SMTPSenderRefused, smtplib.SMTPRecipientsRefused)
    return isinstance(error, refusals) and code_of(error) == CLOSES


def code_of(error: Exception) -> int | None:
    """The code that the server gave; None when it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        return codes[0] if codes else None
    if isinstance(error, smtplib.SMTPResponseException):
        return int(error.smtp_code)
    return None


def _said(error: Exception) -> str:
    """The server's own words with the code, or the error as the program names it."""
    answer: object = None
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answer = next((text for _code, text in error.recipients.values()), None)
    elif isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
    if answer is None:
        return f"{type(error).__name__}: {error}"[:LONGEST_TEXT].replace("\x00", "")
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    return f"{code_of(error)} {words}"[:LONGEST_TEXT].replace("\x00", "")
