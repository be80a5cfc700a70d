"""Three views inside a firm: each alone first, differences flagged, settled by a person."""

import re

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnosis.answers import key_of
from diagnosis.models import Opinion, OpinionRound, Settlement
from diagnosis.services.voicing import (
    adopt,
    ask_for_opinions,
    close_round,
    save_opinion,
    settle,
    unsettled,
)
from diagnosis.teamwork.opinions import comparison_of, standing_of
from diagnosis.views.reach import Deck
from enterprises.models import Assignment, Membership
from gongfu.core import jobs
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Forbidden, GongfuError, Invalid, Locked
from gongfu.core.models import Role, User
from tests.factories import (
    as_firm,
    as_regulator,
    assessment,
    consultant_for,
    full_answers,
    give,
    hand_in,
    member_of,
    published,
)

pytestmark = pytest.mark.django_db
ITEM = "s01"


@pytest.fixture
def opened():
    return assessment()


@pytest.fixture
def team(opened):
    """The three who are asked; the workshop only has a viewer's rights."""
    return {
        "management": member_of(opened),
        "it": as_firm(opened.enterprise, Role.EDITOR),
        "workshop": as_firm(opened.enterprise, Role.VIEWER),
    }


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


def settled(found, actor, **given_):
    user = User.objects.get(pk=actor.user_id)
    wanted = {"ref": ITEM, "raw": "3", "reason": "We walked the line together.", **given_}
    base = wanted.pop("base", 0)
    return settle(opinion_round=found, base_revision=base, user=user, **wanted)


def test_settling_makes_the_answer_the_firms_with_history_and_note(opened, team, firm):
    found = differing(opened, team)
    settled(found, team["it"])
    assert sheet_of(opened)[key_of(opened.framework_ref, ITEM)]["value"] == "3"
    assert opened.sheets.get(voice="self").changes.get().new == "3"
    assert unsettled(found) == []
    browser = firm(opened)
    section = published().section_of[ITEM].ref
    for path in ("history/", f"sections/{section}/", "views/"):
        page = browser.get(f"/assessments/{opened.pk}/{path}").content.decode()
        assert "We walked the line together." in page


def test_the_note_goes_when_somebody_changes_the_answer(opened, team, firm):
    found = differing(opened, team)
    settled(found, team["it"])
    give(opened, s01="4")
    section = published().section_of[ITEM].ref
    page = firm(opened).get(f"/assessments/{opened.pk}/sections/{section}/").content.decode()
    assert "We walked the line together." not in page


def test_it_is_settled_once_and_only_where_views_differ(opened, team):
    found = differing(opened, team)
    with pytest.raises(Locked):
        settled(found, team["it"], ref="s03")
    settled(found, team["it"])
    with pytest.raises(Locked):
        settled(found, team["management"], raw="1", base=1)
    assert Settlement.objects.count() == 1


def test_an_answer_changed_meanwhile_is_told(opened, team):
    found = differing(opened, team)
    give(opened, s01="2")
    with pytest.raises(Conflict):
        settled(found, team["it"])
    assert not Settlement.objects.exists()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    views=st.lists(st.sampled_from(["1", "2", "3", "4", None]), min_size=3, max_size=3),
    raw=st.sampled_from(["0", "1", "2", "3", "4", "", "9", None]),
    reason=st.sampled_from(["", "  ", "\n", "agreed in the meeting"]),
)
def test_settling_never_invents_an_answer_and_never_goes_without_a_reason(db, views, raw, reason):
    """Whatever the views and whatever is tried: the sheet holds what a person entered, with a
    reason, where at least two views differ; or nothing at all."""
    opened = assessment()
    people = {
        "management": member_of(opened),
        "it": as_firm(opened.enterprise, Role.EDITOR),
        "workshop": as_firm(opened.enterprise, Role.EDITOR),
    }
    found = ask(opened, people)
    for actor, value in zip(people.values(), views, strict=True):
        say(found, actor, s03="1", **({"s01": value} if value else {}))
    found = OpinionRound.objects.get(pk=found.pk)
    heard = {value for value in views if value}
    assert (ITEM in unsettled(found)) == (len(heard) > 1)
    assert sheet_of(opened) == {}
    try:
        settled(found, people["it"], raw=raw, reason=reason)
    except GongfuError:
        assert sheet_of(opened) == {}
        assert not found.settlements.exists()
    else:
        kept = sheet_of(opened)[key_of(opened.framework_ref, ITEM)]["value"]
        assert kept == raw
        assert found.settlements.get().reason == reason.strip()
        assert reason.strip()
        assert len(heard) > 1


# Pages


def url(opened, *parts):
    return "/".join(["/assessments", str(opened.pk), "views", *parts, ""])


def test_the_owner_asks_on_the_page(opened, team, firm):
    people = {p: Membership.objects.get(user=a.user_id).pk for p, a in team.items()}
    browser = firm(opened)
    assert "Who is to be asked" in browser.get(url(opened)).content.decode()
    done = browser.post(url(opened), {"action": "ask", **people}, follow=True).content.decode()
    assert "Not handed in yet" in done
    wrong = browser.post(url(opened), {"action": "ask", "it": people["it"]})
    assert wrong.status_code == 422
    assert "at least two people" in wrong.content.decode()


def test_a_viewer_gives_a_view_on_the_page(opened, team, sign_in):
    ask(opened, team)
    browser = sign_in(team["workshop"])
    assert browser.get(url(opened, "mine")).status_code == 200
    kept = browser.post(url(opened, "mine"), {"go": "save", "s01": "2"}, follow=True)
    assert "Saved" in kept.content.decode()
    browser.post(url(opened, "mine"), {"go": "hand-in", "s01": "2"})
    assert Opinion.objects.get(standpoint="workshop").document == {"s01": "2"}
    assert browser.post(url(opened), {"action": "close"}).status_code == 403


def test_a_wrong_answer_is_told_at_its_question(opened, team, sign_in):
    ask(opened, team)
    answer = sign_in(team["it"]).post(url(opened, "mine"), {"go": "hand-in", "s01": "9"})
    assert answer.status_code == 422
    assert "not an option" in answer.content.decode()


def test_the_difference_stands_on_list_check_and_start_page_until_it_is_settled(opened, team, firm):
    found = differing(opened, team)
    browser = firm(opened)
    pages = (f"/assessments/{opened.pk}/", f"/assessments/{opened.pk}/check/")
    for page in pages:
        assert "About 1 key question" in browser.get(page).content.decode()
    assert "1 difference between your views" in browser.get("/my/").content.decode()
    settled(found, team["it"])
    for page in pages:
        assert "About 1 key question" not in browser.get(page).content.decode()


def test_settling_on_the_page_asks_for_choice_and_reason(opened, team, firm):
    differing(opened, team)
    browser, at = firm(opened), url(opened, "settle", ITEM)
    page = browser.get(at).content.decode()
    assert 'value="management"' in page
    assert 'value="workshop"' not in page  # said nothing about it
    assert browser.post(at, {"choice": "it"}).status_code == 422
    assert browser.post(at, {"choice": "workshop", "reason": "x"}).status_code == 422
    assert browser.post(at, {"reason": "x"}).status_code == 422
    empty = browser.post(at, {"choice": "other", "reason": "x"}).content.decode()
    assert "Choose an answer in this list." in empty
    assert "Choose one of the answers below." not in empty
    other = browser.post(at, {"choice": "other", "reason": "x", "s01": "2", "revision": "0"})
    assert other.status_code == 302
    assert sheet_of(opened)[key_of(opened.framework_ref, ITEM)]["value"] == "2"


def test_an_answer_that_two_people_gave_is_offered_once_beside_the_current_one(opened, team, firm):
    found = ask(opened, team)
    say(found, team["management"], s01="1")
    say(found, team["it"], s01="1")
    say(found, team["workshop"], s01="3")
    give(opened, s01="2")
    at = url(opened, "settle", ITEM)
    page = firm(opened).get(at).content.decode()
    assert re.findall(r'name="choice" value="(\w+)"', page) == [
        "management",
        "workshop",
        "current",
        "other",
    ]
    assert 'name="s01" value="1"' not in page  # what is offered above is not offered again below
    kept = {"choice": "current", "reason": "The meter says so.", "revision": "1"}
    assert firm(opened).post(at, kept).status_code == 302
    assert sheet_of(opened)[key_of(opened.framework_ref, ITEM)]["value"] == "2"
    assert unsettled(OpinionRound.objects.get()) == []


def test_an_answer_given_below_counts_without_its_tick(opened, team, firm):
    differing(opened, team)
    at = url(opened, "settle", ITEM)
    done = firm(opened).post(at, {"reason": "x", "s01": "2", "revision": "0"})
    assert done.status_code == 302
    assert sheet_of(opened)[key_of(opened.framework_ref, ITEM)]["value"] == "2"


# All agree, and the sheet does not say so


def agreeing(opened, team, **sheet):
    found = ask(opened, team)
    for actor in team.values():
        say(found, actor, s01="2")
    if sheet:
        give(opened, **sheet)
    return OpinionRound.objects.get()


def test_views_that_agree_against_the_sheet_are_a_finding_everywhere(opened, team, firm):
    found = agreeing(opened, team, s01="1")
    assert unsettled(found) == [ITEM]
    browser = firm(opened)
    page = browser.get(url(opened)).content.decode()
    assert "All agree, but not with the self-assessment" in page
    assert "All agree<" not in page
    assert "About 1 key question" in browser.get(f"/assessments/{opened.pk}/").content.decode()
    check = browser.get(f"/assessments/{opened.pk}/check/").content.decode()
    assert f'/assessments/{opened.pk}/views/#{ITEM}"' in check


@pytest.mark.parametrize("sheet", [{}, {"s01": "1"}])
def test_what_all_agree_on_is_taken_over_by_one_press_with_its_history(opened, team, firm, sheet):
    found = agreeing(opened, team, **sheet)
    revision = {"revision": str(len(sheet))}
    page = firm(opened).get(url(opened)).content.decode()
    assert 'value="adopt"' in page
    done = firm(opened).post(url(opened, "settle", ITEM), {"action": "adopt", **revision})
    assert done.status_code == 302
    assert sheet_of(opened)[key_of(opened.framework_ref, ITEM)]["value"] == "2"
    assert opened.sheets.get(voice="self").changes.last().new == "2"
    assert unsettled(found) == []
    assert 'value="adopt"' not in firm(opened).get(url(opened)).content.decode()


def test_nothing_is_taken_over_where_views_differ_or_somebody_answered_meanwhile(opened, team):
    user = User.objects.get(pk=team["it"].user_id)
    with pytest.raises(Locked):
        adopt(opinion_round=differing(opened, team), ref=ITEM, base_revision=0, user=user)
    give(opened, s03="4")
    with pytest.raises(Conflict):
        adopt(opinion_round=OpinionRound.objects.get(), ref="s03", base_revision=0, user=user)


def test_a_viewer_takes_nothing_over(opened, team, sign_in):
    agreeing(opened, team)
    browser = sign_in(team["workshop"])
    assert 'value="adopt"' not in browser.get(url(opened)).content.decode()
    assert browser.post(url(opened, "settle", ITEM), {"action": "adopt"}).status_code == 403


def test_the_consultant_sees_how_it_ended_and_the_district_does_not(team, opened, sign_in, firm):
    differing(opened, team)
    assert sign_in(consultant_for(opened)).get(url(opened)).status_code == 404  # a draft
    answers = full_answers()
    answers.pop(ITEM)
    give(opened, actor=team["management"], **answers)
    settled(OpinionRound.objects.get(), team["it"])
    hand_in(opened, team["management"])
    consultant = consultant_of(opened)
    page = sign_in(consultant).get(url(opened)).content.decode()
    assert "We walked the line together." in page
    section = published().section_of[ITEM].ref
    review = sign_in(consultant).get(f"/assessments/{opened.pk}/review/{section}/")
    assert "the views differed and were settled" in review.content.decode()
    district = sign_in(as_regulator(opened.enterprise.district_id))
    assert district.get(url(opened)).status_code == 403


def consultant_of(opened):
    person = Assignment.objects.get(enterprise=opened.enterprise).consultant
    return Actor.of_grant(person.user, person.grant)


def test_strangers_find_nothing(opened, team, sign_in):
    differing(opened, team)
    stranger = sign_in(member_of(assessment()))
    for path in (url(opened), url(opened, "mine"), url(opened, "settle", ITEM)):
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {}).status_code == 404


def test_who_was_not_asked_has_no_view_to_give(opened, team, sign_in):
    ask(opened, {"management": team["management"], "it": team["it"]})
    assert sign_in(team["workshop"]).get(url(opened, "mine")).status_code == 404


@pytest.mark.parametrize("path", ["", "mine", "settle/s01"])
def test_a_page_of_the_round_costs_few_queries(
    opened, team, firm, path, django_assert_max_num_queries
):
    differing(opened, team)
    browser = firm(opened)
    browser.get(url(opened, path) if path else url(opened))
    with django_assert_max_num_queries(14):
        assert browser.get(url(opened, path) if path else url(opened)).status_code == 200


def test_what_was_left_open_is_told_as_past_once_it_is_submitted(opened, team, firm):
    differing(opened, team)
    give(opened, actor=team["management"], **full_answers())
    hand_in(opened, team["management"])
    firm = firm(opened)
    assert "1 difference left open at submission" in firm.get(url(opened)).content.decode()
    check = firm.get(f"/assessments/{opened.pk}/check/").content.decode()
    assert "was left open when the self-assessment was submitted" in check
    assert "settle on one answer" not in check
    settle_page = firm.get(url(opened, "settle", ITEM)).content.decode()
    assert "its answers are locked" in settle_page


def test_a_question_says_what_the_views_say_before_it_is_answered(opened, team, firm):
    differing(opened, team)
    framework = published()
    browser = firm(opened)
    for ref, words in (("s01", "The views differ"), ("s03", "All agree: ")):
        section = framework.section_of[ref].ref
        page = browser.get(f"/assessments/{opened.pk}/sections/{section}/").content.decode()
        card = page.partition(f'id="{ref}"')[2].partition("</fieldset>")[0]
        assert words in card


def test_one_press_takes_over_all_on_which_the_views_agree(opened, team, firm):
    found = ask(opened, team)
    give(opened, s06="1")
    for actor in team.values():
        say(found, actor, s01="3", s03="2", s06="4", s07="2" if actor is team["it"] else "3")
    browser, url = firm(opened), f"/assessments/{opened.pk}/views/"
    lines = browser.get(url).context["found"].to_adopt
    shown = {f"{line.ref}.rev": str(line.revision) for line in lines}
    give(opened, s03="4")  # after the page was shown: stays
    said = browser.post(url, {"action": "adopt-all", **shown}, follow=True).content.decode()
    assert "2 more answers on which all agree" in said
    sheet = {key: kept["value"] for key, kept in sheet_of(opened).items()}
    assert sheet == {"miit-sme:s01": "3", "miit-sme:s03": "4", "miit-sme:s06": "4"}
    assert OpinionRound.objects.get().settlements.count() == 0
