"""Reading a dashboard as somebody does: its words, its counts, and the lists behind them."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

TASK = re.compile(r'<span class="task-count">(\d+)</span>.*?<a href="([^"]+)">', re.DOTALL)
FACTS = re.compile(r'<ul class="plain facts">(.*?)</ul>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]+)">([^<]*)</a>')
CHANGES = re.compile(r'<ul class="plain changes">(.*?)</ul>', re.DOTALL)
BODY = re.compile(r"<tbody.*?</tbody>", re.DOTALL)


def html_of(client: Client, url: str = "") -> str:
    """A page; the dashboard unless told."""
    response = client.get(url or reverse("dashboard"))
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode()


def words_of(html: str) -> str:
    """What is read on it, without head and menu, each run of white space as one space."""
    main = html.partition("<h1")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(unescape(strip_tags(main.replace("<", " <"))).split()).replace(" .", ".")


def counts_in(html: str) -> list[tuple[int, str]]:
    """Each number that is a link, with where it leads: of tasks, and of what is waited for."""
    found = [(int(n), unescape(url)) for n, url in TASK.findall(html)]
    for part in FACTS.findall(html):
        for url, text in LINK.findall(part):
            number = re.search(r"\b(\d+) (?:\w+ )?(?:stage)?(?:aanvra|antwoord|ontwerp)", text)
            if number:
                found.append((int(number[1]), unescape(url)))
    return found


def rows_in(html: str) -> int:
    """How many rows the tables of a page have together; not that of the year above its title."""
    content = html.partition("<h1")[2]
    return sum(body.count("<tr") for body in BODY.findall(content))


def check_counts(client: Client) -> int:
    """Every count on the dashboard leads to a list of exactly so many rows; how many counts."""
    counts = counts_in(html_of(client))
    for n, url in counts:
        assert rows_in(html_of(client, url)) == n, (n, url)
    return len(counts)


def changes_in(html: str) -> int:
    """How many things the page says have changed."""
    return sum(part.count("<li>") for part in CHANGES.findall(html))
