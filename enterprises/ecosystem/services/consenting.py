"""A firm opens its data to a partner, or closes it again."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from enterprises.ecosystem.models import Consent, Partner
from enterprises.register.models import Enterprise
from gongfu.core.actor import Actor
from gongfu.core.clock import now
from gongfu.core.errors import Locked
from gongfu.core.services.changing import note_change

PROFILE = Consent.FieldGroup.PROFILE


@transaction.atomic
def share(*, enterprise: Enterprise, partner: Partner, field_group: str, actor: Actor) -> Consent:
    """Consent as a firm does: to what the partner states as its purpose, the profile first."""
    if not partner.purpose:
        raise Locked(_("This partner has not stated a purpose yet, so nothing can be shared."))
    if field_group != PROFILE and not _in_force(enterprise, partner, PROFILE).exists():
        raise Locked(_("Share the public profile first; nothing else is read without it."))
    return give_consent(
        enterprise=enterprise,
        partner=partner,
        field_group=field_group,
        purpose=partner.purpose,
        purpose_en=partner.purpose_en,
        actor=actor,
    )


@transaction.atomic
def stop_sharing(
    *, enterprise: Enterprise, partner: Partner, field_group: str, actor: Actor
) -> list[Consent]:
    """End the consent to one group; return what was ended, nothing where nothing was in force."""
    consent = _in_force(enterprise, partner, field_group).first()
    return end_consent(consent=consent, actor=actor) if consent else []


@transaction.atomic
def give_consent(
    *,
    enterprise: Enterprise,
    partner: Partner,
    field_group: str,
    purpose: str,
    purpose_en: str = "",
    actor: Actor | None = None,
) -> Consent:
    """Open one group of fields to one partner; a consent in force stays as it is."""
    consent, created = Consent.objects.get_or_create(
        enterprise=enterprise,
        partner=partner,
        field_group=field_group,
        valid_to=None,
        defaults={
            "purpose": purpose,
            "purpose_en": purpose_en,
            "valid_from": now(),
            "given_by_id": actor.user_id if actor else None,
        },
    )
    if created:
        note_change(kind="consent", key=str(consent.pk))
    return consent


@transaction.atomic
def end_consent(*, consent: Consent, actor: Actor | None = None) -> list[Consent]:
    """Write the end: the partner's next call no longer finds the firm. Return what was ended.

    The other groups rest on the profile: left open, they would come back with it unasked.
    """
    open_now = Consent.objects.select_for_update().filter(
        enterprise=consent.enterprise_id, partner=consent.partner_id, valid_to=None
    )
    if consent.field_group != PROFILE:
        open_now = open_now.filter(pk=consent.pk)
    ended = list(open_now.order_by("pk"))
    changes = {"valid_to": now(), "ended_by_id": actor.user_id if actor else None}
    Consent.objects.filter(pk__in=[each.pk for each in ended]).update(**changes)
    for each in ended:
        note_change(kind="consent", key=str(each.pk))
    return ended


def _in_force(enterprise: Enterprise, partner: Partner, field_group: str) -> QuerySet[Consent]:
    return Consent.objects.filter(
        enterprise=enterprise, partner=partner, field_group=field_group, valid_to=None
    )
