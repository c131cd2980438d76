"""`manage.py load_demo`: a made-up world to try the product in, on a date of 2017-2018."""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from lerarenstage.demo_messages import a_school_registers
from lerarenstage.demo_story import BEFORE_ALL, BEGINS, tell
from lerarenstage.demo_world import PASSWORD, make_world, person
from placement_code.example import accept_for_everybody, make_example

ADMINISTRATOR = "beheerder@demo.example"
# Of the Stagecode: the first version holds before anything happens, the second asks again.
CODE_DAYS = {"first_day": date(2017, 4, 3), "second_day": date(2018, 1, 8)}
LOGINS = (
    ("Stagecoördinator", "coordinator@demo.example"),
    ("Stagebegeleider", "begeleider@demo.example"),
    ("Schoolmentor", "schoolmentor@demo.example"),
    ("Vakmentor", "vakmentor@demo.example"),
    ("Stagiair", "stagiair@demo.example"),
    ("Beheerder", ADMINISTRATOR),
)


class Command(BaseCommand):
    """Load the demo once; a second time it only tells the logins."""

    help = "Loads the demo data, up to a date of 2017-2018 on the practice clock."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the date on which the demo begins."""
        parser.add_argument(
            "--date",
            type=date.fromisoformat,
            default=BEGINS,
            help=f"the date that the practice clock is put on (default {BEGINS})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is not there, and print one login per role."""
        if not settings.PRACTICE_CLOCK_ALLOWED:
            raise CommandError("Demo data belong in a demo or training installation (DEMO=1).")
        if not User.objects.filter(email=ADMINISTRATOR).exists():
            self.load(options["date"])
        self.stdout.write(f"Log in with one of these; the password is always {PASSWORD}")
        for role, email in LOGINS:
            self.stdout.write(f"  {role:<18}{email}")

    def load(self, until: date) -> None:
        """Make the world and tell its story; the administrator comes last, as the mark of all.

        It cannot be one transaction: what happens when a phase opens is saved by itself.
        """
        if User.objects.exists():
            raise CommandError("There is half a demo here already: run `make demo-reset`.")
        call_command("load_years", verbosity=0)
        with transaction.atomic():
            world = make_world()
            code, _later = make_example(**CODE_DAYS)
        year = AcademicYear.objects.get(start_year=2017)
        tell(world, year, until)
        with transaction.atomic():
            administrator = person(
                "Demo Beheerder", ADMINISTRATOR, is_staff=True, is_superuser=True
            )
            accepted_at = datetime.combine(BEFORE_ALL, time(12), clock.BRUSSELS)
            accept_for_everybody(code, year=year, at=accepted_at)
            if until >= BEGINS:
                a_school_registers(world, administrator)
