"""Filled in offline and uploaded: what is taken, what is told, and that nothing else changes."""

import pytest

from diagnosis.answers import answers_of
from diagnosis.models import FilledWorkbook
from tests.diagnosis.workbooks import Paper, send
from tests.factories import assessment

pytestmark = pytest.mark.django_db


def preview(browser, opened):
    return browser.get(f"/assessments/{opened.pk}/workbook/preview/")


def take(browser, opened, **choices):
    form = {"digest": FilledWorkbook.objects.get(assessment=opened).digest}
    form |= {f"{ref}.use": choice for ref, choice in choices.items()}
    return browser.post(f"/assessments/{opened.pk}/workbook/preview/", form, follow=True)


def test_a_filled_in_workbook_is_shown_first_and_then_taken(firm):
    opened = assessment(q1=["B"])
    browser = firm(opened)
    paper = Paper(b"".join(browser.get(f"/assessments/{opened.pk}/workbook/file/")))
    paper.type({"q1.option.C": "√", "q5": "C", "q2.equipment_total": 48})
    response = send(browser, opened, paper.save())
    assert response.status_code == 302, response.content.decode()
    page = preview(browser, opened).content.decode()
    assert "Take 3 answers" in page
    assert answers_of(opened) == {"q1": ["B"]}
    page = take(browser, opened).content.decode()
    assert "3 answers of the workbook were taken" in page
    assert answers_of(opened)["q1"] == ["B", "C"]
    assert answers_of(opened)["q2"]["fields"] == {"equipment_total": "48"}
