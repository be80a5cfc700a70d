"""Bring the city's districts and the industries into the database; safe to repeat."""

from django.conf import settings
from django.db import transaction

from enterprises.cities.reading import City, read_city
from enterprises.register.industries import read_industries
from enterprises.register.models import District, DistrictAlias, Industry


@transaction.atomic
def load_city(*, name: str | None = None) -> City:
    """Create or correct districts, former codes and industries; nothing is ever deleted."""
    city = read_city(name or settings.CITY)
    _load_districts(city)
    _load_industries()
    return city


def _load_districts(city: City) -> None:
    districts = [
        District(
            code=row.code,
            name_zh=row.zh,
            name_en=row.en,
            short_zh=row.short,
            row=row.row,
            column=row.column,
        )
        for row in city.districts
    ]
    District.objects.bulk_create(
        districts,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_zh", "name_en", "short_zh", "row", "column"],
    )
    DistrictAlias.objects.bulk_create(
        [DistrictAlias(code=row.code, district_id=row.successor) for row in city.former],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["district"],
    )


def _load_industries() -> None:
    industries = [
        Industry(
            code=row.code,
            section=row.section,
            name_zh=row.zh,
            name_en=row.en,
            short_zh=row.short_zh,
            short_en=row.short_en,
        )
        for row in read_industries()
    ]
    Industry.objects.bulk_create(
        industries,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["section", "name_zh", "name_en", "short_zh", "short_en"],
    )
