"""Three views inside a firm: each alone first, differences flagged."""

import pytest
from django.core import mail

from diagnosis.models import Opinion, OpinionRound
from diagnosis.services.voicing import (
    ask_for_opinions,
    close_round,
    save_opinion,
    unsettled,
)
from diagnosis.teamwork.opinions import standing_of
from enterprises.models import Membership
from gongfu.core import jobs
from gongfu.core.errors import Forbidden, Invalid, Locked
from tests.diagnosis.opinions.voices import ITEM, ask, differing, say, seen, sheet_of
from tests.factories import (
    assessment,
    member_of,
    published,
)

pytestmark = pytest.mark.django_db


def test_the_key_items_are_the_binding_ones_that_are_asked(opened, team):
    found = ask(opened, team)
    framework = published()
    assert len(found.refs) == 10
    assert all(framework.questions[ref].binding for ref in found.refs)


def test_each_person_is_asked_by_mail_but_not_by_oneself(opened, team):
    ask(opened, team)
    jobs.run_until_empty("interactive", heartbeat=False)
    assert len(mail.outbox) == 2
    assert f"/assessments/{opened.pk}/views/mine/" in mail.outbox[0].body


def test_one_view_alone_and_one_person_twice_are_refused(opened, team):
    pk = Membership.objects.get(user=team["it"].user_id).pk
    for people in ({"it": pk}, {"it": pk, "workshop": pk}, {"it": pk, "management": 0}):
        with pytest.raises(Invalid) as refused:
            ask_for_opinions(assessment=opened, people=people, actor=team["management"])
        assert refused.value.fields
    assert not OpinionRound.objects.exists()


def test_people_of_another_firm_are_not_asked(opened, team):
    stranger = Membership.objects.get(user=member_of(assessment()).user_id).pk
    own = Membership.objects.get(user=team["it"].user_id).pk
    with pytest.raises(Invalid):
        ask_for_opinions(
            assessment=opened, people={"it": own, "workshop": stranger}, actor=team["it"]
        )


def test_nobody_sees_another_view_before_handing_in_the_own(opened, team):
    found = ask(opened, team)
    say(found, team["management"], s01="3")
    say(found, team["it"], hand_in=False, s01="1")
    assert seen(opened, team["it"]).lines == ()
    assert not Opinion.objects.visible_to(team["workshop"]).exclude(user=team["workshop"].user_id)
    line = seen(opened, team["management"]).line(ITEM)
    assert [said.opinion.standpoint for said in line.said] == ["management"]  # drafts stay shut


def test_a_draft_of_a_view_can_be_changed_and_a_given_one_cannot(opened, team):
    found = ask(opened, team)
    say(found, team["it"], hand_in=False, s01="1")
    say(found, team["it"], s01="2")
    with pytest.raises(Locked):
        say(found, team["it"], s01="4")


def test_a_view_is_given_by_its_person_alone(opened, team):
    found = ask(opened, team)
    opinion = Opinion.objects.get(round=found, standpoint="it")
    with pytest.raises(Forbidden):
        save_opinion(opinion=opinion, raws={}, hand_in=True, actor=team["management"])


def test_an_empty_view_cannot_be_handed_in(opened, team):
    with pytest.raises(Invalid):
        say(ask(opened, team), team["it"])


def test_the_last_view_ends_the_round(opened, team):
    found = differing(opened, team)
    assert found.is_over
    with pytest.raises(Locked):
        close_round(opinion_round=found)


def test_two_differing_answers_are_flagged_and_never_become_one_by_themselves(opened, team):
    found = differing(opened, team)
    assert unsettled(found) == [ITEM]
    assert sheet_of(opened) == {}
    assert standing_of(opened, team["it"]).unsettled == {ITEM}


def test_views_that_were_left_open_do_not_differ(opened, team):
    found = ask(opened, team)
    say(found, team["management"], s01="3")
    say(found, team["it"], s03="1")
    close_round(opinion_round=OpinionRound.objects.get())
    assert unsettled(OpinionRound.objects.get()) == []
