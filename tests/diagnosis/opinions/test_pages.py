"""The pages of three views, for those who give them and those who read them."""

import re

import pytest

from diagnosis.answers import key_of
from diagnosis.models import Opinion, OpinionRound
from diagnosis.services.voicing import (
    unsettled,
)
from enterprises.models import Membership
from tests.diagnosis.opinions.voices import (
    ITEM,
    agreeing,
    ask,
    consultant_of,
    differing,
    say,
    settled,
    sheet_of,
    url,
)
from tests.diagnosis.test_saving_in_place import save
from tests.factories import (
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
    for ref, words in (("s01", ": Level 3 · "), ("s03", " all say: Level ")):
        section = framework.section_of[ref].ref
        page = browser.get(f"/assessments/{opened.pk}/sections/{section}/").content.decode()
        card = page.partition(f'id="{ref}"')[2].partition("</fieldset>")[0]
        assert words in card


def test_an_answer_against_all_views_is_marked_as_soon_as_it_is_given(opened, team, firm):
    found = agreeing(opened, team)
    browser, framework = firm(opened), published()
    section = f"/assessments/{opened.pk}/sections/{framework.section_of[ITEM].ref}/"
    mark = browser.get(section).content.decode().partition(f'name="{ITEM}.views" value="')[2]
    form = {f"{ITEM}__views": mark.partition('"')[0]}
    told = "differs from what the views all say"
    for revision, (level, differs) in enumerate((("1", True), ("2", False))):
        part = save(browser, opened, ITEM, **{**form, ITEM: level, f"{ITEM}__rev": str(revision)})
        assert (told in part.content.decode()) == differs
        assert (told in browser.get(section).content.decode()) == differs
    assert unsettled(found) == []
