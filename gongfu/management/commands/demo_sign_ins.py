"""`manage.py demo_sign_ins`: fresh passwords for the demo, because the first are kept nowhere."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gongfu.demo.people import renew_sign_ins
from gongfu.demo.writing import printed


class Command(BaseCommand):
    help = "Give the simulated people of the demo fresh passwords and print them."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.GONGFU_DEMO:
            raise CommandError("Only a demo has sign-ins to renew; set GONGFU_DEMO=1 for one.")
        sign_ins = renew_sign_ins()
        if not sign_ins:
            raise CommandError("This database holds no demo; `manage.py seed_demo` makes one.")
        self.stdout.write(f"Fresh sign-ins, shown only here:\n{printed(sign_ins)}")
