"""All views agree, and the sheet does not say so."""

import pytest

from diagnosis.answers import key_of
from diagnosis.models import OpinionRound
from diagnosis.services.agreeing import decide_all
from diagnosis.services.voicing import unsettled
from gongfu.core.models import User
from tests.diagnosis.opinions.voices import ITEM, agreeing, ask, say, sheet_of, url
from tests.factories import (
    give,
)

pytestmark = pytest.mark.django_db


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
    assert "views differ" in check.partition(f'id="row-{ITEM}"')[2].partition("<a ")[0]


def decide(browser, opened, wanted, reason=""):
    """What the page sends: for each question the choice, and the revision that it showed."""
    lines = browser.get(url(opened)).context["found"].to_adopt
    form = {f"{line.ref}.rev": str(line.revision) for line in lines}
    form |= {f"{ref}.do": choice for ref, choice in wanted.items()}
    return browser.post(url(opened), {"action": "decide", "reason": reason, **form}, follow=True)


def test_nothing_is_chosen_beforehand_and_a_fall_is_said(opened, team, firm):
    agreeing(opened, team, s01="3")
    page = firm(opened).get(url(opened)).content.decode()
    assert 'name="s01.do" value="later" checked' in page
    assert "Keep the self-assessment: Level 3 · " in page
    assert "Replace it by what all say: Level 2 · " in page
    assert "level falls" in page


def test_a_viewer_decides_nothing(opened, team, sign_in):
    agreeing(opened, team)
    browser = sign_in(team["workshop"])
    assert 'value="decide"' not in browser.get(url(opened)).content.decode()
    assert browser.post(url(opened), {"action": "decide", "s01.do": "replace"}).status_code == 403


def test_one_press_takes_over_keeps_and_leaves_open(opened, team, firm):
    found = ask(opened, team)
    give(opened, s06="1", s07="1", s08="1")
    for actor in team.values():
        say(found, actor, s01="3", s03="2", s06="4", s07="3", s08="2")
    browser = firm(opened)
    wanted = {"s01": "replace", "s06": "replace", "s07": "keep", "s08": "later"}
    refused = decide(browser, opened, wanted)
    assert refused.status_code == 422
    assert 'id="reason-error"' in refused.content.decode()
    done = decide(browser, opened, wanted, "The auditor saw it.")
    said = done.content.decode()
    for words in ("1 more answer on which", "1 answer was replaced", "1 answer was kept"):
        assert words in said
    assert done.redirect_chain[-1][0].endswith("#s08")  # the next one that is open
    sheet = {key: kept["value"] for key, kept in sheet_of(opened).items()}
    expected = {"s01": "3", "s06": "4", "s07": "1", "s08": "1"}
    assert sheet == {key_of(opened.framework_ref, ref): value for ref, value in expected.items()}
    kept = OpinionRound.objects.get().settlements.get()
    assert (kept.ref, kept.value, kept.reason) == ("s07", "1", "The auditor saw it.")
    assert unsettled(OpinionRound.objects.get()) == ["s08"]


def test_what_changed_after_it_was_shown_stays(opened, team):
    found = agreeing(opened, team, s01="1")
    user = User.objects.get(pk=team["it"].user_id)
    give(opened, s01="4")
    about = {"opinion_round": found, "reason": "x", "user": user}
    assert not any(decide_all(replacing={ITEM: 1}, keeping={}, **about))
    assert not any(decide_all(replacing={}, keeping={ITEM: 1}, **about))
    assert sheet_of(opened)[key_of(opened.framework_ref, ITEM)]["value"] == "4"
    assert unsettled(found) == [ITEM]


def test_after_the_last_one_the_page_leads_on(opened, team, firm):
    agreeing(opened, team, s01="1")
    done = decide(firm(opened), opened, {"s01": "replace"})
    assert done.redirect_chain[-1][0].endswith("#compared")
    assert "Nothing is left to settle." in done.content.decode()
