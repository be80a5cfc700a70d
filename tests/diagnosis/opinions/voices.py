"""What people of a firm do in a round of three views."""

from diagnosis.models import Opinion, OpinionRound
from diagnosis.services.voicing import (
    ask_for_opinions,
    save_opinion,
    settle,
)
from diagnosis.teamwork.opinions import comparison_of
from diagnosis.views.reach import Deck
from enterprises.models import Assignment, Membership
from gongfu.core.actor import Actor
from gongfu.core.models import User
from tests.factories import (
    give,
    published,
)

ITEM = "s01"


def ask(opened, team):
    people = {p: Membership.objects.get(user=a.user_id).pk for p, a in team.items()}
    return ask_for_opinions(assessment=opened, people=people, actor=team["management"])


def say(found, actor, hand_in=True, **answers):
    opinion = Opinion.objects.get(round=found, user=actor.user_id)
    save_opinion(opinion=opinion, raws=answers, hand_in=hand_in, actor=actor)


def differing(opened, team):
    """A round that ended with one difference, about the first scene."""
    found = ask(opened, team)
    say(found, team["management"], s01="3", s03="2")
    say(found, team["it"], s01="1", s03="2")
    say(found, team["workshop"], s03="2")
    return OpinionRound.objects.get()


def sheet_of(opened):
    return opened.sheets.get(voice="self").document


def seen(opened, actor):
    deck = Deck(published(), sheet_of(opened), profile=opened.profile)
    return comparison_of(opened, actor, deck)


def settled(found, actor, **given_):
    user = User.objects.get(pk=actor.user_id)
    wanted = {"ref": ITEM, "raw": "3", "reason": "We walked the line together.", **given_}
    base = wanted.pop("base", 0)
    return settle(opinion_round=found, base_revision=base, user=user, **wanted)


def url(opened, *parts):
    return "/".join(["/assessments", str(opened.pk), "views", *parts, ""])


def agreeing(opened, team, **sheet):
    found = ask(opened, team)
    for actor in team.values():
        say(found, actor, s01="2")
    if sheet:
        give(opened, **sheet)
    return OpinionRound.objects.get()


def consultant_of(opened):
    person = Assignment.objects.get(enterprise=opened.enterprise).consultant
    return Actor.of_grant(person.user, person.grant)
