"""The partners of the simulated city, and the firms that agreed to the first of them."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone

from enterprises.ecosystem.services.registering import Keys, register_partner
from enterprises.models import Consent, Enterprise, Partner
from gongfu.core.access import SCOPES

NAME, NAME_EN = "产业服务平台（样例）", "Industry Service Platform (sample)"
PURPOSE, PURPOSE_EN = "产业服务对接", "finding services for the firm"
BANK, BANK_EN = "园区金融服务（样例）", "Park Finance (sample)"
LOANS, LOANS_EN = "技改贷款贴息审核", "checking interest subsidies for loans on new equipment"
REFUSES = 5  # every fifth firm keeps its data to itself


def add_partner(firms: Sequence[Enterprise], since: date) -> Keys:
    """Register both with all scopes; return the keys of the first, which are kept nowhere else."""
    keys = register_partner(
        name=NAME,
        name_en=NAME_EN,
        purpose=PURPOSE,
        purpose_en=PURPOSE_EN,
        scopes=SCOPES.values(),
        is_simulated=True,
    )
    register_partner(
        name=BANK,
        name_en=BANK_EN,
        purpose=LOANS,
        purpose_en=LOANS_EN,
        scopes=SCOPES.values(),
        contact_email="service@example.com",
        is_simulated=True,
    )
    partner = Partner.objects.get(name=NAME)
    given = timezone.make_aware(datetime.combine(since, time(9)))
    Consent.objects.bulk_create(
        (
            Consent(
                enterprise=firm,
                partner=partner,
                field_group=group,
                purpose=PURPOSE,
                purpose_en=PURPOSE_EN,
                valid_from=given,
            )
            for at, firm in enumerate(firms)
            if at % REFUSES
            for group in (Consent.FieldGroup.PROFILE, Consent.FieldGroup.SCORES)
        ),
        batch_size=1000,
    )
    return keys
