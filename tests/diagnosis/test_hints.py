"""Odd figures are asked about and known ones offered; an offer alone is no answer."""

from decimal import Decimal

import pytest

from diagnosis.answers import answers_of
from diagnosis.hints import hints_of
from diagnosis.views.reach import document_of
from tests.diagnosis.test_saving_in_place import save
from tests.factories import assessment, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    found = assessment(q12={"fields": {"revenue_this": "8350"}})
    found.enterprise.revenue, found.enterprise.staff = Decimal(11526), 111
    found.enterprise.save()
    return found


def results(browser, opened):
    return browser.get(f"/assessments/{opened.pk}/sections/results/").content.decode()


def test_a_figure_that_several_questions_need_is_asked_for_once(opened, firm):
    page = results(firm(opened), opened)
    assert page.count('id="q12-revenue_this"') == 1
    assert 'value="8350" data-cards="q12 q11 q14 q15"' in page
    assert 'name="q14.revenue_this"' not in page
    assert answers_of(opened).keys() == {"q12"}


def test_a_question_takes_from_the_table_what_it_needs_beside_its_own_figures(opened, firm):
    url, table = f"/assessments/{opened.pk}/sections/results/", {"go": "next", "q14.rev": "0"}
    table |= {"q12.revenue_this": "8350", "q12.rev": "1"}
    firm(opened).post(url, table)
    assert answers_of(opened).keys() == {"q12"}
    firm(opened).post(url, table | {"q14.headcount_this": "111"})
    assert answers_of(opened)["q14"]["fields"] == {"revenue_this": "8350", "headcount_this": "111"}


def test_energy_is_taken_as_it_stands_on_the_bills(opened, firm):
    form = {"q12__energy_this": "850万度+30万立方米", "q12__rev": "1"}
    part = save(firm(opened), opened, "q12", **form)
    assert "≈ 1443.7 tce" in part.content.decode()
    assert answers_of(opened)["q12"]["fields"]["energy_this"] == "1443.65"
    assert 'value="850万度+30万立方米"' in results(firm(opened), opened)  # as it was entered
    for page in ("check", "history"):
        text = firm(opened).get(f"/assessments/{opened.pk}/{page}/").content.decode()
        assert "1,443.65 tce (entered as 850万度+30万立方米)" in text


def test_what_was_entered_with_units_stays_as_long_as_its_number_does(opened, firm):
    give(opened, q12={"fields": {"energy_this": "850万度", "energy_last": "900万度"}})
    give(opened, q12={"fields": {"energy_this": "1044.65", "energy_last": "1100"}})
    assert document_of(opened)["miit-sme:q12"]["written"] == {"energy_this": "850万度"}
    newest = opened.sheets.get().changes.latest("pk")
    assert (newest.old["written"], newest.new["written"]) == (
        {"energy_this": "850万度", "energy_last": "900万度"},
        {"energy_this": "850万度"},
    )


def test_an_answer_says_to_which_state_of_the_sheet_its_hints_belong(opened, firm):
    browser, states = firm(opened), []
    for ref, form in (("q12", {"q12__revenue_this": "9"}), ("q14", {"q14__headcount_this": "5"})):
        part = save(browser, opened, ref, **form, **{f"{ref}__rev": "1" if ref == "q12" else "0"})
        states.append(int(part["Sheet-State"]))
    assert states == [2, 3]  # what belongs to an earlier one does not take its place: answers.js


def test_years_take_the_place_of_averages(opened, firm):
    give(opened, q11={"fields": {"digital_spend": "9", "revenue": "10"}})
    form = {"q11__digital_spend": "9", "q11__revenue": "10", "q11__rev": "1"}
    form |= {"q11__spend_this": "1200", "q12__revenue_this": "10000"}
    part = save(firm(opened), opened, "q11", **form).content.decode()
    assert "The share is 12.0%" in part
    assert 'id="q11-averages" hx-swap-oob="true"' in part
    assert answers_of(opened)["q11"]["fields"] == {"spend_this": "1200", "revenue_this": "10000"}


def test_answers_that_contradict_each_other_are_asked_about_on_both_cards(opened, firm):
    give(opened, q4=["C"], s02="0")
    for section in ("data-systems", "product-life-cycle"):
        page = firm(opened).get(f"/assessments/{opened.pk}/sections/{section}/").content.decode()
        assert page.count("data of Process design reach a system automatically") == 1


def test_what_the_register_knows_is_offered_and_held_against_what_is_entered(opened, firm):
    page = results(firm(opened), opened)
    assert "Register (year not stated): 111 people, filled in; may be changed" in page
    said = "The register says 11,526 × 10,000 yuan. What you enter counts."
    assert page.count("11,526") == 1
    cell = page.partition('id="q12-revenue_this-doubt"')[2].partition("</span>")[0]
    assert said in cell
    assert 'href="/company/#correct"' in cell


def test_nothing_but_offers_is_no_answer(opened, firm):
    browser = firm(opened)
    form = {
        "go": "next",
        "q14.rev": "0",
        "q14.revenue_this": "8350",
        "q14.headcount_this": "111",
        "q14.offer": "q14.revenue_this=8350 q14.headcount_this=111",
    }
    url = f"/assessments/{opened.pk}/sections/results/"
    assert browser.post(url, form).status_code == 302
    assert "q14" not in answers_of(opened)
    browser.post(url, form | {"q14.headcount_last": "100"})
    assert answers_of(opened)["q14"]["fields"] == {
        "revenue_this": "8350",
        "headcount_this": "111",
        "headcount_last": "100",
    }


def test_a_saved_figure_is_offered_to_its_neighbours_at_once(opened, firm):
    form = {"q14__headcount_last": "100", "q14__revenue_last": "8000"}
    part = save(firm(opened), opened, "q14", **form).content.decode()
    mark = '<span class="offer" id="q12-revenue_last-offer" hx-swap-oob="true" data-offer="8000">'
    assert mark in part
    assert 'id="q12-offer" name="q12.offer" value="q12.revenue_last=8000' in part


def test_two_figures_for_the_same_are_named_on_both_cards_with_a_way_to_the_other(opened, firm):
    give(opened, q14={"fields": {"revenue_this": "8530"}})
    page = results(firm(opened), opened)
    said = "8,350 × 10,000 yuan in question 12; 8,530 × 10,000 yuan in question 14"
    assert page.count(said) == 2
    assert 'href="#q12">To question 12</a>' in page
    assert 'href="#q14">To question 14</a>' in page


def test_figures_that_give_the_answer_fold_what_was_chosen_by_hand(opened, firm):
    form = {"q13": "A", "q13__pass_rate_this": "98.5", "q13__pass_rate_last": "97.9"}
    part = save(firm(opened), opened, "q13", **form).content.decode()
    assert "97.9% and then 98.5%" in part
    folded = part.partition('<details id="q13-direct" hx-swap-oob="true">')[2]
    assert folded
    assert "checked" not in folded.partition("</details>")[0]
    assert '<details id="q13-direct">' in results(firm(opened), opened)


def test_a_fraction_is_asked_about_when_it_is_saved_and_kept(opened, firm):
    form = {"q13__pass_rate_this": "0.985", "q13__pass_rate_last": "97.9"}
    part = save(firm(opened), opened, "q13", **form)
    assert part.status_code == 200
    assert "Did you mean 98.5%?" in part.content.decode()
    assert answers_of(opened)["q13"]["fields"]["pass_rate_this"] == "0.985"


def test_a_number_with_its_own_unit_is_answered_with_the_number_to_enter(opened, firm):
    part = save(firm(opened), opened, "q11", q11__revenue="0.82亿")
    assert part.status_code == 422
    assert "enter the bare number, such as 8200." in part.content.decode()


def test_the_hints_of_an_assessment_are_listed_once_for_other_pages(
    opened, django_assert_num_queries
):
    give(opened, q14={"fields": {"revenue_this": "8530"}})
    answers = answers_of(opened)
    with django_assert_num_queries(0):
        hints = hints_of(opened, answers)
    assert [hint.refs for hint in hints] == [("q12", "q14"), ("q12",), ("q14",)]
    assert hints[0].places[1].section == "results"
