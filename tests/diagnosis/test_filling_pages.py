"""The pages of the self-assessment as plain forms: nothing here runs a script."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diagnosis.answers import answers_of
from diagnosis.models import Status
from gongfu.core import jobs
from gongfu.core.models import Job
from tests.factories import (
    as_firm,
    as_regulator,
    assessment,
    consultant_for,
    full_answers,
    give,
    member_of,
    submitted,
)
from tests.hostile_files import PDF

pytestmark = pytest.mark.django_db


def path(opened, *parts):
    return f"/assessments/{opened.pk}/" + "".join(f"{part}/" for part in parts)


def text(response):
    return response.content.decode()


def as_form(ref, value):
    """An answer as the inputs of the page send it."""
    if not isinstance(value, dict):
        return {ref: value}
    fields = {f"{ref}.{name}": number for name, number in value["fields"].items()}
    return fields | {ref: value.get("option") or ""}


def test_a_firm_goes_from_the_start_to_the_result_without_script(firm):
    opened = assessment()
    browser = firm(opened)
    assert "Start the self-assessment" in text(browser.get("/my/"))
    place = re.search(r'href="(/assessments/\d+/sections/[\w-]+/)"', text(browser.get("/my/")))[1]
    answers = full_answers(q2={"fields": {"equipment_total": "48", "equipment_digital": "18"}})
    visited = []
    while place.count("/sections/"):
        visited.append(place)
        asked = set(
            re.findall(r'<fieldset class="card question" id="(\w+)"', text(browser.get(place)))
        )
        form = {"go": "next"}
        for ref in asked:
            form |= as_form(ref, answers[ref]) | {f"{ref}.rev": "0"}
        response = browser.post(place, form)
        assert response.status_code == 302
        place = response["Location"]
    assert len(visited) == 9
    assert place == path(opened, "check")
    assert "not answered" not in text(browser.get(place))
    declared = {"declared_name": "Li", "declared_position": "Head", "confirmed": "yes"}
    response = browser.post(path(opened, "submit"), declared)
    assert response["Location"] == path(opened, "receipt")
    receipt = text(browser.get(path(opened, "receipt")))
    assert re.search(r"ZD-\d{4}-\d{6}", receipt)
    assert "48" in receipt
    waiting = text(browser.get(path(opened, "result")))
    assert "is being computed" in waiting
    jobs.run_until_empty("interactive", heartbeat=False)
    assert "Normalised" in text(browser.get(path(opened, "result")))


def test_what_is_saved_is_there_on_another_machine(firm):
    opened = assessment()
    firm(opened).post(path(opened, "sections", "data-systems"), {"q5": "C", "q5.rev": "0"})
    other = text(firm(opened).get(path(opened, "sections", "data-systems")))
    assert 'name="q5" value="C" checked' in other
    assert "Saved at" in other


def test_the_task_list_tells_what_is_done_and_what_is_left(firm):
    opened = assessment(q1=["B"], q5="C", q4=["B"])
    page = text(firm(opened).get(path(opened)))
    assert "3 of 31 questions answered" in page
    assert "1/3 questions" in page
    assert "2/2 questions" in page
    assert page.count("Not started") == 7
    assert page.count(">In progress<") == page.count(">Complete<") == 1
    assert "Cannot start yet" in page


def test_one_wrong_value_is_told_at_its_field_and_the_rest_is_saved(firm):
    opened = assessment()
    form = {
        "q1": ["B", "C"],
        "q2.equipment_total": "48",
        "q2.equipment_digital": "52",
        "q3.equipment_networked": "abc",
        "go": "next",
    }
    response = firm(opened).post(path(opened, "sections", "equipment-network"), form)
    page = text(response)
    assert response.status_code == 422
    assert "<title>Error: Equipment and networks" in page
    assert page.index("error-summary") < page.index("<h1")
    assert 'href="#q2-equipment_digital"' in page
    assert 'value="52" aria-invalid="true"' in page
    assert 'value="abc"' in page
    assert answers_of(opened) == {"q1": ["B", "C"]}


def test_a_conflict_shows_both_answers_and_either_can_be_taken(firm):
    opened = assessment()
    browser = firm(opened)
    give(opened, q5="D")
    stale = {"q5": "C", "q5.rev": "0"}
    response = browser.post(path(opened, "sections", "data-systems"), stale)
    page = text(response)
    assert response.status_code == 409
    assert "Most processes" in page or "Use " in page
    assert 'name="q5.over" value="1"' in page
    theirs = browser.post(path(opened, "sections", "data-systems"), stale | {"q5.drop": "1"})
    assert theirs.status_code == 302
    assert answers_of(opened) == {"q5": "D"}
    mine = browser.post(path(opened, "sections", "data-systems"), stale | {"q5.over": "1"})
    assert mine["Location"].endswith("#q5")
    assert answers_of(opened) == {"q5": "C"}


def test_an_answer_can_be_cleared(firm):
    opened = assessment(q5="C")
    form = {"q5": "C", "q5.rev": "1", "q5.clear": "1"}
    firm(opened).post(path(opened, "sections", "data-systems"), form)
    assert answers_of(opened) == {}


def test_files_are_added_removed_and_brought_back_by_the_section_form(firm):
    opened = assessment()
    browser = firm(opened)
    place = path(opened, "sections", "data-systems")
    form = {"q5": "C", "q5.upload": "1", "q5.file": SimpleUploadedFile("list.pdf", PDF)}
    assert browser.post(place, form)["Location"] == f"{place}#q5"
    assert answers_of(opened) == {"q5": "C"}
    kept = opened.evidence.get()
    assert "list.pdf" in text(browser.get(place))
    browser.post(place, {"q5": "C", "q5.rev": "1", "remove": str(kept.pk)})
    assert "list.pdf was removed" in text(browser.get(place))
    response = browser.post(place, {"q5": "C", "q5.rev": "1", "restore": str(kept.pk)})
    assert response["Location"] == f"{place}#q5"
    assert "list.pdf was removed" not in text(browser.get(place))


def test_a_refused_file_says_why_and_keeps_the_answers(firm):
    opened = assessment()
    form = {"q5": "C", "q5.file": SimpleUploadedFile("shop.mp4", b"\x00\x00\x00\x18ftypmp42")}
    response = firm(opened).post(path(opened, "sections", "data-systems"), form)
    assert response.status_code == 422
    assert "videos are not accepted" in text(response)
    assert answers_of(opened) == {"q5": "C"}


def test_a_change_link_of_the_check_page_comes_back(firm):
    opened = assessment(q5="C")
    browser = firm(opened)
    page = text(browser.get(path(opened, "check")))
    section = path(opened, "sections", "data-systems")
    link = f"{section}?next=check&row=q5"
    assert f'href="{section}?next=check&amp;row=q5#q5"' in page
    assert "Save and go back to checking" in text(browser.get(link))
    response = browser.post(link, {"q5": "D", "q5.rev": "1", "go": "next"})
    assert response["Location"] == f"{path(opened, 'check')}#row-q5"


def test_the_check_page_names_what_is_missing_and_does_not_submit(firm):
    opened = assessment(**full_answers())
    give(opened, q5=None)
    browser = firm(opened)
    page = text(browser.get(path(opened, "check")))
    assert "1 question is not answered" in page
    assert page.count("data-missing") == 1
    assert 'aria-disabled="true"' in page
    declared = {"declared_name": "Li", "declared_position": "Head", "confirmed": "yes"}
    assert browser.post(path(opened, "submit"), declared).status_code == 422


@pytest.mark.parametrize("left_out", ["declared_name", "declared_position", "confirmed"])
def test_the_declaration_must_be_whole(firm, left_out):
    opened = assessment(**full_answers())
    declared = {"declared_name": "Li", "declared_position": "Head", "confirmed": "yes"}
    del declared[left_out]
    response = firm(opened).post(path(opened, "submit"), declared)
    assert response.status_code == 422
    assert f'href="#{left_out}"' in text(response)
    assert "<title>Error: " in text(response)
    opened.refresh_from_db()
    assert opened.status == Status.DRAFT


def test_pressing_submit_again_finds_the_receipt(firm):
    closed = submitted()
    declared = {"declared_name": "Li", "declared_position": "Head", "confirmed": "yes"}
    response = firm(closed).post(path(closed, "submit"), declared)
    assert response["Location"] == path(closed, "receipt")
    assert closed.receipts.count() == Job.objects.filter(kind="score").count() == 1


def test_the_history_says_who_changed_what(firm):
    opened = assessment(q5="C", q1=["B"])
    give(opened, q5="D")
    everything = text(firm(opened).get(path(opened, "history")))
    one = text(firm(opened).get(path(opened, "history") + "?question=q5"))
    assert everything.count("<tr>") == 4
    assert one.count("<tr>") == 3
    assert "no answer" in one


# Who sees what


def test_a_viewer_reads_and_cannot_write(sign_in):
    opened = assessment(q5="C")
    viewer = sign_in(as_firm(opened.enterprise, "viewer"))
    page = text(viewer.get(path(opened, "sections", "data-systems")))
    assert "<fieldset" not in page
    for parts in (("sections", "data-systems"), ("answers", "q5"), ("submit",)):
        assert viewer.post(path(opened, *parts), {"q5": "D"}).status_code == 403
    assert answers_of(opened) == {"q5": "C"}


def test_another_firm_finds_nothing(sign_in):
    opened, other = assessment(q5="C"), assessment()
    browser = sign_in(member_of(other))
    for parts in ((), ("sections", "data-systems"), ("check",), ("history",), ("result",)):
        assert browser.get(path(opened, *parts)).status_code == 404
    for parts in (("sections", "data-systems"), ("answers", "q5"), ("submit",)):
        assert browser.post(path(opened, *parts), {"q5": "D"}).status_code == 404
    assert answers_of(opened) == {"q5": "C"}


def test_staff_see_it_once_it_was_submitted(sign_in):
    opened, closed = assessment(), submitted()
    for assess, status in ((opened, 404), (closed, 200)):
        for actor in (as_regulator(), consultant_for(assess)):
            assert sign_in(actor).get(path(assess)).status_code == status
    page = text(sign_in(as_regulator()).get(path(closed, "sections", "data-systems")))
    assert "its answers are locked" in page


def test_the_start_page_of_a_firm_without_an_assessment_says_what_to_do(sign_in):
    opened = assessment()
    actor = member_of(opened)
    browser = sign_in(actor)
    assert browser.get("/my/assessment/")["Location"] == path(opened)
    assert browser.get("/my/result/")["Location"] == "/my/"
    opened.delete()
    assert "No assessment is open" in text(browser.get("/my/"))
    assert browser.get("/my/assessment/")["Location"] == "/my/"


# How much it costs


@pytest.mark.parametrize(
    ("parts", "most"),
    [((), 15), (("sections", "production"), 7), (("check",), 8), (("history",), 8)],
)
def test_a_page_costs_few_queries_however_much_is_answered(
    firm, parts, most, django_assert_max_num_queries
):
    opened = assessment(**full_answers())
    browser = firm(opened)
    browser.get(path(opened, *parts))
    with django_assert_max_num_queries(most):
        assert browser.get(path(opened, *parts)).status_code == 200
