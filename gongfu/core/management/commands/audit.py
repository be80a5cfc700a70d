"""`manage.py audit verify`: whether the audit trail is as it was when it was sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongfu.core.models import AuditEntry, AuditSeal
from gongfu.core.services.auditing import broken_seals, seal


class Command(BaseCommand):
    help = "Check the hash chain of the audit trail (verify), or seal what has settled (seal)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("what", choices=["verify", "seal"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "seal":
            while seal():
                pass
        faults = broken_seals()
        if faults:
            raise CommandError("\n".join(faults))
        newest = AuditSeal.objects.order_by("-last").first()
        sealed = AuditEntry.objects.filter(pk__lte=newest.last).count() if newest else 0
        waiting = AuditEntry.objects.count() - sealed
        self.stdout.write(f"{sealed} sealed entries are unaltered; {waiting} wait for a seal.")
