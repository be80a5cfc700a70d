from datetime import date

import pytest

from diagnosis.models import Status
from diagnosis.services.opening import open_assessment, open_extra
from diagnosis.services.publishing import publish_shipped
from diagnosis.which_release import release_named
from enterprises.models import Campaign, LedgerEntry
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


def test_a_campaign_by_the_rule_gives_each_firm_its_own_framework():
    publish_shipped()
    campaign = CampaignFactory.create(framework="")
    sizes = [(30, 900), (600, 21_500), (1_200, 90_000)]
    refs = [
        open_assessment(
            enterprise=in_scope(campaign, staff=staff, revenue=revenue),
            campaign=campaign,
            actor=SYSTEM,
        ).framework_ref
        for staff, revenue in sizes
    ]
    assert refs == ["miit-sme", "gbt-39116-discrete", "gbt-39116-discrete"]


def test_what_is_open_keeps_its_framework_when_the_campaign_chooses_another():
    opened = assessment()
    Campaign.objects.filter(pk=opened.campaign_id).update(framework="eu-dma 2023")
    campaign = Campaign.objects.get(pk=opened.campaign_id)
    again = open_assessment(enterprise=opened.enterprise, campaign=campaign, actor=SYSTEM)
    assert again == opened


def test_an_extra_assessment_makes_no_step_of_coverage():
    main = assessment()
    before = LedgerEntry.objects.count()
    extra = open_extra(beside=main, release=release_named("eu-dma 2023"), actor=SYSTEM)
    assert (extra.is_extra, extra.framework_ref) == (True, "eu-dma")
    assert LedgerEntry.objects.count() == before
    assert open_extra(beside=main, release=release_named("eu-dma 2023"), actor=SYSTEM) == extra
    assert open_extra(beside=main, release=main.release, actor=SYSTEM) == main


def test_nothing_more_is_opened_in_a_closed_campaign():
    main = assessment()
    main.campaign.closed_on = date(2026, 1, 1)
    with pytest.raises(Invalid, match="closed"):
        open_extra(beside=main, release=release_named("eu-dma 2023"), actor=SYSTEM)
