from datetime import UTC, datetime

import pytest

from diagnosis.models import Receipt, ReceiptCounter
from diagnosis.services import submitting
from gongfu.core import clock
from tests.diagnosis.test_submitting import submit
from tests.factories import assessment, full_answers

pytestmark = pytest.mark.django_db


def submitted_at(moment, monkeypatch):
    opened = assessment(**full_answers())
    monkeypatch.setattr(clock, "now", lambda: moment)
    return submit(opened).number


def test_serials_follow_each_other_and_begin_anew_with_the_city_year(monkeypatch):
    last_hour = datetime(2024, 12, 31, 15, 59, tzinfo=UTC)
    assert submitted_at(last_hour, monkeypatch) == "ZD-2024-000001"
    assert submitted_at(last_hour, monkeypatch) == "ZD-2024-000002"
    new_year_here = datetime(2024, 12, 31, 16, 0, tzinfo=UTC)
    assert submitted_at(new_year_here, monkeypatch) == "ZD-2025-000001"


def test_numbers_given_before_are_counted_on(monkeypatch):
    ReceiptCounter.objects.create(year=2026, last=123)
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    assert submitted_at(moment, monkeypatch) == "ZD-2026-000124"


def test_a_submission_that_fails_takes_no_number(monkeypatch):
    opened = assessment(**full_answers())

    def broken(**_):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(submitting, "queue_score", broken)
        with pytest.raises(RuntimeError):
            submit(opened)
    assert not Receipt.objects.exists()
    assert submit(opened).number.endswith("-000001")
