import pytest

from diagnosis.answers import answers_of, verified_answers
from diagnosis.models import Status, Voice
from diagnosis.presenting import result_of
from diagnosis.services.returning import return_assessment
from diagnosis.services.reviewing import (
    reopen_assessment,
    save_finding,
    start_review,
    verify_assessment,
)
from enterprises.models import LedgerEntry
from gongfu.core import jobs
from gongfu.core.errors import Conflict, Forbidden, Invalid, Locked
from tests.diagnosis.conftest import person
from tests.factories import consultant_for, member_of, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed():
    return submitted()


@pytest.fixture
def visitor(closed):
    return consultant_for(closed)


@pytest.fixture
def reviewed(closed, visitor):
    start_review(assessment=closed, actor=visitor)
    return closed


def find(assessment, visitor, ref, verdict, raw=None, reason="", base=0):
    return save_finding(
        assessment=assessment,
        ref=ref,
        verdict=verdict,
        raw=raw,
        reason=reason,
        base_revision=base,
        user=person(visitor),
    )


def verify(assessment, visitor, **findings):
    verify_assessment(assessment=assessment, findings=findings, actor=visitor, user=person(visitor))
    jobs.run_until_empty("interactive", heartbeat=False)


def test_a_finding_stands_beside_the_answer_and_replaces_nothing(reviewed, visitor):
    find(reviewed, visitor, "q5", "adjust", "A", "No system was in use.")
    assert answers_of(reviewed)["q5"] == "C"
    assert verified_answers(reviewed)["q5"] == "A"
    kept = reviewed.sheets.get(voice=Voice.SITE).document["miit-sme:q5"]
    assert (kept["verdict"], kept["reason"]) == ("adjust", "No system was in use.")


def test_verifying_scores_the_findings_and_the_rest_as_answered(reviewed, visitor):
    find(reviewed, visitor, "q5", "adjust", "A", "No system was in use.")
    find(reviewed, visitor, "q1", "agree")
    verify(reviewed, visitor)
    found = result_of(reviewed, "en")
    assert (reviewed.status, found.kind) == (Status.VERIFIED, "verified")
    assert found.other.gap.exact == "-5"
    steps = LedgerEntry.objects.filter(enterprise=reviewed.enterprise)
    assert "verified" in set(steps.values_list("step", flat=True))


def test_findings_can_be_handed_over_at_once(reviewed, visitor):
    verify(reviewed, visitor, q5="A", q1=["B", "C"])
    kept = reviewed.sheets.get(voice=Voice.SITE).document
    assert kept["miit-sme:q5"]["verdict"] == "adjust"
    assert kept["miit-sme:q1"]["verdict"] == "agree"


@pytest.mark.parametrize(
    ("verdict", "raw", "reason", "field"),
    [
        ("", "A", "seen", "q5.verdict"),
        ("perhaps", "A", "seen", "q5.verdict"),
        ("adjust", "", "seen", "q5"),
        ("adjust", "Z", "seen", "q5"),
        ("adjust", "A", " ", "q5.grounds"),
    ],
)
def test_an_incomplete_finding_says_what_is_missing(reviewed, visitor, verdict, raw, reason, field):
    with pytest.raises(Invalid) as found:
        find(reviewed, visitor, "q5", verdict, raw, reason)
    assert list(found.value.fields) == [field]


def test_two_visitors_on_one_finding_are_told(reviewed, visitor):
    find(reviewed, visitor, "q5", "adjust", "A", "none")
    with pytest.raises(Conflict):
        find(reviewed, visitor, "q5", "adjust", "B", "one")


def test_findings_belong_to_a_review(closed, visitor):
    with pytest.raises(Locked):
        find(closed, visitor, "q5", "agree")
    start_review(assessment=closed, actor=visitor)
    verify(closed, visitor)
    with pytest.raises(Locked):
        find(closed, visitor, "q5", "agree")


def test_the_moves_are_made_once_in_their_order_by_those_who_may(closed, visitor):
    with pytest.raises(Locked):
        verify(closed, visitor)
    with pytest.raises(Forbidden):
        start_review(assessment=closed, actor=member_of(closed))
    start_review(assessment=closed, actor=visitor)
    with pytest.raises(Locked):
        start_review(assessment=closed, actor=visitor)


def test_returning_needs_a_reason_and_gives_the_answers_back(closed, visitor):
    with pytest.raises(Invalid) as found:
        return_assessment(assessment=closed, reason=" ", actor=visitor)
    assert list(found.value.fields) == ["reason"]
    return_assessment(assessment=closed, reason="Question 5 is not clear.", actor=visitor)
    assert closed.status == Status.DRAFT
    assert closed.moves.latest("pk").reason == "Question 5 is not clear."
    assert result_of(closed, "en") is None
    assert closed.receipts.count() == 1


def test_reopening_takes_the_verified_score_out_of_force(reviewed, visitor):
    verify(reviewed, visitor)
    reopen_assessment(assessment=reviewed, reason="A mistake in question 5.", actor=visitor)
    assert reviewed.status == Status.IN_REVIEW
    assert result_of(reviewed, "en").kind == "self"
