"""`manage.py replay_run <public_id or file>`: does a run again; exit 1 when the answer differs."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from calendar_cfg.exceptions import DomainError
from matching.models import MatchingRun
from matching.replaying import Replay, replay, replay_file

MOST_SHOWN = 20


class Command(BaseCommand):
    """Solve the stored input of a run again, with the same limits and seed."""

    help = "Does a run of the matching again from its stored input; fails when the answer differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """The run, as its page names it, or the JSON file that its page gives."""
        parser.add_argument("run", help="the public id of a run, or a JSON file of one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say whether the answer is the same; nothing is stored."""
        try:
            found = self._replay(options["run"])
        except DomainError as error:
            raise CommandError(error.message) from error
        if found.is_same:
            self.stdout.write(f"The same answer: {_figures(found)}.")
            return
        self._tell_difference(found)

    def _replay(self, named: str) -> Replay:
        path = Path(named)
        if path.is_file():
            return replay_file(path.read_bytes())
        try:
            public_id = UUID(named)
        except ValueError as error:
            raise CommandError("There is no such file or run.") from error
        run = MatchingRun.objects.filter(public_id=public_id).first()
        if run is None:
            raise CommandError("There is no such run.")
        return replay(run)

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
