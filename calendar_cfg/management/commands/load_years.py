"""Puts the calendar of 2017-2018 in the database, and that of the running year."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from calendar_cfg import clock
from calendar_cfg.holidays import school_year_of
from calendar_cfg.models import AcademicYear
from calendar_cfg.year_2017_2018 import PLAN_2017_2018, plan_for
from calendar_cfg.years_admin import save_plan

FIRST = PLAN_2017_2018.start_year
LAST_POSSIBLE = 2100


class Command(BaseCommand):
    """2017-2018 exactly as the source has it; later years as proposed from it."""

    help = (
        "Adds the calendar of 2017-2018 and of the running year, or of every year up to --until. "
        "A year that exists is left as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--until", type=int, metavar="START_YEAR", help="Add every year from 2017 up to this."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        known = set(AcademicYear.objects.values_list("start_year", flat=True))
        for start_year in years_to_load(options["until"]):
            if start_year in known:
                self.stdout.write(f"{start_year}-{start_year + 1}: kept")
                continue
            year = save_plan(plan_for(start_year))
            self.stdout.write(f"{year.name}: added")


def years_to_load(until: int | None) -> list[int]:
    """The start years asked for; without `until` the source's year and those open by now."""
    if until is not None:
        if not FIRST <= until <= LAST_POSSIBLE:
            raise CommandError(f"--until must lie between {FIRST} and {LAST_POSSIBLE}.")
        return list(range(FIRST, until + 1))
    today = clock.today()
    running = max(school_year_of(today), FIRST)
    wanted = {FIRST, running}
    if min(phase.opens_on for phase in plan_for(running + 1).phases) <= today:
        wanted.add(running + 1)
    return sorted(wanted)
