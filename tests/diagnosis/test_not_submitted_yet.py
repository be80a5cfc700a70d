"""Complete can never be mistaken for submitted: band, button and tab title say so."""

import pytest

from diagnosis.models import Status
from gongfu.core.models import Role
from tests.diagnosis.test_submitting import submit
from tests.factories import as_firm, assessment, full_answers

pytestmark = pytest.mark.django_db
BAND = "Everything is answered – not submitted yet"


@pytest.fixture
def complete():
    return assessment(**full_answers())


def pages(opened):
    one = f"/assessments/{opened.pk}/"
    return ("/my/", one, f"{one}sections/equipment-network/", f"{one}check/")


def test_home_list_section_and_check_page_say_it_and_the_tab_too(complete, firm):
    browser = firm(complete)
    for path in pages(complete):
        page = browser.get(path).content.decode()
        assert BAND in page, path
        assert "<title>Not submitted yet · " in page, path


def test_none_says_it_while_something_is_missing_or_once_it_is_submitted(firm):
    opened = assessment(q1=["B"])
    for path in pages(opened):
        assert BAND not in firm(opened).get(path).content.decode(), path
    done = assessment(**full_answers())
    submit(done)
    assert BAND not in firm(done).get("/my/").content.decode()


def test_a_viewer_is_told_who_submits(complete, sign_in):
    page = sign_in(as_firm(complete.enterprise, Role.VIEWER)).get("/my/").content.decode()
    assert "An owner or editor of your company has to confirm and submit" in page
    assert "Check and submit" not in page


def test_the_last_answer_saved_in_place_brings_the_band(firm):
    answers = full_answers()
    last = answers.pop("q5")
    opened = assessment(**answers)
    browser = firm(opened)
    form = {"q5": last, "q5.rev": "0"}
    said = browser.post(
        f"/assessments/{opened.pk}/answers/q5/", form, headers={"HX-Request": "true"}
    ).content.decode()
    assert 'id="not-submitted" hx-swap-oob="true"' in said
    assert BAND in said


def test_a_change_link_comes_back_to_the_check_page(complete, firm):
    browser = firm(complete)
    page = browser.get(f"/assessments/{complete.pk}/check/").content.decode()
    assert "sections/equipment-network/?next=check&amp;row=q1#q1" in page
    section = browser.get(f"/assessments/{complete.pk}/sections/equipment-network/?next=check")
    assert "Save and go back to checking" in section.content.decode()
    sent = browser.post(f"{section.request['PATH_INFO']}?next=check&row=q1", {"go": "next"})
    assert sent["Location"] == f"/assessments/{complete.pk}/check/#row-q1"


def test_what_was_taken_over_is_flagged_until_it_is_confirmed(complete, firm):
    sheet = complete.sheets.get(voice="self")
    sheet.document["miit-sme:q5"]["origin"] = {"from": "mapping"}
    sheet.save()
    assert (
        "taken over, not confirmed"
        in firm(complete).get(f"/assessments/{complete.pk}/check/").content.decode()
    )
    assert complete.status == Status.DRAFT
