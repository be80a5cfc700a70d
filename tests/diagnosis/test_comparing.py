"""What another framework would change is counted before anybody switches."""

import pytest

from diagnosis.catalogue import framework_of
from diagnosis.maturity import load_framework_text
from diagnosis.models import Assessment, Score
from diagnosis.services.comparing import preview_levels, preview_switch
from diagnosis.services.reviewing import start_review, verify_assessment
from gongfu.core import jobs
from tests.diagnosis.conftest import person
from tests.factories import assessment, consultant_for, submitted

pytestmark = pytest.mark.django_db

NOTHING_STANDS = {f"s{number:02d}": "0" for number in range(1, 17)}
NEW_OPTION = ('{ref: C, points: "1.25"}', '{ref: Z, points: "1.25"}')  # in q6 and q7


@pytest.fixture
def release():
    """A release under which one firm reached level 2 and another none."""
    first, second = submitted(), submitted(**NOTHING_STANDS)
    assert [found.scores.get().level for found in (first, second)] == [2, None]
    return first.release


def changed(release, *changes):
    """The release with some of its text changed."""
    source = release.source
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return load_framework_text(source, "candidate.yaml", {})


def moves(found):
    """The filled cells of the matrix: old rank, new rank, firms, which way."""
    return {
        (old and old.rank, new and new.rank, cell.firms, cell.kind)
        for old, cells in found.table
        for new, cell in zip(found.new, cells, strict=True)
        if cell.firms
    }


def test_under_the_same_rules_every_firm_stays(release):
    found = preview_levels(release=release, candidate=framework_of(release))
    assert (found.firms, found.stayed, found.changed, found.skipped) == (2, 2, 0, 0)
    assert moves(found) == {(None, None, 1, "stay"), (2, 2, 1, "stay")}


def test_a_harder_rule_shows_who_falls_from_where_to_where(release):
    harder = changed(release, ('at_least: "40"', 'at_least: "100"'))
    found = preview_levels(release=release, candidate=harder)
    assert moves(found) == {(None, None, 1, "stay"), (2, 1, 1, "fall")}
    assert (found.stayed, found.rose, found.fell) == (1, 0, 1)


def test_an_easier_rule_shows_who_rises(release):
    easier = changed(
        release,
        ('part: scenes, level: "1", at_least: "6"', 'part: scenes, level: "0", at_least: "6"'),
        ('level: "1", binding: yes', 'level: "0", binding: yes'),
    )
    found = preview_levels(release=release, candidate=easier)
    assert moves(found) == {(None, 1, 1, "rise"), (2, 2, 1, "stay")}


def test_answers_that_the_candidate_does_not_know_are_left_out_and_counted(release):
    renamed = changed(release, ("q15", "q15new"), NEW_OPTION)
    found = preview_levels(release=release, candidate=renamed)
    assert (found.skipped, found.firms_skipped) == (6, 2)


def test_a_firm_counts_once_with_its_verified_level(release):
    visited = Assessment.objects.earliest("pk")
    visitor = consultant_for(visited)
    start_review(assessment=visited, actor=visitor)
    verify_assessment(
        assessment=visited, findings=NOTHING_STANDS, actor=visitor, user=person(visitor)
    )
    jobs.run_until_empty("interactive", heartbeat=False)
    found = preview_levels(release=release, candidate=framework_of(release))
    assert moves(found) == {(None, None, 2, "stay")}


def test_a_preview_stores_nothing(release):
    before = list(Score.objects.values().order_by("pk"))
    preview_levels(
        release=release, candidate=changed(release, ('at_least: "40"', 'at_least: "41"'))
    )
    assert list(Score.objects.values().order_by("pk")) == before


def test_without_submitted_assessments_there_is_nothing_to_compare():
    opened = assessment(q5="C")
    found = preview_levels(release=opened.release, candidate=framework_of(opened.release))
    assert (found.firms, [level.rank for level in found.old]) == (0, [1, 2, 3, 4])


def test_open_assessments_keep_answers_to_questions_that_offer_the_same():
    opened = assessment(q5="C", q6=["B"], q15="B", s01="1")
    assessment()
    candidate = changed(opened.release, ("q15", "q15new"), NEW_OPTION)
    found = preview_switch(release=opened.release, candidate=candidate)
    assert (found.drafts, found.answers, found.carried, found.lost) == (2, 4, 2, 2)
    assert (found.new_questions, found.lost_questions) == (("q15new",), ("q6", "q7", "q15"))


def test_submitted_assessments_are_not_open():
    closed = submitted(scored=False)
    found = preview_switch(release=closed.release, candidate=framework_of(closed.release))
    assert (found.drafts, found.answers) == (0, 0)
