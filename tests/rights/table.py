"""The permission matrix as a table: `matrix.csv`, one row per url name, method and object.

Columns:
    url, method   the name of the address; GET or POST (a POST is sent empty)
    object        which object of the world it is about (see `world.Side.objects`), or nothing
    the roles     what somebody gets for the object of the own side:
                    ok     allowed: a page, or a redirect to one
                    login  sent to the login page
                    403    inside the organisation, but not theirs to do
                    404    outside: as if there were no such thing
    foreign_ok    roles that may also have the object of the other side, by name

`coordinator_elsewhere` and `mentor_elsewhere` belong to the other side: their column is about an
object that is foreign to them. `without` is somebody whose membership has ended. Who is
deactivated gets what `anonymous` gets. The test derives the rest: a foreign object and a missing
one answer alike; an address without a POST row takes no POST, and without a GET row no GET.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

ROLES = (
    "anonymous",
    "coordinator",
    "colleague",
    "coordinator_elsewhere",
    "schoolmentor",
    "vakmentor",
    "mentor_elsewhere",
    "trainee",
    "admin",
    "without",
)
# Whose column says what a role of the other side gets for an object of the other side.
COUNTERPARTS = {"coordinator_elsewhere": "coordinator", "mentor_elsewhere": "schoolmentor"}
OUTCOMES = {"ok", "login", "403", "404"}
TABLE = Path(__file__).with_name("matrix.csv")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    url: str
    method: str
    object: str
    expected: dict[str, str]
    foreign_ok: frozenset[str]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.url, self.object)))

    def expected_for_foreign(self, role: str) -> str | None:
        """What a role gets for the object of the other side; None: as for a missing one."""
        if role in COUNTERPARTS:
            return self.expected[COUNTERPARTS[role]]
        return "ok" if role in self.foreign_ok else None


def rows() -> list[Row]:
    """The table, checked for typing mistakes."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        found = [_row(line) for line in csv.DictReader(file)]
    keys = [(row.url, row.method, row.object) for row in found]
    assert len(keys) == len(set(keys)), "a row stands in the table twice"
    return found


def _row(line: dict[str, str]) -> Row:
    row = Row(
        url=line["url"],
        method=line["method"],
        object=line["object"],
        expected={role: line[role] for role in ROLES},
        foreign_ok=frozenset(line["foreign_ok"].split()),
    )
    assert row.method in ("GET", "POST"), row
    assert set(row.expected.values()) <= OUTCOMES, row
    assert row.foreign_ok <= set(ROLES), row
    return row
