"""The figures of a run as its page shows them: in words, as tables, each row with a bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from institutions.enums import Province
from institutions.models import PlacementSchool, Subject
from matching.bars import Bar, Stretch, Tone, draw_bar, share_bar
from matching.engine.instance import OTHER_RANK
from matching.models import MatchingRun
from matching.result_words import rank_words


@dataclass(frozen=True)
class GroupRow:
    """An institution, a subject or a province: placed of wanted, rank and kilometres."""

    name: str
    wanted: int
    placed: int
    without: int
    mean_rank: str
    mean_km: str
    bar: Bar


@dataclass(frozen=True)
class GroupTable:
    """Rows of one kind, with the words above them."""

    slug: str
    title: str
    head: str
    rows: list[GroupRow]


@dataclass(frozen=True)
class CountRow:
    """So many of something, with a bar."""

    label: str
    count: int
    bar: Bar


@dataclass(frozen=True)
class CallRow:
    """A school to telephone: for what, and how many trainees one more place would help."""

    school: str
    number: int
    public_id: Any
    phone: str
    subject: str
    trimester: int
    trainees: int


class FiguresPage:
    """What a run says of itself, from `run.figures` (see `matching.figures`)."""

    def __init__(self, run: MatchingRun) -> None:
        self.run = run
        self.figures: Mapping[str, Any] = run.figures

    @property
    def are_there(self) -> bool:
        """Whether there are figures at all."""
        return "requests" in self.figures

    @cached_property
    def subjects(self) -> dict[str, str]:
        """Names of subjects by slug."""
        return dict(Subject.objects.order_by().values_list("slug", "name"))

    @property
    def mean_rank(self) -> str:
        """The mean rank in words: "1,4"."""
        return number_words(self.figures.get("mean_rank"), 2)

    @property
    def mean_km(self) -> str:
        """The mean distance: "11,3"."""
        return number_words(self.figures.get("mean_km"), 1)

    @property
    def ranks(self) -> list[CountRow]:
        """How many trainees got which place in their preferences."""
        rows = self.figures.get("ranks", [])
        return _counted((rank_words(min(r["rank"], OTHER_RANK)), r["trainees"]) for r in rows)

    @property
    def load(self) -> list[CountRow]:
        """How many schools become how full."""
        rows = self.figures.get("load", [])
        return _counted((_load_words(r["from"], r["to"]), r["schools"]) for r in rows)

    @cached_property
    def tables(self) -> list[GroupTable]:
        """Per institution, subject and province."""
        provinces = {str(p.value): str(p.label) for p in Province}
        return [
            self._table("institutions", _("Per lerarenopleiding"), _("Lerarenopleiding"), {}),
            self._table("subjects", _("Per vak"), _("Vak"), self.subjects),
            self._table("provinces", _("Per provincie"), _("Provincie"), provinces),
        ]

    def _table(self, key: str, title: str, head: str, names: Mapping[str, str]) -> GroupTable:
        rows = [_group_row(row, names) for row in self.figures.get(key, [])]
        return GroupTable(key, title, head, [row for row in rows if row.wanted])

    @cached_property
    def calls(self) -> list[CallRow]:
        """The schools to telephone, those that help most trainees first; one query more."""
        rows = self.figures.get("calls", [])
        schools = {
            school.number: school
            for school in PlacementSchool.objects.filter(number__in={r["school"] for r in rows})
        }
        found = [self._call(row, schools.get(row["school"])) for row in rows]
        return sorted(found, key=lambda row: (-row.trainees, row.school, row.subject))

    def _call(self, row: Mapping[str, Any], school: PlacementSchool | None) -> CallRow:
        subject = row["subject"]
        return CallRow(
            school=school.name if school else str(row["school"]),
            number=row["school"],
            public_id=school.public_id if school else None,
            phone=school.phone if school else "",
            subject=self.subjects.get(subject, subject) if subject else _("alle vakken samen"),
            trimester=row["trimester"],
            trainees=row["trainees"],
        )

    @property
    def left_out(self) -> list[Mapping[str, Any]]:
        """Requests that could not be matched at all, with why."""
        return list(self.figures.get("left_out", []))

    @property
    def skipped(self) -> list[tuple[str, int]]:
        """After publishing: why requests were skipped, and how many."""
        return sorted((_(why), n) for why, n in self.figures.get("skipped", {}).items() if why)


def number_words(value: float | None, places: int) -> str:
    """A number with decimals in the language of the reader; a dash when it is not known."""
    return "–" if value is None else str(number_format(round(value, places), places))


def _group_row(row: Mapping[str, Any], names: Mapping[str, str]) -> GroupRow:
    wanted, placed = row["wanted"], row["placed"]
    return GroupRow(
        name=names.get(row["name"], row["name"]) or _("niet bekend"),
        wanted=wanted,
        placed=placed,
        without=wanted - placed,
        mean_rank=number_words(row["mean_rank"], 2),
        mean_km=number_words(row["mean_km"], 1),
        bar=draw_bar([Stretch(placed), Stretch(wanted - placed, Tone.WAITING)], wanted),
    )


def _counted(rows: Any) -> list[CountRow]:
    pairs = list(rows)
    most = max((count for _label, count in pairs), default=0)
    return [CountRow(label, count, share_bar(count, most)) for label, count in pairs]


def _load_words(low: int, high: int | None) -> str:
    if high is None:
        return _("meer dan %(low)s %%") % {"low": low}
    return _("%(low)s tot %(high)s %%") % {"low": low, "high": high}
