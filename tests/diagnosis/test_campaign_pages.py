"""A regulator sees which questionnaire the firms of a campaign get, and may choose another."""

from datetime import date

import pytest
from django.urls import reverse

from diagnosis.models import Assessment
from diagnosis.services.publishing import publish_shipped
from enterprises.models import Campaign
from gongfu.core.models import Role
from tests.factories import CampaignFactory, EnterpriseFactory, as_regulator, as_role, in_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    publish_shipped()
    return CampaignFactory.create(slug="round", framework="", due_on=date(2030, 12, 31))


def page(slug: str = "round") -> str:
    return reverse("diagnosis:campaign", args=[slug])


def test_the_rule_stands_there_in_words_with_the_firms_it_decides(campaign, sign_in):
    in_scope(campaign, staff=30, revenue=900)
    in_scope(campaign, staff=600, revenue=21_500)
    text = sign_in(as_regulator()).get(page()).content.decode()
    assert "Small and micro firms, also above scale" in text
    assert "goes by the rule" in text
    cases = sign_in(as_regulator()).get(page()).context["cases"]
    assert [case.firms for case in cases] == [1, 0, 0, 0, 1, 0]


def test_a_district_counts_only_its_own_firms(campaign, sign_in):
    in_scope(campaign, staff=30, revenue=900)
    assert sign_in(as_regulator("310151")).get(page()).context["firms"] == 0
    assert sign_in(as_regulator("310115")).get(page()).context["firms"] == 1


def test_the_city_chooses_one_questionnaire_for_everybody(campaign, sign_in):
    city = sign_in(as_regulator())
    assert city.post(page(), {"framework": "eu-dma 2023"}).status_code == 302
    assert Campaign.objects.get().framework == "eu-dma 2023"
    assert "one questionnaire for the whole campaign" in city.get(page()).content.decode()
    assert city.post(page(), {"framework": "rule"}).status_code == 302
    assert Campaign.objects.get().framework == ""


@pytest.mark.parametrize("wanted", ["miit-sme 1999", "", "x" * 500])
def test_something_that_is_not_published_cannot_be_chosen(campaign, sign_in, wanted):
    response = sign_in(as_regulator()).post(page(), {"framework": wanted})
    assert response.status_code == 422
    assert "Choose the rule" in response.content.decode()
    assert Campaign.objects.get().framework == ""


def test_a_closed_campaign_keeps_its_questionnaire(campaign, sign_in):
    Campaign.objects.update(closed_on=date(2026, 1, 1))
    city = sign_in(as_regulator())
    assert city.post(page(), {"framework": "eu-dma 2023"}).status_code == 409
    assert "Save the choice" not in city.get(page()).content.decode()


def test_a_district_may_look_but_not_choose(campaign, sign_in):
    district = sign_in(as_regulator("310115"))
    assert district.post(page(), {"framework": "eu-dma 2023"}).status_code == 403
    assert "Save the choice" not in district.get(page()).content.decode()
    assert sign_in(as_role(Role.AUTHOR)).get(page()).status_code == 403


def test_all_campaigns_are_listed_with_what_they_ask(campaign, sign_in):
    CampaignFactory.create(slug="other", framework="miit-sme 2024")
    text = sign_in(as_regulator()).get(reverse("diagnosis:campaigns")).content.decode()
    assert "by the rule, firm by firm" in text
    assert "SME digital level (2024)" in text


def test_the_page_of_a_firm_says_what_it_would_answer_before_it_is_invited(campaign, sign_in):
    firm = EnterpriseFactory.create(staff=600)
    city = sign_in(as_regulator())
    text = city.get(reverse("enterprises:detail", args=[firm.pk])).content.decode()
    assert "Intelligent manufacturing (discrete)" in text
    assert "GB/T 39116" in text
    city.post(reverse("enterprises:invite", args=[firm.pk]), {"campaign": "round"})
    assert Assessment.objects.get(enterprise=firm).framework_ref == "gbt-39116-discrete"
