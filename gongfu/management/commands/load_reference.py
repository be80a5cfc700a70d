"""The data that a city starts with: its districts and industries, and the shipped frameworks."""

from django.core.management.base import BaseCommand

from diagnosis.services.publishing import publish_shipped
from enterprises.register.services.loading import load_city


class Command(BaseCommand):
    """Load reference data; running it again changes only what changed in the files."""

    help = "Load districts and industries of the city and publish the shipped frameworks."

    def handle(self, *args: object, **options: object) -> None:
        load_city()
        releases = publish_shipped()
        self.stdout.write(f"reference data loaded, {len(releases)} frameworks published")
