"""What saving one answer costs: the same whatever the size of the assessment and of the city."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diagnosis.models import AnswerChange, AnswerSheet, Assessment
from gongfu.core.models import AuditEntry
from tests.diagnosis.test_saving_in_place import save
from tests.factories import WORKSHOP, EnterpriseFactory, assessment, full_answers, give

pytestmark = pytest.mark.django_db(transaction=True)

MOST_QUERIES = 6
BOUNDS = ("BEGIN", "COMMIT")


def cost_of(act) -> list[str]:
    """The statements of an act as the database gets them, with the bounds of transactions."""
    with CaptureQueriesContext(connection) as captured:
        assert act().status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def queries(statements: list[str]) -> list[str]:
    return [sql for sql in statements if not sql.startswith(BOUNDS)]


def city_of(count: int) -> None:
    """So many more firms, each with an assessment and answers of its own."""
    like = assessment(**full_answers())
    document = like.sheets.get().document
    firms = EnterpriseFactory.create_batch(count)
    for firm in firms:
        like.pk, like.enterprise = None, firm
        like.save(force_insert=True)
    others = Assessment.objects.filter(enterprise__in=firms)
    AnswerSheet.objects.bulk_create(
        AnswerSheet(assessment=other, document=document) for other in others
    )


@pytest.mark.parametrize("firms", [10, 300])
@pytest.mark.parametrize("full", [False, True], ids=["empty", "full"])
def test_an_answer_costs_six_queries_and_one_transaction(firm, firms, full):
    city_of(firms)
    opened = assessment(**full_answers() if full else {})
    browser = firm(opened)
    save(browser, opened, "q8", q8="D", q8__rev=str(int(full)))  # the session has been touched
    statements = cost_of(lambda: save(browser, opened, "q5", q5="D", q5__rev=str(int(full))))
    assert len(queries(statements)) <= MOST_QUERIES, statements
    assert written_at_once(statements)


def written_at_once(statements: list[str]) -> bool:
    """Whether all that is written, the entry of the trail included, is one transaction."""
    writes = [n for n, sql in enumerate(statements) if sql.startswith(("INSERT", "UPDATE"))]
    begins = [n for n, sql in enumerate(statements) if sql.startswith("BEGIN")]
    ends = [n for n, sql in enumerate(statements) if sql.startswith("COMMIT")]
    return len(begins) == 1 and begins[0] < writes[0] and writes[-1] < ends[0]


def test_an_answer_that_makes_questions_appear_costs_no_more(firm):
    opened = assessment(framework=WORKSHOP)
    browser = firm(opened)
    give(opened, cloud="A")
    save(browser, opened, "robots", robots="B")
    form = {"cloud": "B", "cloud__rev": "1", "shown": "use,systems,plans,robots,cloud"}
    statements = cost_of(lambda: save(browser, opened, "cloud", **form))
    assert len(queries(statements)) <= MOST_QUERIES, statements


def test_a_refused_answer_costs_no_more_and_writes_only_that_it_was_refused(firm):
    opened = assessment()
    browser = firm(opened)
    save(browser, opened, "q5", q5="C")
    with CaptureQueriesContext(connection) as captured:
        response = save(browser, opened, "q2", q2__equipment_total="-1")
    assert response.status_code == 422
    statements = [query["sql"] for query in captured.captured_queries]
    assert len(queries(statements)) <= MOST_QUERIES, statements
    assert [sql for sql in statements if sql.startswith(("INSERT", "UPDATE"))][1:] == []


def test_what_fails_at_the_entry_of_the_trail_is_not_saved(firm, monkeypatch):
    opened = assessment()
    browser = firm(opened)

    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("diagnosis.views.answers.leave_entry", fail)
    assert save(browser, opened, "q5", q5="C").status_code == 500
    assert not AnswerChange.objects.exists()
    assert AuditEntry.objects.filter(action="diagnosis:answer", result="failed").exists()
