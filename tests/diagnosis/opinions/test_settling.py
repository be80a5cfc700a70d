"""A difference between views is settled by a person, never by itself."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnosis.answers import key_of
from diagnosis.models import OpinionRound, Settlement
from diagnosis.services.voicing import (
    unsettled,
)
from gongfu.core.errors import Conflict, GongfuError, Locked
from gongfu.core.models import Role
from tests.diagnosis.opinions.voices import ITEM, ask, differing, say, settled, sheet_of
from tests.factories import (
    as_firm,
    assessment,
    give,
    member_of,
    published,
)

pytestmark = pytest.mark.django_db


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
