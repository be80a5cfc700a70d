"""Talking, sharing out and settling by keyboard alone: after each step the focus has a place."""

import pytest
from playwright.sync_api import expect

from diagnosis.answers import answers_of
from diagnosis.models import Comment, OpinionRound, Settlement
from diagnosis.services.voicing import ask_for_opinions, save_opinion
from enterprises.models import Membership
from gongfu.core.models import Role
from tests.factories import as_firm, assessment, give, member_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def opened():
    return assessment()


def asked(opened, *answers):
    """A round of views in which each person says something about the first scene."""
    people = [member_of(opened), as_firm(opened.enterprise, Role.EDITOR)]
    places = dict(zip(("management", "it"), people, strict=True))
    members = {p: Membership.objects.get(user=a.user_id).pk for p, a in places.items()}
    found = ask_for_opinions(assessment=opened, people=members, actor=people[0])
    for (point, actor), value in zip(places.items(), answers, strict=True):
        opinion = found.opinions.get(standpoint=point)
        save_opinion(opinion=opinion, raws={"s01": value}, hand_in=True, actor=actor)
    return OpinionRound.objects.get()


def test_who_comments_can_go_on_writing_and_is_led_to_what_is_wrong(fill, opened):
    hands = fill(opened, "comments/q5/")
    field, button = hands.page.locator("#text"), hands.page.locator("#thread form .btn--primary")
    hands.fill(field, "Which machines count?")
    hands.reach(button)
    hands.press("Enter")
    expect(hands.page.locator("#newest")).to_contain_text("Which machines count?")
    expect(field).to_be_focused()
    hands.reach(button)
    hands.press("Enter")
    expect(hands.page.locator("#text-error")).to_be_visible()
    expect(field).to_be_focused()
    assert Comment.objects.count() == 1


def test_the_button_leads_to_the_open_form(fill, opened):
    hands = fill(opened)
    hands.enter(hands.page.locator("a[href*='open=keepers']"))
    hands.reach(hands.page.locator("#keepers select").first)
    expect(hands.page.locator("#keepers")).to_be_in_viewport()


def test_what_all_agree_on_is_taken_over_in_its_place(fill, opened):
    asked(opened, "2", "2")
    give(opened, s01="1")
    hands = fill(opened, "views/")
    hands.reach(hands.page.locator("[name='s01.do']:checked"))
    hands.press("ArrowUp")
    hands.enter(hands.page.locator("[value='decide']"))
    expect(hands.page.locator("#compared")).to_be_in_viewport()
    expect(hands.page.locator(".toast")).to_be_visible()
    assert answers_of(opened)["s01"] == "2"


def test_another_answer_unfolds_where_it_is_chosen(fill, opened):
    asked(opened, "1", "3")
    hands = fill(opened, "views/settle/s01/")
    below = hands.page.locator("[name=s01]")
    expect(below.first).to_be_hidden()
    hands.choose(hands.page.locator("[name=choice]"), 2)
    expect(below.first).to_be_visible()
    hands.choose(below, 1)
    hands.fill(hands.page.locator("#reason"), "We walked the line together.")
    hands.enter(hands.page.locator("form .btn--primary"))
    assert Settlement.objects.get().value == answers_of(opened)["s01"] == "2"
