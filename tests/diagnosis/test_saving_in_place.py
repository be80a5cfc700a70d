"""What the script gets when a card saves itself."""

import gzip

import pytest

from diagnosis.answers import answers_of
from tests.factories import assessment, submitted

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def save(browser, opened, ref, **form):
    url = f"/assessments/{opened.pk}/answers/{ref}/"
    return browser.post(
        url, {name.replace("__", "."): value for name, value in form.items()}, headers=HTMX
    )


def test_a_saved_answer_brings_its_foot_and_what_it_changed(firm):
    opened = assessment()
    response = save(firm(opened), opened, "q5", q5="C")
    part = response.content.decode()
    assert response.status_code == 200
    assert "Saved at" in part
    assert 'name="q5.rev" value="1"' in part
    assert 'id="count-rail" hx-swap-oob="true">1/2<' in part
    assert "<html" not in part
    assert len(gzip.compress(response.content)) <= 1024


def test_figures_come_back_as_a_computed_answer(firm):
    opened = assessment()
    form = {"q2__equipment_total": "48", "q2__equipment_digital": "18"}
    part = save(firm(opened), opened, "q2", **form).content.decode()
    assert "37.5%" in part
    assert "3 points" in part


def test_an_answer_that_others_depend_on_refreshes_their_notes(firm):
    opened = assessment(
        q2={"fields": {"equipment_total": "48", "equipment_digital": "18"}},
        q3={"fields": {"equipment_networked": "9"}},
    )
    form = {"q2__equipment_total": "24", "q2__equipment_digital": "18", "q2__rev": "1"}
    part = save(firm(opened), opened, "q2", **form).content.decode()
    assert 'id="q3-note" hx-swap-oob="true"' in part


def test_an_answer_that_makes_another_impossible_says_so_on_both_cards_and_on_the_check_page(firm):
    counts = {"equipment_total": "120", "equipment_digital": "66"}
    opened = assessment(q2={"fields": counts}, q3={"fields": {"equipment_networked": "58"}})
    form = {"q2__equipment_total": "120", "q2__equipment_digital": "50", "q2__rev": "1"}
    part = save(firm(opened), opened, "q2", **form).content.decode()
    said = "Networked machines (58) cannot exceed Digital machines (50)."
    for note in ('id="q2-note"', 'id="q3-note"'):
        assert said in part.partition(note)[2].partition("</div>")[0]
    check = firm(opened).get(f"/assessments/{opened.pk}/check/").content.decode()
    assert said in check
    assert "sections/equipment-network/?next=check&amp;row=q3#q3" in check


def test_a_wrong_value_names_the_input_and_is_not_kept(firm):
    opened = assessment()
    response = save(firm(opened), opened, "q2", q2__equipment_total="-1")
    part = response.content.decode()
    assert response.status_code == 422
    assert 'data-wrong="q2-equipment_total"' in part
    assert 'data-state="invalid"' in part
    assert answers_of(opened) == {}


def test_a_conflict_comes_back_with_both_answers(firm):
    opened = assessment(q5="D")
    response = save(firm(opened), opened, "q5", q5="C", q5__rev="0", sender="page.1")
    part = response.content.decode()
    assert response.status_code == 409
    assert 'data-state="conflict"' in part
    assert 'data-take="mine"' in part
    assert 'data-take="theirs"' in part


def test_the_other_answer_is_taken_by_drawing_the_card_afresh(firm):
    opened = assessment(q5="D")
    part = firm(opened).get(f"/assessments/{opened.pk}/answers/q5/", headers=HTMX).content.decode()
    assert 'value="D" checked' in part
    assert part.startswith("<fieldset")


def test_a_closed_assessment_says_so_in_the_card(firm):
    closed = submitted(scored=False)
    response = save(firm(closed), closed, "q5", q5="D", q5__rev="1")
    assert response.status_code == 409
    assert "can no longer be changed" in response.content.decode()


def test_without_script_the_address_leads_back_to_the_question(firm):
    opened = assessment()
    browser, url = firm(opened), f"/assessments/{opened.pk}/answers/q5/"
    place = f"/assessments/{opened.pk}/sections/data-systems/#q5"
    assert browser.get(url)["Location"] == place
    assert browser.post(url, {"q5": "C"})["Location"] == place
