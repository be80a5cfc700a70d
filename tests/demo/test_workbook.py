"""The workbook of the demo shows everything that an upload can bring."""

import pytest

from diagnosis.answers import answers_of
from diagnosis.models import AnswerSheet, FilledWorkbook
from diagnosis.services.taking_workbooks import weigh_workbook
from gongfu.core.models import Role, User
from gongfu.demo.workbook import NEW, add_workbook
from tests.factories import assessment, member_of, published

pytestmark = pytest.mark.django_db


def test_it_has_new_answers_a_conflict_and_cells_to_correct():
    opened = assessment(q1=["B"], s01="2", s02="1")
    owner = User.objects.get(pk=member_of(opened).user_id)
    frameworks = {"miit-sme 2024": published()}
    add_workbook(opened.enterprise, frameworks, {Role.OWNER: owner})
    sheet = AnswerSheet.objects.get(assessment=opened)
    found = weigh_workbook(workbook=FilledWorkbook.objects.get(), sheet=sheet)
    assert (len(found.changes), list(found.conflicts), len(found.faults)) == (NEW, ["s01"], 2)
    assert not found.absent
    assert answers_of(opened) == {"q1": ["B"], "s01": "2", "s02": "1"}
