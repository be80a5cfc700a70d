"""The reference data of the board's filters and tables, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from enterprises.models import Campaign, District, Industry
from gongfu.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Names:
    """The reference data of the filters and of the tables, read once."""

    campaigns: Mapping[str, Campaign]
    districts: Mapping[str, District]
    industries: Mapping[str, Industry]


def names_for(actor: Actor) -> Names:
    """What this reader may choose from: a regulator bound to a district has that one."""
    bound = actor.district_code
    districts = District.objects.filter(pk=bound) if bound else District.objects.all()
    return Names(
        campaigns={row.slug: row for row in Campaign.objects.order_by("-starts_on", "id")},
        districts={row.code: row for row in districts},
        industries={row.code: row for row in Industry.objects.all()},
    )
