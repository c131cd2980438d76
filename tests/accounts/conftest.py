"""What the tests of people share."""

import re
from collections.abc import Callable

import pytest

from accounts.models import OutgoingMail


@pytest.fixture
def link_of() -> Callable[[str], str]:
    """The path of the last link that was mailed to an address."""

    def find(email: str) -> str:
        mail = OutgoingMail.objects.filter(to=email).latest("created_at", "pk")
        found = re.search(r"http://testserver(/\S+)", mail.body)
        assert found, mail.body
        return found[1]

    return find
