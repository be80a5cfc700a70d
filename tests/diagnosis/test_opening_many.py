"""Assessments opened in bulk: who is skipped and why, once each, and resumed where it stopped."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from diagnosis.models import Assessment, Release
from diagnosis.services.opening import open_assessment
from diagnosis.services.opening_many import start_opening, try_opening
from diagnosis.services.publishing import publish_shipped
from enterprises.models import Opening, OpeningLine, Wave
from enterprises.programme.rule import Rule, both, rule_of
from gongfu.core import fault, jobs
from gongfu.core.clock import today
from gongfu.core.errors import Conflict, Invalid, Locked
from gongfu.core.fault import InjectedFault
from gongfu.core.models import Job
from tests.factories import CampaignFactory, EnterpriseFactory, as_regulator, in_scope

pytestmark = pytest.mark.django_db
LATE = date(2030, 12, 31)
PUDONG, XUHUI = "310115", "310104"


@pytest.fixture
def campaign(db):
    publish_shipped()
    return CampaignFactory.create(slug="round", due_on=LATE)


@pytest.fixture
def city(db):
    return as_regulator()


def order(campaign, actor, seen, *, rule=None, due_on=LATE):
    made = start_opening(
        campaign=campaign,
        wave=None,
        rule=rule or Rule(),
        due_on=due_on,
        seen=seen,
        actor=actor,
    )
    jobs.run_until_empty("bulk", heartbeat=False)
    return made


def test_two_rules_mean_whom_both_mean():
    one, two = rule_of(districts=[PUDONG, XUHUI]), rule_of(districts=[PUDONG], above_scale=True)
    assert both(one, two) == two
    assert both(one, rule_of(sizes=["large"])) == rule_of(
        districts=[PUDONG, XUHUI], sizes=["large"]
    )
    assert both(rule_of(districts=[XUHUI]), two) is None


def test_who_is_in_scope_and_not_invited_yet_is_opened_once(campaign, city):
    waiting, known = in_scope(campaign), in_scope(campaign)
    EnterpriseFactory.create()  # never in scope
    open_assessment(enterprise=known, campaign=campaign, actor=city)
    tried = try_opening(campaign=campaign, rule=Rule(), actor=city)
    assert (tried.opens, tried.already, tried.outside, tried.no_release) == (1, 1, 1, 0)
    due = today() + timedelta(days=30)
    made = order(campaign, city, 1, due_on=due)
    opened = Assessment.objects.get(enterprise=waiting)
    assert (opened.due_on, opened.moves.get().by_id) == (due, city.user_id)
    assert [line.outcome for line in made.lines.all()] == ["opened"]
    assert try_opening(campaign=campaign, rule=Rule(), actor=city).opens == 0
    order(campaign, city, 0)
    assert Assessment.objects.count() == 2


def test_a_kind_without_a_published_questionnaire_is_skipped_and_said(campaign, city):
    campaign.framework = ""
    campaign.save()
    in_scope(campaign, staff=30, revenue=900)
    in_scope(campaign, staff=600, revenue=90_000, is_above_scale=True)
    Release.objects.filter(ref__startswith="gbt-39116").delete()
    tried = try_opening(campaign=campaign, rule=Rule(), actor=city)
    assert (tried.opens, tried.no_release) == (1, 1)
    made = order(campaign, city, 1)
    assert sorted(made.lines.values_list("outcome", flat=True)) == ["no_release", "opened"]


def test_an_order_that_died_goes_on_where_it_stood(campaign, city, monkeypatch):
    for _ in range(3):
        in_scope(campaign)

    def die(name):
        if name == "opening_many.one":
            raise InjectedFault(name)

    with monkeypatch.context() as patched:
        patched.setattr(fault, "point", die)
        order(campaign, city, 3)
    assert Assessment.objects.count() == 1
    Job.objects.update(not_before=None)
    jobs.run_until_empty("bulk", heartbeat=False)
    assert Assessment.objects.count() == OpeningLine.objects.count() == 3
    assert Opening.objects.get().finished_at


def test_what_changed_since_the_dry_run_is_looked_at_again(campaign, city):
    in_scope(campaign)
    with pytest.raises(Conflict, match="changed since"):
        order(campaign, city, 5)
    with pytest.raises(Invalid, match="before today"):
        order(campaign, city, 1, due_on=date(2024, 1, 1))
    campaign.closed_on = today()
    campaign.save()
    with pytest.raises(Locked):
        order(campaign, city, 1)


def test_a_district_invites_its_own_firms_only(campaign):
    own, _foreign = in_scope(campaign, district=PUDONG), in_scope(campaign, district=XUHUI)
    order(campaign, as_regulator(PUDONG), 1)
    assert Assessment.objects.get().enterprise == own


def test_a_wave_is_made_and_invited_in_the_browser(campaign, city, sign_in):
    leader, _other = in_scope(campaign), in_scope(campaign)
    browser, page = sign_in(city), reverse("diagnosis:waves", args=["round"])
    head = {"name_zh": "链主先行", "starts_on": "2026-01-01", "due_on": "2027-01-31"}
    assert not browser.get(page).context["form"]["codes"].value()
    wrong = browser.post(page, {**head, "codes": "123"})
    assert "18 characters" in str(wrong.context["form"].errors["codes"])
    assert browser.post(page, {**head, "codes": f"{leader.uscc}, "}).status_code == 302
    wave = Wave.objects.get()
    invite = f"{reverse('diagnosis:opening', args=['round'])}?wave={wave.pk}"
    assert browser.get(invite).context["tried"].opens == 1
    made = browser.post(invite, {"due_on": "2027-01-31", "opens": 1})
    jobs.run_until_empty("bulk", heartbeat=False)
    assert Assessment.objects.get().enterprise == leader
    assert leader.uscc in browser.get(made.url).content.decode()
    export = reverse("diagnosis:opening_export", args=[Opening.objects.get().pk, "csv"])
    assert leader.uscc in b"".join(browser.get(export).streaming_content).decode()
    line = browser.get(page).context["lines"][0]
    assert (line["firms"], line["opened"], line["done"]) == (1, 1, 0)
    drop = reverse("diagnosis:wave_drop", args=["round", wave.pk])
    assert browser.post(drop).status_code == 409
