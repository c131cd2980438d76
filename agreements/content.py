"""What an agreement says: plain data, from which the page and the PDF are both made.

`agreed` holds the facts by which versions are compared; all the rest are the words in which the
document says them, in Dutch. Nothing here asks the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import get_text_list

from agreements.articles import (
    ARTICLES,
    CODE,
    HEADINGS,
    SIGNING,
    TITLES,
    UNDER_CODE,
    UNDER_FRAMEWORK,
)
from agreements.enums import DocumentKind
from agreements.models import Clause, FrameworkAgreement
from agreements.placeholders import fill
from calendar_cfg.dates import date_range, long_date
from institutions.models import Campus, PlacementSchool, TrainingInstitution
from placement_code.models import PlacementCode
from placements.enums import GuidanceRole
from placements.models import Placement
from placements.selectors import accepted_of, guides_of, people_of

Content = dict[str, Any]
LANGUAGE = "nl"
NOBODY_YET = "nog niet aangewezen"
CROSS_CLASS = "Klasoverstijgende activiteiten"


@dataclass(frozen=True)
class Heading:
    """What stands on each page of a document.

    Arguments:
        day: on which this version is made; the only date of the file itself.
    """

    reference: str
    number: int
    day: date


@dataclass(frozen=True)
class Basis:
    """What a document rests on besides what was agreed.

    Arguments:
        campus: where the school is; the vestigingsplaats of the stage when it has one.
        code: the version of the Stagecode in force.
        clauses: those of the institution, for this kind of document, in order.
        framework: under which a stage falls, with its `agreement`.
    """

    campus: Campus | None
    code: PlacementCode | None
    clauses: Sequence[Clause]
    framework: FrameworkAgreement | None = None


def content_of_stage(placement: Placement, heading: Heading, basis: Basis) -> Content:
    """What the agreement of a stage says; the stage is read `with_facts`."""
    kind = DocumentKind.ANNEX if basis.framework else DocumentKind.FULL
    with translation.override(LANGUAGE):
        agreed = agreed_of(placement, basis.campus)
        parties = [
            _trainees(agreed),
            _institution(placement.institution),
            _school(placement.school, agreed["address"]),
        ]
        return {
            **_document(kind, heading, placement.institution, parties),
            "agreed": agreed,
            "intro": _intro(basis),
            "facts": [
                _row("Kenmerk van de stage", placement.reference),
                _row("Academiejaar", placement.year.name),
                _row("Stageperiode", date_range(placement.period_start, placement.period_end)),
                *_mentor_rows(agreed["mentors"]),
                _row("Stagebegeleider", agreed["supervisor"] or NOBODY_YET),
            ],
            **_lines(agreed["lines"]),
            **_articles(kind, basis, values_of(placement, agreed)),
        }


def content_of_framework(framework: FrameworkAgreement, heading: Heading, basis: Basis) -> Content:
    """What a raamovereenkomst says."""
    with translation.override(LANGUAGE):
        days = date_range(framework.valid_from, framework.valid_until)
        address = address_of(basis.campus)
        agreed = {
            "institution": framework.institution.name,
            "school": framework.school.name,
            "address": address,
            "start": framework.valid_from.isoformat(),
            "end": framework.valid_until.isoformat(),
        }
        parties = [_institution(framework.institution), _school(framework.school, address)]
        values = {
            "lerarenopleiding": framework.institution.name,
            "school": framework.school.name,
            "begin": long_date(framework.valid_from),
            "einde": long_date(framework.valid_until),
        }
        return {
            **_document(DocumentKind.FRAMEWORK, heading, framework.institution, parties),
            "agreed": agreed,
            "intro": [],
            "facts": [_row("Geldt", days)],
            **_articles(DocumentKind.FRAMEWORK, basis, values),
        }


def agreed_of(placement: Placement, campus: Campus | None) -> dict[str, Any]:
    """The facts that the parties agree on: where any differs, there is a new version."""
    with translation.override(LANGUAGE):
        return _agreed(placement, campus)


def _agreed(placement: Placement, campus: Campus | None) -> dict[str, Any]:
    lines = accepted_of(placement)
    supervisor = [row for row in guides_of(placement) if row.role == GuidanceRole.SUPERVISOR]
    return {
        "trainees": [str(row) for row in people_of(placement)],
        "programme": str(placement.request.programme),
        "institution": placement.institution.name,
        "school": placement.school.name,
        "address": address_of(campus),
        "lines": [
            {
                "id": str(line.activity.public_id),
                "kind": line.activity.get_kind_display(),
                "about": _about(line.activity),
                "graad": line.activity.get_graad_display() or "",
                "hours": line.activity.hours,
            }
            for line in lines
        ],
        "start": placement.period_start.isoformat(),
        "end": placement.period_end.isoformat(),
        "mentors": _mentors(placement),
        "supervisor": str(supervisor[0].member.user) if supervisor else "",
    }


def values_of(placement: Placement, agreed: Mapping[str, Any]) -> dict[str, str]:
    """What the placeholders of a clause become for a stage."""
    mentors = dict.fromkeys(name for row in agreed["mentors"] for name in row["names"])
    return {
        "stagiair": _listed(agreed["trainees"]),
        "opleiding": agreed["programme"],
        "lerarenopleiding": agreed["institution"],
        "school": agreed["school"],
        "begin": long_date(placement.period_start),
        "einde": long_date(placement.period_end),
        "lesuren": str(_total(agreed["lines"])),
        "vakmentoren": _listed(mentors) or NOBODY_YET,
        "stagebegeleider": agreed["supervisor"] or NOBODY_YET,
        "academiejaar": placement.year.name,
    }


def address_of(campus: Campus | None) -> str:
    """ "Kerkstraat 1, 9000 Gent", as far as it is known."""
    if campus is None:
        return ""
    street = f"{campus.street} {campus.house_number}".strip()
    return ", ".join(filter(None, (street, f"{campus.postal_code} {campus.locality}")))


def _document(
    kind: DocumentKind,
    heading: Heading,
    institution: TrainingInstitution,
    parties: list[dict[str, Any]],
) -> Content:
    return {
        "document": {
            "title": TITLES[kind],
            "author": institution.name,
            "reference": heading.reference,
            "version": f"versie {heading.number}",
            "date": heading.day.isoformat(),
            "lang": LANGUAGE,
        },
        "headings": HEADINGS,
        "made": f"Kenmerk {heading.reference}, versie {heading.number}, "
        f"gemaakt op {long_date(heading.day)}.",
        "kind": kind.value,
        "parties": parties,
        "signing": [
            [party["heading"], name] for party in parties for name in party.get("signers", [""])
        ],
        "signing_head": ["Voor", "Naam", "Datum", "Handtekening"],
        "signing_text": SIGNING,
        "check": "Of dit document ongewijzigd is, kunt u nagaan op "
        f"{settings.SITE_URL}/controleer-overeenkomst/.",
    }


def _intro(basis: Basis) -> list[str]:
    framework = basis.framework
    if framework is None:
        return []
    days = date_range(framework.valid_from, framework.valid_until)
    return [UNDER_FRAMEWORK % {"reference": framework.agreement.reference, "days": days}]


def _trainees(agreed: Mapping[str, Any]) -> dict[str, Any]:
    names = agreed["trainees"]
    return {
        "heading": "De stagiair" if len(names) == 1 else "De stagiairs",
        "rows": [
            *(_row("Naam", name) for name in names),
            _row("Opleiding", agreed["programme"]),
        ],
        "signers": names,
    }


def _institution(institution: TrainingInstitution) -> dict[str, Any]:
    return {"heading": "De lerarenopleiding", "rows": [_row("Naam", institution.name)]}


def _school(school: PlacementSchool, address: str) -> dict[str, Any]:
    rows = [
        _row("Naam", school.name),
        _row("Instellingsnummer", str(school.number)),
        _row("Vestigingsplaats", address),
    ]
    return {"heading": "De stageplaats", "rows": [row for row in rows if row["value"]]}


def _about(activity: Any) -> str:
    return str(activity.subject or activity.functional_wholes_label)


def _mentors(placement: Placement) -> list[dict[str, Any]]:
    """The vakmentors for each subject, in the order of the lines."""
    named: dict[str, list[str]] = {}
    for line in accepted_of(placement):
        named.setdefault(str(line.activity.subject or CROSS_CLASS), [])
    for row in guides_of(placement):
        if row.role == GuidanceRole.SUBJECT_MENTOR:
            named.setdefault(str(row.subject or CROSS_CLASS), []).append(str(row.member.user))
    return [{"subject": subject, "names": sorted(names)} for subject, names in named.items()]


def _mentor_rows(mentors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        _row(f"Vakmentor {row['subject']}", _listed(row["names"]) or NOBODY_YET) for row in mentors
    ]


def _lines(lines: Sequence[Mapping[str, Any]]) -> Content:
    rows = [
        [row["kind"], row["about"], row["graad"] or "–", str(row["hours"] or "–")] for row in lines
    ]
    return {
        "lines_head": ["Soort", "Vak of functionele gehelen", "Graad", "Lesuren"],
        "lines": rows,
        "lines_total": f"Samen {_total(lines)} lesuren.",
    }


def _articles(kind: DocumentKind, basis: Basis, values: Mapping[str, str]) -> Content:
    articles = [{"title": title, "text": text} for title, text in ARTICLES[kind]]
    if code := basis.code:
        text = UNDER_CODE % {"number": code.number, "day": long_date(code.valid_from)}
        articles.append({"title": CODE, "text": text})
    return {
        "articles": articles,
        "clauses": [
            {"title": clause.title, "text": fill(clause.text, values)} for clause in basis.clauses
        ],
    }


def _total(lines: Iterable[Mapping[str, Any]]) -> int:
    return sum(row["hours"] or 0 for row in lines)


def _listed(names: Iterable[str]) -> str:
    return get_text_list(list(names), "en")


def _row(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}
