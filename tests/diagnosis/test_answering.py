import pytest
from django.db import connection

from diagnosis.answers import answers_of
from diagnosis.models import AnswerChange, AnswerSheet, Status
from diagnosis.services.answering import save_answer
from gongfu.core.errors import Conflict, Invalid, Locked
from tests.diagnosis.conftest import person
from tests.factories import as_firm, assessment, full_answers, member_of, submitted

pytestmark = pytest.mark.django_db

MACHINES = {"option": None, "fields": {"equipment_total": "48", "equipment_digital": "18"}}


@pytest.fixture
def opened():
    return assessment()


@pytest.fixture
def li(opened):
    return person(member_of(opened))


@pytest.fixture
def wu(opened):
    return person(as_firm(opened.enterprise))


def save(opened, user, ref, raw, base=0, **other):
    return save_answer(assessment=opened, ref=ref, raw=raw, base_revision=base, user=user, **other)


def test_an_answer_is_kept_with_its_history_and_counted(opened, li):
    kept = save(opened, li, "q1", ["C", "B"])
    assert (kept["value"], kept["rev"], kept["by"]) == (["B", "C"], 1, li.name)
    assert answers_of(opened) == {"q1": ["B", "C"]}
    change = AnswerChange.objects.get()
    assert (change.key, change.old, change.new, change.by) == (
        "miit-sme:q1",
        None,
        ["B", "C"],
        li,
    )
    opened.refresh_from_db()
    assert opened.answered == 1
    assert opened.last_answer_at == change.at


def test_the_same_value_again_changes_nothing(opened, li, wu):
    first = save(opened, li, "q1", ["B"])
    assert save(opened, wu, "q1", ["B"]) == first
    assert AnswerChange.objects.count() == 1


def test_an_answer_can_be_taken_back(opened, li):
    save(opened, li, "q5", "C")
    cleared = save(opened, li, "q5", "", base=1)
    assert (cleared["value"], cleared["rev"]) == (None, 2)
    assert answers_of(opened) == {}
    opened.refresh_from_db()
    assert opened.answered == 0


def test_clearing_what_was_never_given_leaves_no_trace(opened, li):
    assert save(opened, li, "q5", "")["rev"] == 0
    assert AnswerChange.objects.count() == 0


def test_two_people_on_one_answer_are_told_and_nothing_is_lost(opened, li, wu):
    save(opened, wu, "q5", "D")
    with pytest.raises(Conflict) as told:
        save(opened, li, "q5", "C")
    found = told.value.params
    assert (found["theirs"], found["mine"], found["by"]) == ("D", "C", wu.name)
    assert answers_of(opened) == {"q5": "D"}
    save(opened, li, "q5", "C", base=found["revision"])
    assert list(AnswerChange.objects.order_by("pk").values_list("new", flat=True)) == ["D", "C"]


def test_two_people_on_two_questions_never_conflict(opened, li, wu):
    save(opened, wu, "q5", "D")
    save(opened, li, "q1", ["B"])
    assert answers_of(opened) == {"q5": "D", "q1": ["B"]}


def test_an_untouched_answer_of_a_stale_page_is_no_conflict(opened, li, wu):
    save(opened, li, "q5", "C")
    save(opened, wu, "q5", "D", base=1)
    assert save(opened, li, "q5", "C", base=1)["value"] == "D"


def test_a_page_that_lost_its_receipt_is_not_told_of_itself(opened, li):
    save(opened, li, "q5", "C", sender="page.1")
    assert save(opened, li, "q5", "D", sender="page.2")["value"] == "D"


def test_a_late_request_does_not_undo_a_later_one(opened, li):
    save(opened, li, "q5", "D", sender="page.2")
    assert save(opened, li, "q5", "C", sender="page.1")["value"] == "D"
    assert answers_of(opened) == {"q5": "D"}


def test_two_pages_of_one_person_do_conflict(opened, li):
    save(opened, li, "q5", "D", sender="one.1")
    with pytest.raises(Conflict):
        save(opened, li, "q5", "C", sender="other.1")


def test_numbers_are_kept_as_they_were_meant(opened, li):
    raw = {"option": "", "fields": {"equipment_total": " 1,200 ", "equipment_digital": "１８"}}
    kept = save(opened, li, "q2", raw)
    assert kept["value"]["fields"] == {"equipment_total": "1200", "equipment_digital": "18"}


def test_a_wrong_number_names_its_field_and_what_was_expected(opened, li):
    raw = {"fields": {"equipment_total": "48", "equipment_digital": "52"}}
    with pytest.raises(Invalid) as found:
        save(opened, li, "q2", raw)
    assert list(found.value.fields) == ["q2.equipment_digital"]
    assert "52" in found.value.message
    assert "48" in found.value.message
    assert answers_of(opened) == {}


def test_none_of_these_excludes_the_others_on_the_server_too(opened, li):
    with pytest.raises(Invalid) as found:
        save(opened, li, "q1", ["A", "B"])
    assert list(found.value.fields) == ["q1"]


def test_numbers_of_two_questions_are_held_against_each_other(opened, li):
    save(opened, li, "q2", MACHINES)
    with pytest.raises(Invalid) as found:
        save(opened, li, "q3", {"fields": {"equipment_networked": "49"}})
    assert list(found.value.fields) == ["q3.equipment_networked"]


def test_a_submitted_assessment_takes_no_answer():
    closed = submitted(scored=False)
    user = person(member_of(closed))
    with pytest.raises(Locked):
        save(closed, user, "q5", "D", base=1)
    closed.status = Status.DRAFT  # as a page that was loaded before sees it
    with pytest.raises(Locked):
        save(closed, user, "q5", "D", base=1)
    assert answers_of(closed)["q5"] == full_answers()["q5"]
    assert AnswerChange.objects.count() == len(full_answers())


def test_saving_costs_at_most_six_queries_in_one_transaction(
    opened, li, django_assert_max_num_queries
):
    for ref, value in full_answers().items():
        save(opened, li, ref, value)
    with django_assert_max_num_queries(6) as seen:
        save(opened, li, "q5", "D", base=1)
    statements = [query["sql"].split()[0] for query in seen.captured_queries]
    assert statements.count("SAVEPOINT") == 1  # the transaction of the test is around it
    assert statements.count("SELECT") == 1


def test_the_sheet_is_locked_where_the_database_can(opened, li, django_assert_max_num_queries):
    with django_assert_max_num_queries(6) as seen:
        save(opened, li, "q5", "D")
    read = next(query["sql"] for query in seen.captured_queries if "SELECT" in query["sql"])
    assert AnswerSheet._meta.db_table in read
    assert ("FOR UPDATE" in read) == (connection.vendor == "postgresql")
