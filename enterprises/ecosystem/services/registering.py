"""Bringing a partner into the programme, and its keys."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import AccessToken, Application

from enterprises.ecosystem.models import Partner
from gongfu.core.access import SCOPES
from gongfu.core.errors import Conflict, Invalid
from gongfu.core.inputs import clean_text


class Keys(NamedTuple):
    """What a client signs in with. The secret is shown this once; only its hash is kept."""

    client_id: str
    client_secret: str


@transaction.atomic
def register_partner(
    *,
    name: str,
    scopes: Iterable[str],
    name_en: str = "",
    purpose: str = "",
    purpose_en: str = "",
    contact_email: str = "",
    is_simulated: bool = False,
) -> Keys:
    """Register an organisation with one confidential client that knows only client credentials.

    Without a purpose no firm can share anything with it.
    """
    name, wanted = clean_text(name, max_length=80), sorted(set(scopes))
    if unknown := set(wanted) - set(SCOPES.values()):
        raise Invalid(
            _("Unknown scope %(names)s; expected some of %(known)s.")
            % {"names": ", ".join(sorted(unknown)), "known": ", ".join(sorted(SCOPES.values()))}
        )
    if Partner.objects.filter(name=name).exists():
        raise Conflict(_("There is a partner named %(name)s already.") % {"name": name})
    secret = generate_client_secret()
    application = Application.objects.create(
        name=name,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    Partner.objects.create(
        name=name,
        name_en=clean_text(name_en, max_length=80),
        purpose=clean_text(purpose, max_length=120),
        purpose_en=clean_text(purpose_en, max_length=120),
        application=application,
        scopes=wanted,
        contact_email=contact_email,
        is_simulated=is_simulated,
    )
    return Keys(application.client_id, secret)


@transaction.atomic
def renew_secret(*, partner: Partner) -> Keys:
    """Give the client a new secret; the old one and every token taken with it end at once."""
    application, secret = partner.application, generate_client_secret()
    application.client_secret = secret
    application.save(update_fields=["client_secret", "updated"])
    AccessToken.objects.filter(application=application).delete()
    return Keys(application.client_id, secret)
