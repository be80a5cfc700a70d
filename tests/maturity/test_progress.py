"""How far a sheet is filled: the one truth."""

from hypothesis import given, settings

from diagnosis.maturity import progress, score
from tests.maturity.sheets import MIIT, lowest, sheets


def test_an_empty_sheet_is_not_started():
    found = progress(MIIT, {})
    assert (found.answered, found.total, found.state) == (0, 31, "not_started")
    assert not found.is_complete


def test_a_section_is_in_progress_once_touched():
    found = progress(MIIT, {"q1": ["B"], "q2": {"fields": {"equipment_total": "48"}}})
    section = found.by_section["equipment-network"]
    assert (section.answered, section.total, section.state) == (1, 3, "in_progress")
    assert section.missing == ("q2", "q3")
    assert found.state == "in_progress"
    assert found.by_section["results"].state == "not_started"


def test_data_fields_alone_begin_a_section():
    found = progress(MIIT, {"q2": {"fields": {"equipment_total": "48"}}})
    assert found.by_section["equipment-network"].state == "in_progress"
    assert (found.answered, found.state) == (0, "in_progress")


def test_a_full_sheet_is_complete():
    found = progress(MIIT, lowest(MIIT))
    assert found.is_complete
    assert found.missing == ()
    assert all(section.is_complete for section in found.sections)


@settings(deadline=None)
@given(sheets(MIIT))
def test_progress_and_score_miss_the_same_answers(sheet):
    assert set(progress(MIIT, sheet).missing) == set(score(MIIT, sheet).missing)
