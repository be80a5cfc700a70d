from django.utils.translation import gettext as _

from diagnosis.which_release import release_named
from enterprises.models import Campaign
from gongfu.core.errors import Locked


def choose_framework(*, campaign: Campaign, framework: str) -> None:
    """Let a campaign ask one published release of everybody, or go by the rule (empty).

    What is open keeps its release. Raises Locked for a campaign that is closed.
    """
    if campaign.closed_on is not None:
        raise Locked(_("This campaign is closed; its questionnaire can no longer be changed."))
    if framework:
        release_named(framework)
    campaign.framework = framework
    campaign.save(update_fields=["framework"])
