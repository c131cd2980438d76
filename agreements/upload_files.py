"""The PDF of a signed copy: known by what is in it, never by its name (trust.md, 18)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError

MEGABYTE = 1024 * 1024
MAX_MEGABYTES = 5
MAX_BYTES = MAX_MEGABYTES * MEGABYTE
HEADER = re.compile(rb"%PDF-[12]\.\d")
TAIL = 1024
END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
CROSS_REFERENCES = re.compile(rb"\s*(?:xref\s|\d+\s+\d+\s+obj\b)")


class FileRefused(DomainError):
    """The file is no PDF, is broken, or is too large; the message says which."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


@dataclass(frozen=True)
class SignedPdf:
    """A PDF that was looked at, and its SHA-256."""

    filename: str
    content: bytes
    sha256: str


def read_pdf(content: bytes, filename: str) -> SignedPdf:
    """Look whether this is a whole PDF.

    Its head says what it is, its end points at the table that a reader starts from. What else is
    in it is not opened here: it is only ever handed out as a file to save.

    Raises:
        FileRefused: it is empty, too large, something else, or cut off.
    """
    need_size(len(content))
    if not HEADER.match(content):
        raise FileRefused(_("Dit bestand is geen PDF. Scan of bewaar het document als PDF."))
    if not _has_an_end(content):
        raise FileRefused(_("Deze PDF is beschadigd of onvolledig. Bewaar of scan hem opnieuw."))
    return SignedPdf(_plain(filename), content, hashlib.sha256(content).hexdigest())


def need_size(size: int) -> None:
    """Refuse what is empty or too large, before it is read.

    Raises:
        FileRefused: it is.
    """
    if size == 0:
        raise FileRefused(_("Dit bestand is leeg."))
    if size > MAX_BYTES:
        raise FileRefused(_("Dit bestand is groter dan %(n)d MB.") % {"n": MAX_MEGABYTES})


def _has_an_end(content: bytes) -> bool:
    ends = list(END.finditer(content, max(0, len(content) - TAIL)))
    if not ends:
        return False
    start = int(ends[-1][1])
    return start < len(content) and CROSS_REFERENCES.match(content, start) is not None


def _plain(filename: str) -> str:
    """The name as a person reads it: no folders, no control characters."""
    name = re.split(r"[/\\]", filename)[-1]
    return "".join(char for char in name if char.isprintable())[-200:] or "document.pdf"
