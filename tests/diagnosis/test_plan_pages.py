"""The planner page: what is ticked is what the score becomes, with scripts or without."""

import pytest
from django.urls import reverse

from diagnosis.catalogue import framework_for
from diagnosis.library import solutions
from diagnosis.maturity import score
from diagnosis.maturity.effects import apply_effects
from diagnosis.maturity.planning.candidates import duration
from diagnosis.maturity.resolving import Reading
from diagnosis.models import Assessment
from diagnosis.planning.asking import LEAST_DAYS
from diagnosis.planning.sizing import STAFF, Known, known
from tests.factories import assessment, member_of, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> Assessment:
    return submitted()


@pytest.fixture
def planner(done, firm):
    """Open the page with a query, and give the response."""
    client, address = firm(done), reverse("diagnosis:plan", args=[done.pk])
    return lambda query="", **more: client.get(f"{address}?{query}", **more)


def test_the_result_leads_to_the_planner(done, firm):
    page = firm(done).get(reverse("diagnosis:result", args=[done.pk])).content.decode()
    assert reverse("diagnosis:plan", args=[done.pk]) in page


def test_what_is_ticked_comes_to_the_score_of_the_changed_answers(done, planner):
    row = done.scores.get(is_current=True)
    area = planner().context["areas"][0]
    ref = area.choices[0].ref
    response = planner(f"tick={ref}")
    framework = framework_for(done)
    sheet = apply_effects(framework, row.answers, [solutions()[ref]], {})
    told = response.context["told"]
    assert told.total_then == score(framework, sheet, {}).total.shown
    assert told.refs == (ref,)
    assert f'value="{ref}" checked' in response.content.decode()


def test_the_cheapest_way_is_found_and_ticked(planner):
    response = planner("find=level")
    assert response.context["told"].rises
    assert "no cheaper set of solutions" in response.context["finding"].words
    ticked = [c.ref for area in response.context["areas"] for c in area.choices if c.ticked]
    assert set(ticked) == set(response.context["told"].refs)


def test_most_points_stay_within_the_budget(planner):
    response = planner("find=points&budget=60")
    assert float(response.context["told"].cost_high) <= 60
    assert not response.context["told"].over


def test_a_budget_that_is_too_small_is_said(planner):
    response = planner("find=level&budget=0")
    assert "The budget is too small" in response.content.decode()


def test_ticks_over_the_limits_are_shown_with_what_they_break(planner):
    ref = planner().context["areas"][0].choices[0].ref
    text = planner(f"tick={ref}&budget=0&months=0").content.decode()
    assert "Over the budget" in text
    assert "ater than wanted" in text


def test_a_limit_that_is_no_number_is_told_beside_its_field(planner):
    response = planner("budget=much&find=points")
    assert response.status_code == 200
    assert "is not a number" in response.content.decode()
    assert response.context["finding"] is None


def test_up_to_three_plans_are_kept_side_by_side(planner):
    refs = [c.ref for area in planner().context["areas"] for c in area.choices][:5]
    keeps = "&".join(f"keep={ref}" for ref in refs[:3])
    response = planner(f"{keeps}&do=keep&tick={refs[3]}&tick={refs[4]}")
    assert [set(each.refs) for each in response.context["kept"]] == [
        {refs[1]},
        {refs[2]},
        {refs[3], refs[4]},
    ]
    fewer = planner(f"{keeps}&drop={refs[0]}")
    assert [set(each.refs) for each in fewer.context["kept"]] == [{refs[1]}, {refs[2]}]


def test_a_changed_tick_brings_only_the_part_that_changes(planner):
    text = planner("", headers={"HX-Request": "true"}).content.decode()
    assert text.lstrip().startswith('<section class="card stack sticky" id="plan-outcome"')
    assert 'id="plan-details" hx-swap-oob="true"' in text
    assert "<form" not in text


def test_what_is_unknown_is_passed_over(planner):
    assert planner("tick=moon&keep=moon.sun&find=moon").context["told"].refs == ()


def test_a_foreign_assessment_is_not_found_and_a_draft_has_no_plan(done, firm, sign_in):
    stranger = sign_in(member_of(assessment()))
    assert stranger.get(reverse("diagnosis:plan", args=[done.pk])).status_code == 404
    draft = assessment()
    response = firm(draft).get(reverse("diagnosis:plan", args=[draft.pk]))
    assert response.status_code == 302


def test_what_is_not_on_offer_has_its_reason(planner):
    response = planner()
    offered = {each.name for area in response.context["areas"] for each in area.choices}
    aside = {each.name: each.why for each in response.context["desk"].asides}
    assert not offered & aside.keys()
    assert len(offered | aside.keys()) == len(solutions())
    assert all(aside.values())


def test_the_days_of_own_staff_are_assumed_from_the_head_count_until_said(done, planner):
    done.enterprise.staff = 5000
    done.enterprise.save()
    ref = planner().context["areas"][0].choices[0].ref
    response = planner(f"tick={ref}")
    assert response.context["form"].wishes.quarter_days == 6000
    assert "Our assumption for 5000 staff" in response.content.decode()
    assert planner("quarter_days=").context["form"].wishes.quarter_days is None
    assert planner("quarter_days=30").context["form"].wishes.quarter_days == 30


def test_what_the_answers_say_of_the_firm_comes_before_the_register(done):
    framework, register = framework_for(done), {STAFF: "67"}
    answered = Reading(framework, {"q14": {"fields": {"headcount_this": "180"}}})
    assert known(answered, register, STAFF) == Known(180, is_answered=True)
    assert known(Reading(framework, {}), register, STAFF) == Known(67, is_answered=False)
    assert known(Reading(framework, {}), {}, STAFF) is None


def test_before_agreeing_the_items_and_what_they_cost_are_shown_once_more(done, planner):
    ref = planner().context["areas"][0].choices[0].ref
    response = planner(f"tick={ref}&do=agree")
    assert response.context["told"].cost in response.content.decode()
    assert "Yes, agree to this plan" in response.content.decode()
    assert not done.plans.exists()


def test_the_least_days_assumed_let_every_solution_be_done():
    for each in solutions().values():
        assert each.effort.high * min(3, duration(each)) / duration(each) <= LEAST_DAYS, each.ref
