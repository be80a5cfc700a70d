"""A firm opens its data to a partner, or closes it again."""

from django.db import transaction

from enterprises.ecosystem.models import Consent, Partner
from enterprises.register.models import Enterprise
from gongfu.core.clock import now
from gongfu.core.services.changing import note_change


@transaction.atomic
def give_consent(
    *, enterprise: Enterprise, partner: Partner, field_group: str, purpose: str
) -> Consent:
    """Open one group of fields to one partner; a consent in force stays as it is."""
    consent, created = Consent.objects.get_or_create(
        enterprise=enterprise,
        partner=partner,
        field_group=field_group,
        valid_to=None,
        defaults={"purpose": purpose, "valid_from": now()},
    )
    if created:
        note_change(kind="consent", key=str(consent.pk))
    return consent


@transaction.atomic
def end_consent(*, consent: Consent) -> None:
    """Write the end: the partner's next call no longer finds the firm."""
    ended = Consent.objects.filter(pk=consent.pk, valid_to=None).update(valid_to=now())
    if ended:
        note_change(kind="consent", key=str(consent.pk))
