"""Free text that warns."""

import pytest

from requests_app.free_text import warning_about
from tests.requests_app.world import on


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Lotte, 98.05.12-123.45", "rijksregisternummer"),
        ("nummer 98051212345", "rijksregisternummer"),
        ("geboren op 12/5/1998", "geboortedatum"),
        ("geboren op 12-05-98", "geboortedatum"),
        ("van 16/10/2017 tot 27/10/2017", ""),
        ("van 16.10.17 tot 27.10.17", ""),
        ("bel 09 123 45 67 of 0475 12 34 56", ""),
        ("instellingsnummer 123456", ""),
        ("32/13/1998", ""),
        ("", ""),
    ],
)
def test_only_what_looks_personal_warns(text: str, about: str) -> None:
    with on("2017-05-03"):
        warning = warning_about(text)
    assert about in warning
    assert bool(about) == bool(warning)
