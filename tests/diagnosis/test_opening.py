from datetime import date

import pytest

from diagnosis.models import Status
from diagnosis.services.opening import open_assessment
from diagnosis.services.publishing import publish_shipped
from enterprises.models import LedgerEntry
from gongfu.core.errors import Invalid
from gongfu.core.models import Change
from tests.factories import SYSTEM, CampaignFactory, assessment, in_scope

pytestmark = pytest.mark.django_db


def test_opening_invites_the_firm_and_counts_it():
    opened = assessment()
    assert opened.status == Status.DRAFT
    assert (opened.answered, opened.total) == (0, 31)
    assert opened.sheets.get().document == {}
    assert opened.moves.get().after == Status.DRAFT
    steps = LedgerEntry.objects.filter(enterprise=opened.enterprise).values_list("step", flat=True)
    assert set(steps) == {"in_scope", "invited"}
    assert Change.objects.filter(kind="assessment", key=str(opened.pk)).exists()


def test_opening_twice_gives_the_same_assessment():
    opened = assessment()
    again = open_assessment(enterprise=opened.enterprise, campaign=opened.campaign, actor=SYSTEM)
    assert again == opened
    assert opened.moves.count() == 1


def test_a_firm_may_have_its_own_day():
    publish_shipped()
    campaign = CampaignFactory.create()
    day = date(2025, 6, 30)
    opened = open_assessment(
        enterprise=in_scope(campaign), campaign=campaign, actor=SYSTEM, due_on=day
    )
    assert opened.due_on == day


def test_a_campaign_on_an_unpublished_framework_opens_nothing():
    campaign = CampaignFactory.create(framework="miit-sme 1999")
    with pytest.raises(Invalid, match="not published"):
        open_assessment(enterprise=in_scope(campaign), campaign=campaign, actor=SYSTEM)
