"""A regulator makes a campaign in the browser and keeps it: head, rule, targets, end."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from enterprises.models import Campaign, CampaignDecision, Target
from gongfu.core import jobs
from tests.factories import (
    CampaignFactory,
    EnterpriseFactory,
    as_regulator,
    district,
    in_scope,
    reach,
)

pytestmark = pytest.mark.django_db
HEAD = {
    "name_zh": "2027 年诊断",
    "name_en": "Diagnosis of 2027",
    "starts_on": "2026-01-01",
    "due_on": "2027-12-31",
    "counted_step": "verified",
}


def page(name, campaign):
    return reverse(f"enterprises:campaign_{name}", args=[campaign.slug])


@pytest.fixture
def campaign(db):
    district()  # and with it every other
    return CampaignFactory.create(slug="round")


@pytest.fixture
def city(sign_in):
    return sign_in(as_regulator())


def test_a_campaign_is_made_given_a_rule_and_filled_by_it(city):
    firm = EnterpriseFactory.create(is_above_scale=True)
    made = city.post(reverse("enterprises:campaign_new"), HEAD)
    campaign = Campaign.objects.get()
    assert made.url == page("rule", campaign)
    assert (campaign.slug, campaign.name_en) == ("2026", "Diagnosis of 2027")
    assert city.post(page("rule", campaign), {"above_scale": "on"}).status_code == 302
    shown = city.get(page("rule", campaign))
    assert shown.context["total"] == (1, 0, 0)
    wish = {"on": "2026-01-01", "reason": "List", "takes_out": "on", "enters": 1, "leaves": 0}
    assert city.post(page("rule_apply", campaign), wish).status_code == 302
    jobs.run_until_empty("bulk", heartbeat=False)
    assert firm.scope.get().campaign == campaign
    assert "nothing to apply" in city.get(page("rule", campaign)).content.decode()


def test_the_form_of_a_rule_begins_with_what_is_kept(city, campaign):
    wish = {"sizes": ["small", "medium"], "districts": ["310115"]}
    city.post(page("rule", campaign), wish)
    shown = city.get(page("rule", campaign)).context["form"]
    ticked = {
        name: [box.data["value"] for box in shown[name] if box.data["selected"]] for name in wish
    }
    assert ticked == {"sizes": ["medium", "small"], "districts": ["310115"]}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name_zh", "", "Enter the Chinese name."),
        ("due_on", "2025-12-31", "before the first day"),
        ("starts_on", "soon", "Enter a day"),
        ("counted_step", "invited", "Select a valid choice"),
    ],
)
def test_a_wrong_head_is_said_beside_its_field(city, field, value, said):
    response = city.post(reverse("enterprises:campaign_new"), {**HEAD, field: value})
    assert response.status_code == 422
    assert said in str(response.context["form"].errors[field])
    assert not Campaign.objects.exists()


def test_once_a_firm_was_invited_first_day_and_what_counts_are_fixed(city, campaign):
    reach(campaign, in_scope(campaign), "invited", date(2024, 5, 6))
    text = city.get(page("edit", campaign)).content.decode()
    assert "Enterprises have been invited" in text
    moved = {**HEAD, "counted_step": "reported", "due_on": "2026-06-30"}
    response = city.post(page("edit", campaign), moved)
    assert "Say why" in str(response.context["form"].errors["reason"])
    assert city.post(page("edit", campaign), {**moved, "reason": "Six months more"}).url
    campaign.refresh_from_db()
    assert (campaign.due_on, campaign.counted_step) == (date(2026, 6, 30), "verified")
    assert CampaignDecision.objects.get().reason == "Six months more"
    history = city.get(reverse("diagnosis:campaign", args=["round"])).content.decode()
    assert "2025-12-31 → 2026-06-30" in history


def test_a_campaign_is_closed_and_reopened_with_a_reason(city, campaign):
    assert city.post(page("close", campaign), {"reason": " "}).status_code == 422
    for reason, closed in (("The plan ended", True), ("Not yet", False)):
        city.post(page("close", campaign), {"reason": reason})
        campaign.refresh_from_db()
        assert bool(campaign.closed_on) is closed
    kinds = CampaignDecision.objects.order_by("pk").values_list("kind", "reason")
    assert list(kinds) == [("closed", "The plan ended"), ("reopened", "Not yet")]


def test_the_city_sets_targets_for_itself_and_every_district(city, campaign):
    cells = {"city:2024-12-31": "60", "city:2025-12-31": "100", "310115:2025-12-31": "82.5%"}
    assert city.post(page("targets", campaign), cells).status_code == 302
    found = {(one.district_id, one.due_on.year): one.share for one in Target.objects.all()}
    assert found[None, 2024] == Decimal("0.6")
    assert found["310115", 2025] == Decimal("0.825")
    city.post(page("targets", campaign), {**cells, "city:2024-12-31": ""})
    assert Target.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"city:2025-12-31": "101"}, "not a share"),
        ({"city:2025-12-31": "viele"}, "not a number"),
        ({"city:2024-12-31": "70", "city:2025-12-31": "60"}, "does not fall"),
    ],
)
def test_a_target_that_cannot_be_is_said_beside_its_cell(city, campaign, cells, said):
    response = city.post(page("targets", campaign), cells)
    assert response.status_code == 422
    assert said in str(response.context["form"].errors["city:2025-12-31"])
    assert not Target.objects.exists()


def test_a_district_asks_more_of_itself_and_nothing_of_others(city, campaign, sign_in):
    city.post(page("targets", campaign), {"city:2025-12-31": "80", "310104:2025-12-31": "90"})
    pudong = sign_in(as_regulator("310115"))
    less = pudong.post(page("targets", campaign), {"310115:2025-12-31": "70"})
    assert "set that or more" in str(less.context["form"].errors)
    more = {"310115:2025-12-31": "95", "310104:2025-12-31": "10", "city:2025-12-31": "10"}
    assert pudong.post(page("targets", campaign), more).status_code == 302
    found = {one.district_id: one.share for one in Target.objects.all()}
    assert found == {None: Decimal("0.8"), "310104": Decimal("0.9"), "310115": Decimal("0.95")}


def test_a_district_sees_the_dry_run_of_its_own_firms_only(city, campaign, sign_in):
    for code in ("310115", "310104"):
        EnterpriseFactory.create(district=code, is_above_scale=True)
    city.post(page("rule", campaign), {"above_scale": "on"})
    pudong = sign_in(as_regulator("310115"))
    assert pudong.get(page("rule", campaign)).context["total"].enters == 1
    assert [name for name, _change in pudong.get(page("rule", campaign)).context["districts"]]
    assert pudong.post(page("rule", campaign), {}).status_code == 403


def test_the_denominator_says_who_came_and_why_and_takes_a_wrong_stay_back(city, campaign, sign_in):
    firm = in_scope(campaign, on=date(2024, 5, 6))
    text = city.get(page("scope", campaign)).content.decode()
    assert "Day by day in 2024-05" in text
    assert firm.name in text
    fix = reverse("enterprises:scope_correct", args=[firm.scope.get().pk])
    wish = {"what": "left", "reason": "Closed"}
    assert city.post(fix, wish).status_code == 422
    assert city.post(fix, {**wish, "on": "2024-01-01"}).status_code == 422
    assert city.post(fix, {"what": "never", "reason": "Not a manufacturer"}).status_code == 302
    assert "Not a manufacturer" in city.get(page("scope", campaign)).content.decode()
    assert sign_in(as_regulator("310104")).get(fix).status_code == 404
