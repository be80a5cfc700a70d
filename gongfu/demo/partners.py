"""A partner of the simulated city, and the firms that agreed to it."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone

from enterprises.ecosystem.services.registering import Keys, register_partner
from enterprises.models import Consent, Enterprise, Partner
from gongfu.core.access import SCOPES

NAME = "产业服务平台（样例）"
PURPOSE = "产业服务对接"
REFUSES = 5  # every fifth firm keeps its data to itself


def add_partner(firms: Sequence[Enterprise], since: date) -> Keys:
    """Register one partner with all scopes; return its keys, which are kept nowhere else."""
    keys = register_partner(name=NAME, scopes=SCOPES.values(), is_simulated=True)
    partner = Partner.objects.get(name=NAME)
    given = timezone.make_aware(datetime.combine(since, time(9)))
    Consent.objects.bulk_create(
        (
            Consent(
                enterprise=firm,
                partner=partner,
                field_group=group,
                purpose=PURPOSE,
                valid_from=given,
            )
            for at, firm in enumerate(firms)
            if at % REFUSES
            for group in (Consent.FieldGroup.PROFILE, Consent.FieldGroup.SCORES)
        ),
        batch_size=1000,
    )
    return keys
