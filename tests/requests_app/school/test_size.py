"""A full page stays light: at most 20 KB of HTML gzipped (trust.md, 32)."""

import gzip
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

MOST = 20_000


@pytest.mark.parametrize("name", ["inbox", "answer_together"])
def test_fifty_rows_fit(at_school: Client, grow: Callable[[int], None], name: str) -> None:
    grow(60)
    page = at_school.get(reverse(name)).content
    assert page.decode().count("<tr ") >= 50
    assert len(gzip.compress(page)) <= MOST
