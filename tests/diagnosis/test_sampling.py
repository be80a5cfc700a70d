"""Samples for spot checks: the same for the same seed and population, and what is noted of them."""

import hashlib

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from diagnosis.models import SpotCheck, SpotDraw
from diagnosis.quality.drawing import Member, digest_of_population, draw
from diagnosis.quality.recounting import check_all
from diagnosis.services.sampling import draw_sample, drawn_again, mark_check
from gongfu.core.errors import Conflict, Forbidden, Invalid
from tests.factories import as_regulator, verified

EVERYBODY = [Member(f"C{number:03}", 3 * (number % 7 == 0)) for number in range(100)]


def codes(drawn, part):
    return [one.code for one in drawn if one.part == part]


def test_the_random_part_follows_by_hand_from_the_seed():
    drawn = draw(EVERYBODY, seed="abc", share=10, risky=0)
    by_hand = sorted(
        (hashlib.sha256(f"abc:{one.code}".encode()).hexdigest(), one.code) for one in EVERYBODY
    )
    assert codes(drawn, "random") == [code for _ticket, code in by_hand[:10]]


def test_the_order_of_the_population_changes_nothing():
    drawn = draw(EVERYBODY, seed="abc", share=10, risky=5)
    assert drawn == draw(EVERYBODY[::-1], seed="abc", share=10, risky=5)
    assert digest_of_population(EVERYBODY) == digest_of_population(EVERYBODY[::-1])
    assert drawn != draw(EVERYBODY, seed="abd", share=10, risky=5)


def test_the_risk_part_takes_the_heaviest_of_those_left_and_nobody_without_flags():
    drawn = draw(EVERYBODY, seed="abc", share=10, risky=50)
    by_risk = codes(drawn, "risk")
    flagged = {one.code for one in EVERYBODY if one.risk}
    assert set(by_risk) == flagged - set(codes(drawn, "random"))
    assert len(draw(EVERYBODY[:11], seed="x", share=10, risky=0)) == 2  # rounded up


@pytest.fixture
def two():
    return verified(self="90"), verified()


def drawn_by(actor, campaign, **wanted):
    asked = {"district": None, "share": 0, "risky": 5, "seed": "abc"} | wanted
    return draw_sample(campaign=campaign, actor=actor, **asked)


@pytest.mark.django_db
def test_an_inflated_firm_is_drawn_by_risk_and_the_draw_can_be_done_again(two):
    check_all()
    made = drawn_by(as_regulator(), two[0].campaign)
    check = made.checks.get()
    assert (check.assessment, check.part, check.risk) == (two[0], "risk", 3)
    assert drawn_again(made) == [(two[0].enterprise.uscc, "risk")]
    made.seed = "other"
    assert drawn_again(made) == [(two[0].enterprise.uscc, "risk")]
    assert drawn_by(as_regulator(), two[1].campaign, share=1).checks.get().part == "random"


@pytest.mark.django_db
def test_what_cannot_be_drawn_is_said(two):
    campaign, own = two[0].campaign, two[0].enterprise.district
    with pytest.raises(Invalid):
        drawn_by(as_regulator(), campaign, share=101)
    with pytest.raises(Invalid):
        drawn_by(as_regulator(), campaign, risky=0)
    with pytest.raises(Forbidden):
        drawn_by(as_regulator("310104"), campaign, district=own)
    with pytest.raises(Forbidden):
        drawn_by(as_regulator(own), campaign)


@pytest.mark.django_db
def test_an_outcome_needs_words_and_is_noted_once(two):
    check = drawn_by(as_regulator(), two[0].campaign, share=100).checks.get()
    actor = as_regulator()

    def mark(outcome, note="", seen="open"):
        mark_check(
            check=check, assigned_to="Wu", outcome=outcome, note=note, seen=seen, actor=actor
        )

    with pytest.raises(Invalid):
        mark("finding")
    mark("finding", "Half of the machines are not there.")
    with pytest.raises(Conflict):
        mark("confirmed", "All there.")
    kept = SpotCheck.objects.get()
    assert (kept.outcome, kept.assigned_to, kept.marked_by) == ("finding", "Wu", actor.name)
    with pytest.raises(IntegrityError), transaction.atomic():
        SpotCheck.objects.update(note="")


@pytest.mark.django_db
def test_pages_show_each_district_its_own(two, sign_in):
    own, campaign = two[0].enterprise.district, two[0].campaign
    made = drawn_by(as_regulator(), campaign, share=100)
    page = reverse("diagnosis:sample", args=[made.pk])
    shown = sign_in(as_regulator()).get(page).content.decode()
    assert "drawn again: the same list" in shown
    assert made.population_digest in shown
    district = sign_in(as_regulator(own))
    assert two[0].enterprise.name in district.get(page).content.decode()
    assert district.get(f"{page}population.csv").status_code == 404
    assert sign_in(as_regulator("310104")).get(page).status_code == 404
    wanted = {"campaign": campaign.slug, "share": "10", "risky": "3"}
    assert district.post(reverse("diagnosis:samples"), wanted).status_code == 302
    mine = SpotDraw.objects.latest("pk")
    assert mine.district == own
    table = b"".join(
        district.get(reverse("diagnosis:sample_export", args=[mine.pk, "csv"])).streaming_content
    ).decode()
    assert two[0].enterprise.uscc in table
