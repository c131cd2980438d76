"""What happens in the demo between 1 May and 22 September 2017, through the same services as ever.

Each step has its day; the practice clock is put on that day, and what lies after the day on
which the demo is to begin does not happen. The clock lives through the days in between: on 15 June
everything is matched and reaches the schools, after the refusals of September some requests go
on by themselves, others wait with a suggestion for their coordinator, and on each of these days
the mails are made and sent that are due. What is asked and answered is told in `demo_offers`,
`demo_filing` and `demo_answers`; what follows a yes in `demo_stages`, `demo_papers` and
`demo_plans`; who is told what in `demo_messages`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from calendar_cfg.models import AcademicYear
from calendar_cfg.practice import move_clock
from institutions.actors import SYSTEM
from lerarenstage import (
    demo_answers,
    demo_filing,
    demo_messages,
    demo_offers,
    demo_papers,
    demo_plans,
    demo_stages,
)
from lerarenstage.demo_world import World

BEFORE_ALL = date(2017, 5, 1)
BEGINS = date(2017, 9, 22)
"""The day on which the demo begins: some answers are late, others were asked for shortly."""


@dataclass(frozen=True)
class Step:
    """Something that happens on a day."""

    day: date
    do: Callable[[World, AcademicYear], None]


def tell(world: World, year: AcademicYear, until: date) -> None:
    """Let the story happen up to and including `until`; phases open and close on their days."""
    move_clock(to=BEFORE_ALL, actor=SYSTEM)
    for step in STEPS:
        if step.day > until:
            break
        move_clock(to=step.day, actor=SYSTEM)
        with transaction.atomic():
            step.do(world, year)
    move_clock(to=until, actor=SYSTEM)


STEPS = (
    Step(date(2017, 5, 3), demo_offers.schools_offer),
    Step(date(2017, 5, 15), demo_filing.templates_are_made),
    Step(date(2017, 6, 6), demo_filing.requests_are_filed),
    Step(date(2017, 9, 4), demo_answers.schools_answer),
    Step(date(2017, 9, 4), demo_answers.first_school_answers),
    Step(date(2017, 9, 4), demo_stages.stages_begin),
    Step(date(2017, 9, 4), demo_papers.papers_are_made),
    Step(date(2017, 9, 5), demo_messages.who_looks_seldom_looks),
    Step(date(2017, 9, 5), demo_answers.some_wait),
    Step(date(2017, 9, 5), demo_plans.stages_are_planned),
    Step(date(2017, 9, 5), demo_papers.papers_are_signed),
    Step(date(2017, 9, 5), demo_stages.one_is_cancelled),
    Step(date(2017, 9, 8), demo_messages.a_round_comes_too_late),
    Step(date(2017, 9, 12), demo_messages.schools_without_members_are_asked),
    Step(date(2017, 9, 13), demo_messages.who_works_here_looks),
    Step(date(2017, 9, 14), demo_answers.others_answer),
    Step(date(2017, 9, 18), demo_messages.a_school_answers_by_mail),
)
