"""What the page "Kijk na en dien in" shows of a draft: its parts, their problems, the dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from institutions.actors import Actor
from requests_app import workflow
from requests_app.completeness import Facts, by_part, facts_of, problems_of
from requests_app.draft_steps import CHECK, STEPS
from requests_app.enums import Action
from requests_app.filing_dates import milestone_warning, when_filing_opens
from requests_app.free_text import warning_about
from requests_app.problems import Problem
from requests_app.request_selectors import supervisor_name
from requests_app.request_tables import period_words
from requests_app.wish_words import hardship_in_words, search_in_words, wishes_in_words


@dataclass(frozen=True)
class Row:
    """A fact of a part, for a summary list."""

    label: str
    value: str


@dataclass(frozen=True)
class PartShown:
    """A part of the draft: its facts, what it misses, and where it is changed."""

    part: str
    title: Any
    url: str
    rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class CheckPage:
    """A draft as its check page reads it."""

    def __init__(self, draft: Any, actor: Actor) -> None:
        self.draft = draft
        self.actor = actor

    @cached_property
    def facts(self) -> Facts:
        """Its trainees, lines and schools."""
        return facts_of(self.draft)

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that keeps it from being filed."""
        return problems_of(self.draft, self.facts)

    @cached_property
    def parts(self) -> list[PartShown]:
        """The parts in the order of the steps."""
        missing = by_part(self.problems)
        facts = {
            "trainees": self._trainees,
            "period": self._period,
            "activities": self._activities,
            "school": self._school,
        }
        return [
            PartShown(step.part, step.label, self._url(step.url_name), rows(), missing[step.part])
            for step in STEPS
            if (rows := facts.get(step.part)) is not None
        ]

    def _url(self, url_name: str) -> str:
        return f"{reverse(url_name, args=[self.draft.public_id])}?naar={CHECK}"

    def _trainees(self) -> list[Row]:
        people = self.facts.trainees
        label = _("Groepsstage") if self.draft.is_group else _("Stagiair")
        return [Row(label, ", ".join(str(trainee) for trainee in people))]

    def _period(self) -> list[Row]:
        return [
            Row(_("Opleiding"), str(self.draft.programme or "")),
            Row(_("Stageperiode"), period_words(self.draft)),
            Row(_("Stagebegeleider"), supervisor_name(self.draft.supervisor)),
            Row(_("Tekst voor de school"), self.draft.text_for_school),
        ]

    def _activities(self) -> list[Row]:
        return [
            Row(_("Activiteit %(n)d") % {"n": number}, line_words(line))
            for number, line in enumerate(self.facts.lines, start=1)
        ]

    def _school(self) -> list[Row]:
        route = str(self.draft.get_route_display()) if self.draft.route else ""
        names = [school.name for school, _said in self.facts.schools]
        shown = [Row(_("Hoe we een school zoeken"), route)]
        if len(names) == 1:
            shown.append(Row(_("School"), names[0]))
        elif names:
            ranked = "; ".join(f"{rank}. {name}" for rank, name in enumerate(names, start=1))
            shown.append(Row(_("Voorkeurscholen"), ranked))
        if wishes := wishes_in_words(self.draft):
            shown.append(Row(_("Wensen"), wishes))
        subjects = {line.subject_id for line in self.facts.lines} - {None}
        how = " ".join(search_in_words(self.draft, len(subjects)))
        shown.append(Row(_("Hoe we verder zoeken"), how))
        return shown

    @property
    def reads_hardship(self) -> bool:
        """Whether the actor reads and asks voorrang."""
        return workflow.may(self.actor, Action.MARK_HARDSHIP, self.draft.state)

    @property
    def hardship(self) -> list[Row]:
        """The voorrang that is asked, as a row."""
        return [Row(_("Voorrang"), hardship_in_words(self.draft) or _("Geen"))]

    @cached_property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.problems

    @cached_property
    def warnings(self) -> list[str]:
        """What to know before filing; none of it refuses."""
        texts = [self.draft.text_for_school, *(line.remark for line in self.facts.lines)]
        found = dict.fromkeys(warning for text in texts if (warning := warning_about(text)))
        milestone = milestone_warning(self.draft)
        return [*([milestone] if milestone else []), *found]

    @cached_property
    def not_open(self) -> str:
        """Why nothing can be filed today, with the date; empty when it can."""
        return when_filing_opens(self.draft)

    @cached_property
    def is_coordinator(self) -> bool:
        """Whether the actor files, rather than offers for a check."""
        return workflow.may(self.actor, Action.FILE, self.draft.state)

    @property
    def may_file(self) -> bool:
        """Whether the button to file is there."""
        return self.is_coordinator and self.is_complete and not self.not_open

    @property
    def first_to_mend(self) -> str:
        """Where a coordinator goes on with a draft that misses something; empty otherwise."""
        if not self.is_coordinator:
            return ""
        return next((part.url for part in self.parts if part.problems), "")

    @property
    def may_offer(self) -> bool:
        """Whether the button to offer for a check is there."""
        return not self.is_coordinator and self.draft.offered_for_check_at is None

    @property
    def offered_on(self) -> str:
        """Since when it waits for a check; empty when it does not."""
        return long_date(self.draft.offered_for_check_at)

    @property
    def is_late_in_year(self) -> bool:
        """Whether the stageperiode began already."""
        start = self.draft.period_start
        return bool(start and start <= clock.today())


def line_words(line: Any) -> str:
    """ "Actieve stage Frans, 20 lesuren, 2de graad, aso"."""
    parts = [
        str(line),
        _("%(n)d lesuren") % {"n": line.hours} if line.hours else "",
        str(line.get_graad_display()) if line.graad else "",
        str(line.get_education_form_display()) if line.education_form else "",
        str(line.get_finality_display()).lower() if line.finality else "",
        line.remark,
    ]
    return ", ".join(part for part in parts if part)
