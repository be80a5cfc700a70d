"""All views agree, and the sheet does not say so."""

import pytest

from diagnosis.answers import key_of
from diagnosis.models import OpinionRound
from diagnosis.services.voicing import (
    adopt,
    unsettled,
)
from gongfu.core.errors import Conflict, Locked
from gongfu.core.models import User
from tests.diagnosis.opinions.voices import ITEM, agreeing, ask, differing, say, sheet_of, url
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
    assert "1 more answer on which all agree" in said
    assert "1 answer was replaced" in said
    sheet = {key: kept["value"] for key, kept in sheet_of(opened).items()}
    assert sheet == {"miit-sme:s01": "3", "miit-sme:s03": "4", "miit-sme:s06": "4"}
    assert OpinionRound.objects.get().settlements.count() == 0
