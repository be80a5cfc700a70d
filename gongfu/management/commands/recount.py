"""`manage.py recount`: proves that ledger, scores and base tables agree."""

import sys
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports.coverage.recounting import differences


class Command(BaseCommand):
    help = "Count everything again from the base tables; exit 1 with a list of what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--list", type=int, default=100, metavar="N", help="print at most N differences"
        )

    def handle(self, *args: Any, list: int, **options: Any) -> None:
        tally: Counter[str] = Counter()
        found = 0
        for line in differences(tally):
            found += 1
            if found <= list:
                self.stderr.write(line)
        compared = ", ".join(f"{count:,} {what}" for what, count in tally.items())
        self.stdout.write(f"Compared {compared or 'nothing'}: {found:,} differences.")
        if found:
            sys.exit(1)
