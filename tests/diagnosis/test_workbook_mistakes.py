"""Acceptance 6 of the firm: fifteen mistakes come back by cell, the rest is taken, once."""

from datetime import date

import pytest

from diagnosis.answers import answers_of
from diagnosis.models import AnswerChange
from diagnosis.workbook.book import ANSWER, KEY
from diagnosis.workbook.slots import all_slots
from tests.diagnosis.test_workbook import preview, take
from tests.diagnosis.workbooks import downloaded, send
from tests.factories import WORKSHOP, assessment, full_answers, published

pytestmark = pytest.mark.django_db

SME, STANDARD = "miit-sme 2024", "gbt-39116-discrete 2020"
MERGED, TWICE = "merged with the next", "stands twice"
LONG = "x" * 1_001

# Question with what is typed into one of its cells, and what the page says of that cell.
MISTAKES = {
    SME: {
        "q1.option.A": ("√", "cannot be chosen together"),
        "q2.equipment_digital": (52, "cannot exceed"),  # of 48 machines
        "q3.equipment_networked": ("a dozen", "enter a whole number such as 48"),
        "q4.option.C": ("x", "Enter √ if it applies"),
        "q5": ("F", "Choose one of the options"),
        "q6.option.B": ("=1=1", "Formulas are not read"),
        "q7.option.D": ("#N/A", "error of the spreadsheet"),
        "q8": ("some of them", "Choose one of the options"),
        "q11.digital_spend": ("3e400", "too large or too small"),
        "q12.energy_this": (-4, "at least 0"),
        "q13.pass_rate_last": (101.5, "at most 100"),
        "q14.headcount_this": ("320名", "enter a number such as"),
        "q15.cost_this": (date(2026, 3, 4), "made a date (2026-03-04)"),
        "s03": (7, "Choose one of the options"),
        "s05": (MERGED, "was merged"),
    },
    STANDARD: {
        "strategy-1a": ("E", "Choose one of the options from the list: A, B, C, D."),
        "strategy-2a": ("=A1", "Formulas are not read"),
        "strategy-2b": ("A or B", "Choose one of the options"),
        "strategy-3a": (date(2026, 1, 2), "made a date"),
        "strategy-4a": (9, "Choose one of the options"),
        "strategy-5a": (0, "Choose one of the options"),
        "skills-1a": ("#REF!", "error of the spreadsheet"),
        "skills-2a": (True, "Choose one of the options"),
        "skills-2b": ("√", "Choose one of the options"),
        "skills-3a": ("–", "Choose one of the options"),
        "skills-4a": (MERGED, "was merged"),
        "skills-5a": (TWICE, "stands in the workbook twice"),
        "data-1a": (1.5, "Choose one of the options"),
        "data-2a": ("A. something else", "Choose one of the options"),
        "scope-logistics.reason": (LONG, "at most 1000 characters"),
    },
    WORKSHOP: {
        "use.reason": (LONG, "at most 1000 characters"),
        "systems.row.hall": ("everywhere", "Choose one of the options"),
        "systems.row.yard": ("=1+1", "Formulas are not read"),
        "plans.row.making.O": ("√", "cannot be chosen together"),
        "robots.robots": ("2.5", "whole number"),
        "cloud": ("=B3", "Formulas are not read"),
        "cloud-kind": (date(2026, 5, 6), "made a date"),
        "scope-logistics.reason": (LONG, "at most 1000 characters"),
        "store": ("#DIV/0!", "error of the spreadsheet"),
        "ship": ("D", "Choose one of the options"),
        "people-1": (TWICE, "stands in the workbook twice"),
        "people-2": (4, "Choose one of the options"),
        "machines-1": ("A, B", "Choose one of the options"),
        "machines-2": (False, "Choose one of the options"),
        "shed": ("?", "Choose one of the options"),
    },
}
BESIDE = {
    SME: {"q1.option.B": "√", "q2.equipment_total": 48},
    STANDARD: {"scope-logistics": "out"},
    WORKSHOP: {
        "use": "N",
        "scope-logistics": "out",
        "plans.row.making.P": "√",
    },
}


@pytest.mark.parametrize("key", [SME, STANDARD, WORKSHOP])
def test_every_mistake_comes_back_by_cell_and_the_rest_is_taken_once(key, firm):
    opened, mistakes = assessment(framework=key), MISTAKES[key]
    browser = firm(opened)
    paper = downloaded(opened)
    fill(paper, key)
    paper.type(BESIDE[key])
    for slot, (typed, _said) in mistakes.items():
        plant(paper, slot, typed)
    content = paper.save()
    assert send(browser, opened, content).status_code == 302
    page = preview(browser, opened).content.decode()
    assert len(mistakes) == 15
    places = {slot: paper.cell(slot).coordinate for slot in mistakes}
    for slot, (_typed, said) in mistakes.items():
        told = row_of(page, places[slot])
        assert said in told, (slot, told)
    assert page.count('<td class="nowrap"><strong>') == len(mistakes)

    take(browser, opened)
    wrong = {slot.split(".")[0] for slot in mistakes}
    wanted = {ref: value for ref, value in filled(key).items() if ref not in wrong}
    assert answers_of(opened) == wanted
    count = AnswerChange.objects.count()
    assert count == len(wanted)

    send(browser, opened, content)
    page = preview(browser, opened).content.decode()
    assert "Take " not in page
    take(browser, opened)
    assert AnswerChange.objects.count() == count
    assert answers_of(opened) == wanted


def filled(key):
    """A middling answer to every question, as it is stored."""
    return full_answers(key)


def fill(paper, key):
    """Write an answer into every cell as somebody would choose it from the lists."""
    slots = all_slots(published(key))
    answers = filled(key)
    paper.type({name: slot.content(answers[slot.ref]) for name, slot in slots.items()})


def plant(paper, slot, typed):
    sheet, row = paper.sheet, paper.rows()[slot]
    if typed == MERGED:
        sheet.merge_cells(start_row=row, end_row=row, start_column=ANSWER, end_column=ANSWER + 1)
    elif typed == TWICE:
        last = sheet.max_row + 1
        sheet.cell(last, KEY).value, sheet.cell(last, ANSWER).value = slot, "A"
        sheet.cell(row, KEY).value, sheet.cell(row, ANSWER).value = slot, "B"
    else:
        sheet.cell(row, ANSWER).value = typed


def row_of(page, place):
    """The row of the page that names a cell."""
    assert f"<strong>{place}</strong>" in page, place
    return page.split(f"<strong>{place}</strong>")[1].split("</tr>")[0]
