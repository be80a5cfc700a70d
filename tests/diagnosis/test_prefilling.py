"""Answers given elsewhere are proposed where they mean the same, each with its origin."""

import pytest

from diagnosis.models import AnswerChange, Assessment
from diagnosis.services.answering import save_answer
from diagnosis.services.opening import open_extra
from diagnosis.services.prefilling import offers_for, open_mapped, prefill
from diagnosis.which_release import release_named
from gongfu.core.errors import Invalid, Locked
from gongfu.core.models import User
from tests.factories import SYSTEM, assessment, give, member_of, submitted

pytestmark = pytest.mark.django_db
STANDARD = "gbt-39116-discrete 2020"


@pytest.fixture
def source() -> Assessment:
    return assessment(s05="3", s06="2", q10=["D"])


@pytest.fixture
def target(source) -> Assessment:
    return open_extra(beside=source, release=release_named(STANDARD), actor=SYSTEM)


def person(opened: Assessment) -> User:
    return User.objects.get(pk=member_of(opened).user_id)


def kept(opened: Assessment, ref: str) -> dict:
    return opened.sheets.get().document[f"{opened.framework_ref}:{ref}"]


def test_what_could_be_taken_over_is_offered_and_then_taken(source, target):
    [offer] = offers_for(target)
    assert offer.source == source
    assert prefill(assessment=target, source=source, user=person(target)) == offer.count > 10
    assert kept(target, "planning-3a")["value"] == "C"
    assert offers_for(target) == []


def test_each_answer_knows_where_it_comes_from_and_so_does_the_history(source, target):
    prefill(assessment=target, source=source, user=person(target))
    origin = {
        "assessment": source.pk,
        "release": "miit-sme 2024",
        "refs": ["s05"],
        "partial": False,
    }
    assert kept(target, "planning-3a")["origin"] == origin
    change = AnswerChange.objects.get(sheet__assessment=target, key__endswith=":planning-3a")
    assert (change.old, change.new) == (None, {"value": "C", "origin": origin})


def test_the_counts_of_lists_follow(source, target):
    count = prefill(assessment=target, source=source, user=person(target))
    target.refresh_from_db()
    assert target.answered == count


def test_an_answer_that_the_firm_has_given_stays(source, target):
    give(target, **{"planning-3a": "A"})
    prefill(assessment=target, source=source, user=person(target))
    assert kept(target, "planning-3a")["value"] == "A"


def test_taking_over_twice_changes_nothing(source, target):
    prefill(assessment=target, source=source, user=person(target))
    assert prefill(assessment=target, source=source, user=person(target)) == 0


@pytest.mark.parametrize("value", ["C", "B"])
def test_confirming_or_changing_makes_the_answer_the_firms_own(source, target, value):
    prefill(assessment=target, source=source, user=person(target))
    save_answer(
        assessment=target, ref="planning-3a", raw=value, base_revision=1, user=person(target)
    )
    now = kept(target, "planning-3a")
    assert (now["value"], now["rev"], "origin" in now) == (value, 2, False)


def test_an_answer_that_was_only_sent_along_stays_a_proposal(source, target):
    prefill(assessment=target, source=source, user=person(target))
    save_answer(
        assessment=target,
        ref="planning-3a",
        raw="C",
        base_revision=1,
        user=person(target),
        confirms=False,
    )
    assert "origin" in kept(target, "planning-3a")


def test_nothing_is_taken_from_another_firm_or_into_a_submitted_sheet(source, target):
    with pytest.raises(Locked):
        prefill(assessment=target, source=assessment(s05="3"), user=person(target))
    done = submitted(scored=False)
    with pytest.raises(Locked):
        prefill(assessment=done, source=source, user=person(done))
    assert offers_for(done) == []


def test_opening_another_framework_brings_the_answers_along(source):
    member = member_of(source)
    opened = open_mapped(source=source, release=STANDARD, actor=member, user=person(source))
    assert opened.is_extra
    assert kept(opened, "planning-3a")["value"] == "C"
    again = open_mapped(source=source, release=STANDARD, actor=member, user=person(source))
    assert again == opened


def test_a_framework_that_is_not_published_cannot_be_opened(source):
    with pytest.raises(Invalid):
        open_mapped(source=source, release="miit-sme 1", actor=SYSTEM, user=person(source))
