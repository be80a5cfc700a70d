from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.models import Assessment
from diagnosis.services.opening import open_assessment
from enterprises.models import Campaign, Enterprise, ScopeEntry
from enterprises.programme.services.scoping import enter_scope
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.errors import Locked


@transaction.atomic
def invite_enterprise(*, enterprise: Enterprise, campaign: Campaign, actor: Actor) -> Assessment:
    """Put a firm on the list of a running campaign, unless it is there, and open its assessment.

    A second call returns the same assessment. Raises Locked for a campaign that does not run.
    """
    today = clock.today()
    if not Campaign.objects.running_on(today).filter(pk=campaign.pk).exists():
        raise Locked(_("This campaign is not running; nobody can be invited to it."))
    stays = ScopeEntry.objects.filter(campaign=campaign, enterprise=enterprise, left_on=None)
    if not stays.exists():
        enter_scope(
            campaign=campaign,
            enterprise=enterprise,
            on=today,
            reason=_("Put on the list by the administration"),
            source=f"invited:{campaign.pk}:{today.isoformat()}",
            actor=actor,
        )
    return open_assessment(enterprise=enterprise, campaign=campaign, actor=actor)
