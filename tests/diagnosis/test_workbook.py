"""Filled in offline and uploaded: what is taken, what is told, and that nothing else changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diagnosis.answers import answers_of
from diagnosis.models import AnswerChange, FilledWorkbook
from diagnosis.services import taking_workbooks
from diagnosis.services.taking_workbooks import take_workbook
from diagnosis.workbook.slots import all_slots
from diagnosis.workbook.weighing import Choices
from gongfu.core.errors import Conflict, Locked
from gongfu.core.models import AuditEntry, Role, User
from tests.diagnosis.conftest import person
from tests.diagnosis.workbooks import Paper, downloaded, send, uploaded
from tests.factories import (
    WORKSHOP,
    as_firm,
    assessment,
    consultant_for,
    full_answers,
    give,
    member_of,
    published,
    submitted,
)

pytestmark = pytest.mark.django_db
STANDARD = "gbt-39116-discrete 2020"
CONFLICTS = 'id="conflicts"'


def at(opened, part=""):
    return f"/assessments/{opened.pk}/workbook/{part}"


def preview(browser, opened):
    return browser.get(at(opened, "preview/"))


def take(browser, opened, **choices):
    found = FilledWorkbook.objects.filter(assessment=opened).first()
    form = {"digest": found.digest if found else ""}
    form |= {f"{ref}.use": choice for ref, choice in choices.items()}
    return browser.post(at(opened, "preview/"), form, follow=True)


def taken(opened, user=None, choices=None, **typed):
    """Take a workbook without its pages; returns how many answers were taken."""
    found = uploaded(opened, user=user, **typed)
    return take_workbook(
        workbook=found, digest=found.digest, choices=choices or Choices(), user=found.by
    )


def colleague(opened):
    return person(as_firm(opened.enterprise, Role.EDITOR))


# The way of a workbook


def test_a_filled_in_workbook_is_shown_first_and_then_taken(firm):
    opened = assessment(q1=["B"])
    browser = firm(opened)
    paper = Paper(b"".join(browser.get(at(opened, "file/"))))
    paper.type({"q1.option.C": "√", "q5": "C", "q2.equipment_total": 48})
    assert send(browser, opened, paper.save()).status_code == 302
    assert "Take 3 answers" in preview(browser, opened).content.decode()
    assert answers_of(opened) == {"q1": ["B"]}
    page = take(browser, opened).content.decode()
    assert "3 answers of the workbook were taken" in page
    assert "Everything in the workbook stands in the self-assessment" in page
    assert answers_of(opened)["q1"] == ["B", "C"]
    assert answers_of(opened)["q2"]["fields"] == {"equipment_total": "48"}


def test_answers_have_the_envelopes_history_and_counts_of_the_form():
    opened = assessment(q5="B")
    assert taken(opened, **{"q5": "C", "q8": "B"}) == 2
    kept = opened.sheets.get().document["miit-sme:q5"]
    name = User.objects.get(pk=member_of(opened).user_id).name
    assert (kept["value"], kept["rev"], kept["by"]) == ("C", 2, name)
    change = AnswerChange.objects.get(key="miit-sme:q5", revision=2)
    assert (change.old, change.new, change.by_name) == ("B", "C", name)
    opened.refresh_from_db()
    assert opened.answered == 2
    give(opened, q5="D")  # the form goes on from there
    assert answers_of(opened)["q5"] == "D"


def test_an_emptied_cell_takes_the_answer_back(firm):
    opened = assessment(q5="B", q8="B")
    uploaded(opened, **{"q5": None})
    assert "the answer is taken back" in preview(firm(opened), opened).content.decode()
    take(firm(opened), opened)
    assert answers_of(opened) == {"q8": "B"}


def test_all_or_nothing_is_written(monkeypatch):
    opened = assessment()
    monkeypatch.setattr(taking_workbooks, "keep_counts", None)
    with pytest.raises(TypeError):
        taken(opened, **{"q5": "C", "q8": "B"})
    assert answers_of(opened) == {}
    assert not AnswerChange.objects.exists()


def test_as_many_queries_for_one_answer_as_for_all_of_them():
    counts = []
    for many in (False, True):
        opened = assessment(framework=STANDARD)
        slots = all_slots(published(STANDARD))
        every = {
            name: slot.content(full_answers(STANDARD)[slot.ref]) for name, slot in slots.items()
        }
        found = uploaded(opened, **(every if many else {"strategy-1a": "A"}))
        fresh = FilledWorkbook.objects.select_related("assessment__release", "by").get(pk=found.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            done = take_workbook(
                workbook=fresh, digest=fresh.digest, choices=Choices(), user=fresh.by
            )
        counts.append(len(queries))
        assert done == (127 if many else 1)
    assert counts[1] - counts[0] <= 1  # SQLite takes so many rows of history in two statements
    assert counts[0] <= 8


# Answers that change on both sides


def test_what_a_colleague_answered_meanwhile_is_a_told_conflict(firm):
    opened = assessment(q5="B", q8="B")
    paper = downloaded(opened).type({"q5": "C", "q1.option.B": "√"})
    give(opened, actor=as_firm(opened.enterprise), q5="D", q8="C")
    send(firm(opened), opened, paper.save())
    page = preview(firm(opened), opened).content.decode()
    assert "1 answer was changed on both sides" in page
    assert 'value="mine:2"' in page
    assert "checked" not in page.split("<form")[-1]
    take(firm(opened), opened)
    assert answers_of(opened) == {"q1": ["B"], "q5": "D", "q8": "C"}
    assert "1 answer was changed on both sides" in preview(firm(opened), opened).content.decode()


@pytest.mark.parametrize(("choice", "kept"), [("mine:2", "C"), ("theirs:2", "D"), ("mine:1", "D")])
def test_a_conflict_is_settled_by_a_choice_against_what_was_seen(choice, kept, firm):
    opened = assessment(q5="B")
    paper = downloaded(opened).type({"q5": "C"})
    give(opened, q5="D")
    send(firm(opened), opened, paper.save())
    page = take(firm(opened), opened, q5=choice).content.decode()
    assert answers_of(opened)["q5"] == kept
    assert (CONFLICTS in page) == (choice == "mine:1")


def test_one_goes_on_in_the_workbook_that_one_has_uploaded_before(firm):
    opened = assessment()
    paper = downloaded(opened).type({"q5": "C"})
    send(firm(opened), opened, paper.save())
    take(firm(opened), opened)
    send(firm(opened), opened, paper.type({"q5": "D"}).save())
    assert CONFLICTS not in preview(firm(opened), opened).content.decode()
    take(firm(opened), opened)
    assert answers_of(opened)["q5"] == "D"


def test_two_people_in_copies_of_one_workbook_do_not_overwrite_each_other(sign_in, firm):
    opened = assessment()
    paper = downloaded(opened).type({"q5": "C"})
    send(firm(opened), opened, paper.save())
    take(firm(opened), opened)
    other = sign_in(as_firm(opened.enterprise, Role.EDITOR))
    send(other, opened, paper.type({"q5": "D"}).save())
    assert CONFLICTS in preview(other, opened).content.decode()


def test_a_page_shown_before_another_upload_takes_nothing():
    opened = assessment()
    found = uploaded(opened, **{"q5": "C"})
    with pytest.raises(Conflict):
        take_workbook(workbook=found, digest="0" * 64, choices=Choices(), user=found.by)
    assert answers_of(opened) == {}


# Corrections


def test_the_upload_comes_back_with_its_wrong_cells_marked(firm):
    opened = assessment()
    browser = firm(opened)
    paper = downloaded(opened).type(
        {"q5": "=HYPERLINK(1)", "q8": "nowhere", "q2.equipment_total": 48}
    )
    send(browser, opened, paper.save())
    take(browser, opened)
    back = Paper(b"".join(browser.get(at(opened, "errors/"))))
    cell = back.cell("q8")
    assert (cell.value, cell.comment.text[:17]) == ("nowhere", "Choose one of the")
    assert cell.fill.start_color.rgb == back.cell("q5").fill.start_color.rgb
    assert back.cell("q5").data_type == "s"
    assert back.cell("q2.equipment_total").comment is None
    send(browser, opened, back.type({"q5": "B", "q8": "C"}).save())
    page = preview(browser, opened).content.decode()
    assert "Take 2 answers" in page
    assert CONFLICTS not in page


def test_what_is_taken_but_not_whole_or_not_asked_is_said(firm):
    opened = assessment(framework=WORKSHOP, cloud="A")
    uploaded(
        opened,
        **{"cloud-kind": "B", "use": "N"},
    )
    page = preview(firm(opened), opened).content.decode()
    assert "kept, but not asked as the answers stand" in page
    assert "not complete yet" in page


def test_a_reason_that_is_not_kept_is_told(firm):
    opened = assessment(framework=WORKSHOP)
    uploaded(opened, **{"use": "A", "use.reason": "because"})
    assert "needs no reason" in preview(firm(opened), opened).content.decode()


# Who may, and when


def test_a_viewer_downloads_and_may_not_upload(sign_in):
    opened = assessment(q5="B")
    viewer = sign_in(as_firm(opened.enterprise, Role.VIEWER))
    assert "An owner or editor" in viewer.get(at(opened)).content.decode()
    assert Paper(b"".join(viewer.get(at(opened, "file/")))).cell("q5").value.startswith("B. ")
    assert send(viewer, opened, downloaded(opened).save()).status_code == 403
    assert preview(viewer, opened).status_code == 403


def test_an_upload_is_seen_by_the_person_alone(sign_in, firm):
    opened = assessment()
    uploaded(opened, **{"q5": "C"})
    assert preview(firm(opened), opened).status_code == 200
    assert preview(sign_in(as_firm(opened.enterprise, Role.EDITOR)), opened).status_code == 404
    assert preview(firm(assessment()), opened).status_code == 404
    assert sign_in(consultant_for(opened)).get(at(opened)).status_code == 403


def test_after_submission_the_upload_says_why_it_is_refused(firm):
    opened = assessment(**full_answers())
    content = downloaded(opened).save()
    found = uploaded(opened, **{"q5": "A"})
    done = submitted()
    response = send(firm(done), done, content)
    assert response.status_code == 409
    assert "was submitted" in response.content.decode()
    assert firm(done).get(at(done, "file/")).status_code == 200
    opened.status, opened.submitted_at = "submitted", done.submitted_at
    opened.save()
    found.refresh_from_db()
    with pytest.raises(Locked):
        take_workbook(workbook=found, digest=found.digest, choices=Choices(), user=found.by)
    assert preview(firm(opened), opened)["Location"] == at(opened)


def test_a_workbook_of_another_firm_or_assessment_is_refused(firm):
    opened, foreign = assessment(q5="B"), assessment(q5="C")
    response = send(firm(opened), opened, downloaded(foreign).save())
    assert response.status_code == 422
    assert "belongs to another self-assessment" in response.content.decode()
    assert not FilledWorkbook.objects.exists()


def test_every_download_upload_and_taking_is_in_the_trail(firm):
    opened = assessment()
    browser = firm(opened)
    browser.get(at(opened, "file/"))
    send(browser, opened, downloaded(opened).type({"q5": "nowhere", "q8": "B"}).save())
    take(browser, opened)
    browser.get(at(opened, "errors/"))
    actions = [entry.action for entry in AuditEntry.objects.order_by("pk")]
    wanted = ["workbook_file", "workbook", "workbook_preview", "workbook_errors"]
    assert [each for each in actions if "workbook" in each] == [f"diagnosis:{w}" for w in wanted]
