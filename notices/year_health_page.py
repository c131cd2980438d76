"""What the page "Hoe gaat het jaar?" shows an administrator, read by its template."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from calendar_cfg.models import AcademicYear
from notices import year_health_words as words
from notices.year_health import (
    TOTAL,
    Figures,
    Group,
    Split,
    answers_by,
    refusals_by,
    requests_by,
)
from notices.year_health_signs import (
    Signs,
    SlowSchool,
    age_words,
    mails_address,
    read_signs,
    slowest_schools,
)
from notices.year_health_tables import FiguresTable
from requests_app.enums import RequestState

S = RequestState
STATES: dict[str, tuple[RequestState, ...]] = {
    "filed": (),
    "held": (S.SUBMITTED,),
    "at_school": (S.PROPOSED,),
    "accepted": (S.ACCEPTED,),
    "partly": (S.PARTIALLY_ACCEPTED,),
    "without": (S.SUBMITTED, S.REFUSED),
    "stopped": (S.WITHDRAWN, S.EXPIRED, S.CANCELLED),
}
STOPPED = ("withdrawn", "expired", "cancelled")
"""One column on the page; three in the files."""


@dataclass(frozen=True)
class Tab:
    """A split to choose."""

    label: str
    url: str
    is_current: bool


class YearHealthPage:
    """One year in figures, split in one way, and how the machinery runs."""

    def __init__(self, year: AcademicYear, split: Split) -> None:
        self.year = year
        self.split = split

    @cached_property
    def requests(self) -> Figures:
        """Where the requests stand."""
        return requests_by(self.split, self.year)

    @cached_property
    def answers(self) -> Figures:
        """When schools answered."""
        return answers_by(self.split, self.year)

    @cached_property
    def refusals(self) -> Figures:
        """Why they refused."""
        return refusals_by(self.split, self.year)

    @cached_property
    def signs(self) -> Signs:
        """How the machinery runs."""
        return read_signs(self.year)

    @cached_property
    def slowest(self) -> list[SlowSchool]:
        """The schools with most overdue answers."""
        return slowest_schools(self.year)

    @property
    def age(self) -> str:
        """When the sweep last ran."""
        return age_words(self.signs.age)

    @property
    def mails_url(self) -> str:
        """Where mail that leaves is looked after."""
        return mails_address()

    @property
    def in_words(self) -> list[str]:
        """The year in a few sentences."""
        return words.in_words(self.requests.total, self.answers.total, self.refusals.total)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filed yet."""
        return not self.requests.total.counts["filed"]

    @property
    def tabs(self) -> list[Tab]:
        """The splits to choose from."""
        return [
            Tab(str(split.label), f"?{self._query(split)}#per", split == self.split)
            for split in Split
        ]

    @property
    def export_query(self) -> str:
        """What an export is asked with."""
        return self._query(self.split)

    def _query(self, split: Split) -> str:
        return urlencode({"per": split.value, "jaar": self.year.name})

    @property
    def head(self) -> str:
        """What a row is."""
        return head_of(self.split)

    @property
    def overlap(self) -> str:
        """Why the rows together are more than the total; empty where they are not."""
        if self.split != Split.SUBJECT:
            return ""
        return _(
            "Een aanvraag voor twee vakken staat bij elk van beide, en één keer in de onderste "
            "rij: de rijen samen zijn dus meer."
        )

    @cached_property
    def tables(self) -> list[FiguresTable]:
        """The three tables of the chosen split."""
        return [
            FiguresTable(
                _with_stopped(self.requests),
                words.REQUESTS_SHOWN,
                caption=_("Waar de stageaanvragen staan"),
                head=self.head,
                prefix="a-",
                address=self._list_of,
            ),
            FiguresTable(
                self.answers,
                words.ANSWERS,
                caption=_("Wanneer scholen antwoordden"),
                head=self.head,
                prefix="b-",
                with_days=True,
                address=self._late_list,
            ),
            FiguresTable(
                self.refusals,
                words.REFUSALS,
                caption=_("Waarom scholen activiteiten weigerden"),
                head=self.head,
                prefix="c-",
            ),
        ]

    def _list_of(self, group: Group, column: str) -> str:
        """The requests behind a figure, in the administration."""
        if group.key != TOTAL and self.split != Split.INSTITUTION:
            return ""
        query = {"year__id__exact": str(self.year.pk), "filed_at__isnull": "False"}
        if group.key != TOTAL:
            query["institution__id__exact"] = group.key
        if states := STATES[column]:
            query["state__in"] = ",".join(states)
        return f"{reverse('admin:requests_app_placementrequest_changelist')}?{urlencode(query)}"

    def _late_list(self, group: Group, column: str) -> str:
        """The requests whose school is late: on the list of stageaanvragen, also of a subject."""
        if column != "overdue":
            return ""
        query = {"toestand": "te-laat", "jaar": self.year.name}
        if self.split == Split.SUBJECT and group.key:
            query |= {} if group.key == TOTAL else {"vak": group.key}
        elif group.key != TOTAL:
            return ""
        return f"{reverse('requests')}?{urlencode(query)}"


def _with_stopped(figures: Figures) -> Figures:
    """The same with what stopped in one column."""
    groups = [_stopped_together(group) for group in figures.groups]
    return Figures(groups, _stopped_together(figures.total))


def _stopped_together(group: Group) -> Group:
    counts = {name: n for name, n in group.counts.items() if name not in STOPPED}
    counts["stopped"] = sum(group.counts[name] for name in STOPPED)
    return replace(group, counts=counts)


def head_of(split: Split) -> str:
    """What a row of a split is."""
    return {
        Split.INSTITUTION: _("Lerarenopleiding"),
        Split.SUBJECT: _("Vak"),
        Split.PROVINCE: _("Provincie"),
    }[split]
