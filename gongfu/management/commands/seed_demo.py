"""`manage.py seed_demo`: a simulated city, the same for the same arguments."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from diagnosis.services.publishing import publish_shipped
from enterprises.models import Enterprise
from enterprises.register.services.loading import load_city
from gongfu.core.clock import today
from gongfu.demo.planning import ROUNDS
from gongfu.demo.writing import City, printed, write_city


class Command(BaseCommand):
    help = "Fill an empty database with a simulated city and print fresh sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--enterprises", type=int, default=1200, metavar="N")
        parser.add_argument("--seed", type=int, default=2023, metavar="S")
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, metavar="DAY")

    def handle(
        self, *args: Any, enterprises: int, seed: int, as_of: date | None, **options: Any
    ) -> None:
        day = as_of or today()
        if enterprises < 1:
            raise CommandError(f"--enterprises {enterprises}: expected a number from 1 up.")
        if day <= ROUNDS[0].starts_on:
            raise CommandError(f"--as-of {day}: expected a day after {ROUNDS[0].starts_on}.")
        if Enterprise.objects.exists():
            raise CommandError("The register is not empty; the demo city needs an empty database.")
        load_city()
        publish_shipped()
        self._print(write_city(enterprises=enterprises, seed=seed, as_of=day))

    def _print(self, city: City) -> None:
        with override("en"):
            self.stdout.write(
                f"Simulated city: {city.firms} firms, {city.assessments} assessments.\n"
                f"Sign-ins, made just now and shown only here:\n{printed(city.sign_ins)}\n"
                f"Partner API:\n  client id  {city.partner.client_id}\n"
                f"  secret     {city.partner.client_secret}"
            )
