"""Does what is due because phases opened or closed; for cron, where there is no beat."""

from typing import Any

from django.core.management.base import BaseCommand

from calendar_cfg import ledger
from calendar_cfg.catching_up import catch_up
from calendar_cfg.enums import SweepTrigger


class Command(BaseCommand):
    """One sweep of the ledger, and what it set going; exit code 1 when an effect failed."""

    help = "Does every effect of a phase edge that is due, once, and reports."

    def handle(self, *args: Any, **options: Any) -> None:
        report = ledger.sweep(SweepTrigger.COMMAND)
        self.stdout.write(str(report))
        catch_up.send(ledger)
        if report.failed:
            raise SystemExit(1)
