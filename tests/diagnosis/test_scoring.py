import pytest

from diagnosis import maturity
from diagnosis.catalogue import framework_for
from diagnosis.models import Score, Status
from diagnosis.services import scoring
from diagnosis.services.returning import return_assessment
from gongfu.core import jobs
from gongfu.core.models import Change, Job
from tests.factories import consultant_for, full_answers, give, hand_in, submitted

pytestmark = pytest.mark.django_db


def run_jobs():
    return jobs.run_until_empty("interactive", heartbeat=False)


def test_the_job_stores_the_score_that_the_core_computes():
    closed = submitted()
    row = closed.scores.get()
    expected = maturity.score(framework_for(closed), full_answers())
    assert (row.exact, row.level) == (expected.total.exact_text, expected.rank)
    assert str(row.shown.normalize()) == expected.total.shown
    assert row.passport == expected.passport
    assert row.inputs_digest == expected.inputs_digest
    assert row.releases == [[closed.release.ref, closed.release.version, closed.release.digest]]
    job = Job.objects.get(kind="score")
    assert (job.state, job.result) == (Job.State.DONE, {"score": row.pk})


def test_scoring_again_finds_the_same_row():
    closed = submitted()
    changes = Change.objects.count()
    first = closed.scores.get()
    assert scoring.score_assessment(assessment=closed) == first
    assert closed.scores.count() == 1
    assert Change.objects.count() == changes


def test_the_stored_answers_give_the_stored_score_again():
    row = submitted().scores.get()
    again = maturity.score(framework_for(row.assessment), row.answers)
    assert again.passport == row.passport
    assert scoring.document_of(again) == row.document


def test_the_way_up_is_found_before_others_have_to_wait(monkeypatch):
    closed = submitted(scored=False)
    computed = scoring.compute(assessment=closed, kind="self")
    monkeypatch.setattr("diagnosis.maturity.scoring.find_blocking", None)
    assert scoring.store(computed).document["blocking"]


def test_a_slow_job_does_not_leave_the_score_of_an_earlier_submission():
    closed = submitted(scored=False)
    slow = scoring.compute(assessment=closed, kind="self")
    return_assessment(assessment=closed, reason="please check", actor=consultant_for(closed))
    assert scoring.store(slow) is None
    give(closed, q5="E")
    hand_in(closed)
    assert scoring.store(slow).answers["q5"] == "E"


def test_only_one_score_of_a_kind_is_current_and_old_ones_stay():
    closed = submitted()
    return_assessment(assessment=closed, reason="please check", actor=consultant_for(closed))
    assert not closed.scores.filter(is_current=True).exists()
    give(closed, q5="E")
    hand_in(closed)
    run_jobs()
    assert [score.answers["q5"] for score in closed.scores.filter(is_current=True)] == ["E"]
    assert Score.objects.filter(assessment=closed).count() == 2


def test_an_assessment_that_went_back_is_not_scored():
    closed = submitted(scored=False)
    return_assessment(assessment=closed, reason="please check", actor=consultant_for(closed))
    assert closed.status == Status.DRAFT
    run_jobs()
    assert Job.objects.get(kind="score").result == {"score": None}
    assert not closed.scores.exists()
