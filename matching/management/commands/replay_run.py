"""`manage.py replay_run <public_id>`: does an old run again; exit 1 when the answer differs."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from calendar_cfg.exceptions import DomainError
from matching.models import MatchingRun
from matching.replaying import Replay, replay

MOST_SHOWN = 20


class Command(BaseCommand):
    """Solve the stored input of a run again, with the same limits and seed."""

    help = "Does a run of the matching again from its stored input; fails when the answer differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """The run, as its page names it."""
        parser.add_argument("public_id", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say whether the answer is the same; nothing is stored."""
        run = MatchingRun.objects.filter(public_id=options["public_id"]).first()
        if run is None:
            raise CommandError("There is no such run.")
        try:
            found = replay(run)
        except DomainError as error:
            raise CommandError(error.message) from error
        if found.is_same:
            self.stdout.write(f"The same answer: {_figures(found)}.")
            return
        self._tell_difference(found)

    def _tell_difference(self, found: Replay) -> None:
        moved = found.moved
        self.stderr.write(f"{len(moved)} go elsewhere: {', '.join(moved[:MOST_SHOWN])}")
        if found.may_differ:
            self.stderr.write(found.may_differ)
        raise CommandError(f"Another answer: {_figures(found)}.")


def _figures(found: Replay) -> str:
    stored, again = found.stored, found.again
    return (
        f"{len(stored.assignments)} and {len(again.assignments)} placed, "
        f"bound {stored.bound} and {again.bound}"
    )
