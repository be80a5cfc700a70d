from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from diagnosis.models import AnswerChange, AssessmentMove, Receipt, Status
from diagnosis.services.submitting import submit_assessment
from enterprises.models import LedgerEntry, StepReached
from gongfu.core.clock import city_day
from gongfu.core.errors import Forbidden, Invalid, Locked
from gongfu.core.models import Change, Job, Role
from tests.diagnosis.conftest import person
from tests.factories import as_firm, assessment, full_answers, give, member_of, submitted

pytestmark = pytest.mark.django_db


def submit(opened, **declared):
    actor = declared.pop("actor", None) or member_of(opened)
    declared = {"declared_name": "Li Gong", "declared_position": "Head of equipment"} | declared
    return submit_assessment(assessment=opened, actor=actor, user=person(actor), **declared)


@pytest.fixture
def complete():
    return assessment(**full_answers())


def test_submitting_closes_it_hands_out_a_receipt_and_queues_the_score(complete):
    receipt = submit(complete)
    complete.refresh_from_db()
    assert complete.status == Status.SUBMITTED
    assert receipt.number == f"ZD-{city_day(receipt.declared_at).year}-000001"
    assert receipt.answers == complete.sheets.get().document
    job = Job.objects.get(kind="score")
    assert (job.key, job.owner_id) == (f"assessment:{complete.pk}:self", receipt.by_id)
    steps = LedgerEntry.objects.filter(enterprise=complete.enterprise)
    assert set(steps.values_list("step", flat=True)) == {"in_scope", "invited", "submitted"}


def test_submitting_again_returns_the_receipt_that_was_given(complete):
    assert submit(complete) == submit(complete)
    assert Receipt.objects.count() == 1
    assert AssessmentMove.objects.filter(after=Status.SUBMITTED).count() == 1


def test_what_is_missing_is_named_and_nothing_changes():
    opened = assessment(q1=["B"])
    with pytest.raises(Invalid) as found:
        submit(opened)
    assert len(found.value.params["missing"]) == 30
    opened.refresh_from_db()
    assert opened.status == Status.DRAFT


def test_answers_that_contradict_each_other_are_not_submitted():
    opened = assessment(**full_answers())
    give(opened, q2={"fields": {"equipment_total": "48", "equipment_digital": "18"}})
    give(opened, q3={"fields": {"equipment_networked": "9"}})
    give(opened, q2={"fields": {"equipment_total": "48", "equipment_digital": "5"}})
    with pytest.raises(Invalid) as found:
        submit(opened)
    assert list(found.value.fields) == ["q3.equipment_networked"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("declared_name", " "), ("declared_position", ""), ("declared_name", "x" * 61)],
)
def test_the_declaration_needs_a_name_and_a_position(complete, field, value):
    with pytest.raises(Invalid) as found:
        submit(complete, **{field: value})
    assert list(found.value.fields) == [field]
    assert Receipt.objects.count() == 0


def test_a_viewer_cannot_submit(complete):
    with pytest.raises(Forbidden):
        submit(complete, actor=as_firm(complete.enterprise, Role.VIEWER))


def test_an_assessment_under_review_cannot_be_submitted():
    closed = submitted(scored=False)
    closed.status = Status.IN_REVIEW
    closed.save()
    with pytest.raises(Locked):
        submit(closed)


# R-F16: whichever statement fails, there is all or nothing.


class Broken(Exception):
    """The database gave up."""


@contextmanager
def failing_at(number: int):
    seen = 0

    def wrapper(execute, sql, params, many, context):
        nonlocal seen
        if sql.split()[0] not in ("SAVEPOINT", "RELEASE", "ROLLBACK"):
            seen += 1
            if seen == number:
                raise Broken(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield lambda: seen


def world(opened):
    """All rows that submitting writes."""
    opened.refresh_from_db()
    tables = (AssessmentMove, Receipt, Job, Change, LedgerEntry, StepReached, AnswerChange)
    return opened.status, opened.submitted_at, *(table.objects.count() for table in tables)


def test_a_failure_of_any_statement_leaves_no_half_submission(complete):
    before = world(complete)
    number, statements = 0, 0
    while True:
        number += 1
        try:
            with failing_at(number) as count, transaction.atomic():
                submit(complete)
        except Broken:
            assert world(complete) == before, f"partial state after statement {number}"
        else:
            statements = count()
            break
    assert number == statements + 1 > 10
    assert world(complete)[0] == Status.SUBMITTED
    assert Job.objects.filter(kind="score").count() == 1
