"""Walking through the site as somebody: from every page they may open, along every link."""

import io
import re
import zipfile
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pypdf
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.rights.addresses import addresses
from tests.rights.table import rows
from tests.rights.world import World

# What answering a GET may write: who is logged in, and that the site is alive.
MAY_BE_WRITTEN = ("django_session", "calendar_cfg_heartbeat")
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)', re.IGNORECASE)
LOOK = re.compile(
    r'UPDATE "accounts_(?:membership|user)" SET "looked_at" = \S+, "looked_before" = \S+ WHERE'
)
"""When somebody last looked, and nothing else of who they are (docs/decisions/0028)."""
LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]*)')
# Addresses of other people's pages, of the administration, and those that lead outside.
LEFT_OUT = ("/beheer/", "/aanmelden/3rdparty/")
MOST_OF_A_KIND = 2
"""Of links that differ only in what stands behind the same `?names=`, such as weeks, so many."""


@contextmanager
def noting_writes() -> Iterator[list[str]]:
    """The tables written to, without those that may be."""
    written: list[str] = []

    def note(execute: Any, sql: str, *args: Any) -> Any:
        found = WRITE.match(sql)
        if found and found[1] not in MAY_BE_WRITTEN and not LOOK.match(sql):
            written.append(sql[:120])
        return execute(sql, *args)

    with connection.execute_wrapper(note):
        yield written


def get(client: Client, address: str) -> tuple[HttpResponse, list[str]]:
    """A page, undone, and what it wrote."""
    client.cookies.pop("messages", None)
    with transaction.atomic(), noting_writes() as written:
        answer: Any = client.get(address)
        transaction.set_rollback(True)
    return answer, written


def text_of(answer: HttpResponse) -> str:
    """All that an answer tells, in small letters: its body, its headers, the words of a file."""
    body = b"".join(answer) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    read = READERS.get(kind, lambda body: "")
    return (body.decode("utf-8", "replace") + str(answer.headers) + read(body)).lower()


def _of_pdf(body: bytes) -> str:
    """The words of a PDF and its properties, also closed up: a line may break inside a name."""
    reader = pypdf.PdfReader(io.BytesIO(body))
    pages = reader.pages if "/Pages" in reader.root_object else []
    words = [*(page.extract_text() for page in pages), *map(str, (reader.metadata or {}).values())]
    told = " ".join(words)
    return told + re.sub(r"[\s\u00ad\u2010-]", "", told)


def _of_workbook(body: bytes) -> str:
    """All parts of a workbook, where every text stands as it was written."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def _of_calendar(body: bytes) -> str:
    """A calendar without the breaks of its long lines, wherever they fell in a letter."""
    return body.replace(b"\r\n ", b"").decode()


READERS: dict[str, Callable[[bytes], str]] = {
    "application/pdf": _of_pdf,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _of_workbook,
    "text/calendar": _of_calendar,
}


def first_addresses(world: World) -> list[str]:
    """Every page of the table, about the objects of both sides."""
    names = {found.name: found.arguments for found in addresses()}
    found = []
    for row in rows():
        if row.method != "GET":
            continue
        if not names[row.url]:
            found.append(reverse(row.url))
        elif row.object:
            sides = (world.own.objects, world.other.objects)
            found += [reverse(row.url, args=[side[row.object]]) for side in sides]
    return found


def pages_for(world: World, role: str) -> Iterator[tuple[str, str, HttpResponse, list[str]]]:
    """Each page that somebody comes to: address, where its link stood, answer, writes."""
    client = world.client(role)
    waiting = deque((address, "") for address in first_addresses(world))
    seen = {address for address, _ in waiting}
    kinds: Counter[tuple[str, ...]] = Counter()
    while waiting:
        address, source = waiting.popleft()
        answer, written = get(client, address)
        yield address, source, answer, written
        for link in _links(answer, address):
            if link not in seen and kinds[kind := _kind(link)] < MOST_OF_A_KIND:
                seen.add(link)
                kinds[kind] += 1
                waiting.append((link, address))


def _kind(link: str) -> tuple[str, ...]:
    """The page that a link leads to, and the names in its query."""
    path, _mark, query = link.partition("?")
    return (path, *sorted(parse_qs(query, keep_blank_values=True)))


def _links(answer: HttpResponse, address: str) -> list[str]:
    if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
        return []
    path = address.partition("?")[0]
    links = [unescape(link) for link in LINK.findall(answer.content.decode())]
    links = [path + link if link.startswith("?") else link for link in links]
    return [link for link in links if link.startswith("/") and not link.startswith(LEFT_OUT)]
