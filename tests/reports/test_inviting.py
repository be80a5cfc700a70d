"""A regulator brings a registered firm into a running campaign."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from diagnosis.models import Assessment
from diagnosis.services.publishing import publish_shipped
from enterprises.models import Campaign, Enterprise, ScopeEntry, Step, StepReached
from gongfu.core.actor import Actor
from gongfu.core.clock import today
from gongfu.core.models import User
from tests.factories import CampaignFactory, EnterpriseFactory, as_regulator

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    publish_shipped()
    return CampaignFactory.create(due_on=date(2030, 12, 31))


@pytest.fixture
def firm(campaign: Campaign) -> Enterprise:
    return EnterpriseFactory.create()


def ask(actor: Actor, firm: Enterprise, campaign: Campaign) -> int:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    address = reverse("enterprises:invite", args=[firm.pk])
    return client.post(address, {"campaign": campaign.slug}).status_code


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    settings.GONGFU_DEMO = True


def test_the_firm_comes_into_scope_and_can_begin(campaign: Campaign, firm: Enterprise) -> None:
    assert ask(as_regulator(), firm, campaign) == 302
    assert ScopeEntry.objects.get(enterprise=firm).entered_on == today()
    assert StepReached.objects.get(enterprise=firm).step == Step.INVITED
    assert Assessment.objects.get(enterprise=firm).campaign == campaign


def test_asking_twice_opens_one_assessment(campaign: Campaign, firm: Enterprise) -> None:
    regulator = as_regulator()
    assert [ask(regulator, firm, campaign) for _ in range(2)] == [302, 302]
    assert Assessment.objects.filter(enterprise=firm).count() == 1


def test_a_campaign_that_is_closed_invites_nobody(campaign: Campaign, firm: Enterprise) -> None:
    Campaign.objects.update(closed_on=date(2026, 1, 1))
    assert ask(as_regulator(), firm, campaign) == 409
    assert not ScopeEntry.objects.filter(enterprise=firm).exists()


def test_a_district_reaches_only_its_own_firms(campaign: Campaign, firm: Enterprise) -> None:
    assert ask(as_regulator("310151"), firm, campaign) == 404
