"""What differs between two versions of an agreement, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import DocumentKind
from calendar_cfg.dates import date_range

Agreed = Mapping[str, Any]
PLAIN = {
    "programme": gettext_lazy("Opleiding"),
    "institution": gettext_lazy("Lerarenopleiding"),
    "school": gettext_lazy("Stageplaats"),
    "address": gettext_lazy("Vestigingsplaats"),
    "supervisor": gettext_lazy("Stagebegeleider"),
}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What the later content says otherwise than the earlier, a sentence for each fact."""
    return list(_differences(before, after))


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = before["agreed"], after["agreed"]
    if before["kind"] != after["kind"]:
        kinds = [str(DocumentKind(content["kind"]).label) for content in (before, after)]
        yield _was(_("Soort document"), *kinds)
    if old.get("trainees") != new.get("trainees"):
        yield _was(_("Stagiair"), _listed(old["trainees"]), _listed(new["trainees"]))
    if _period(old) != _period(new):
        yield _was(_("Periode"), _period(old), _period(new))
    yield from _lines(old.get("lines", []), new.get("lines", []))
    yield from _mentors(old.get("mentors", []), new.get("mentors", []))
    for key, label in PLAIN.items():
        if old.get(key) != new.get(key):
            yield _was(str(label), old.get(key), new.get(key))


def _lines(old: Iterable[Agreed], new: Iterable[Agreed]) -> Iterator[str]:
    before, after = ({row["id"]: row for row in rows} for rows in (old, new))
    for key, row in before.items():
        if key not in after:
            yield _("%(line)s: hoort er niet meer bij.") % {"line": _line(row)}
    for key, row in after.items():
        if key not in before:
            yield _("%(line)s: %(hours)s lesuren, nieuw.") % {
                "line": _line(row),
                "hours": row["hours"],
            }
        elif before[key] != row:
            yield from _line_differs(before[key], row)


def _line_differs(old: Agreed, new: Agreed) -> Iterator[str]:
    if _line(old) != _line(new):
        yield _was(_("Activiteit"), _line(old), _line(new))
    if old["hours"] != new["hours"]:
        yield _("%(line)s: %(new)s lesuren in plaats van %(old)s.") % {
            "line": _line(new),
            "new": new["hours"],
            "old": old["hours"],
        }


def _mentors(old: Iterable[Agreed], new: Iterable[Agreed]) -> Iterator[str]:
    before, after = ({row["subject"]: row["names"] for row in rows} for rows in (old, new))
    for subject in {**before, **after}:
        names = before.get(subject, []), after.get(subject, [])
        if names[0] != names[1]:
            label = _("Vakmentor %(subject)s") % {"subject": subject}
            yield _was(label, *(_listed(row) for row in names))


def _line(row: Agreed) -> str:
    return " ".join(filter(None, (f"{row['kind']} {row['about']}", row["graad"])))


def _period(agreed: Agreed) -> str:
    return date_range(date.fromisoformat(agreed["start"]), date.fromisoformat(agreed["end"]))


def _listed(names: Iterable[str]) -> str:
    return get_text_list(list(names), _("en"))


def _was(what: str, old: str | None, new: str | None) -> str:
    nothing = _("niemand")
    return _("%(what)s: %(new)s in plaats van %(old)s.") % {
        "what": what,
        "old": old or nothing,
        "new": new or nothing,
    }
