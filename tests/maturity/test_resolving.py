"""Which options an answer amounts to, and the reckoning behind a computed one."""

from pathlib import Path

import pytest

from diagnosis.maturity import check_sheet, load_framework
from diagnosis.maturity.resolving import Reading
from tests.maturity.sheets import MIIT


def resolution(ref, **answers):
    return Reading(MIIT, check_sheet(MIIT, answers)).resolution(ref)


@pytest.mark.parametrize(
    ("total", "digital", "option"),
    [
        ("100", "0", "A"),
        ("100", "10", "A"),
        ("1000", "101", "B"),
        ("100", "20", "B"),
        ("1000", "201", "C"),
        ("100", "40", "C"),
        ("1000", "401", "D"),
        ("100", "60", "D"),
        ("1000", "601", "E"),
        ("100", "100", "E"),
        ("3", "1", "C"),
    ],
)
def test_a_share_falls_in_a_band_that_holds_its_upper_end(total, digital, option):
    fields = {"equipment_total": total, "equipment_digital": digital}
    assert resolution("q2", q2={"fields": fields}).options == (option,)


def test_the_reckoning_can_be_followed():
    calculation = resolution(
        "q3",
        q2={"fields": {"equipment_total": "48", "equipment_digital": "18"}},
        q3={"option": "A", "fields": {"equipment_networked": "12"}},
    ).calculation
    assert calculation.as_dict() == {
        "kind": "share",
        "inputs": {"q3.equipment_networked": "12", "q2.equipment_total": "48"},
        "value": "25",
        "option": "C",
        "reason": None,
    }


@pytest.mark.parametrize(
    ("ref", "answers", "reason"),
    [
        ("q2", {"q2": {"fields": {"equipment_total": "48"}}}, "field_missing"),
        ("q3", {"q3": {"fields": {"equipment_networked": "5"}}}, "field_missing"),
        (
            "q2",
            {"q2": {"fields": {"equipment_total": "0", "equipment_digital": "0"}}},
            "denominator_zero",
        ),
        (
            "q11",
            {"q11": {"fields": {"digital_spend": "200", "revenue": "100"}}},
            "outside_bands",
        ),
        ("q13", {"q13": {"fields": {"pass_rate_this": "98"}}}, "field_missing"),
        (
            "q14",
            {
                "q14": {
                    "fields": {
                        "revenue_this": "1",
                        "headcount_this": "1",
                        "revenue_last": "1",
                        "headcount_last": "0",
                    }
                }
            },
            "denominator_zero",
        ),
    ],
)
def test_what_cannot_be_computed_is_unknown_and_says_why(ref, answers, reason):
    found = resolution(ref, **answers)
    assert found.is_missing
    assert found.calculation.reason == reason
    assert found.calculation.as_dict()["option"] is None


def test_the_chosen_option_stands_where_nothing_can_be_computed():
    found = resolution("q2", q2={"option": "D", "fields": {"equipment_total": "0"}})
    assert (found.options, found.how) == (("D",), "chosen")


def test_a_question_without_fields_has_no_reckoning():
    assert resolution("q5", q5="C").calculation is None
    assert resolution("q2", q2="C").calculation is None


def test_an_answer_has_a_meaning_also_where_its_question_is_not_asked():
    workshop = load_framework(Path(__file__).parents[1] / "releases" / "workshop-1.yaml")
    reading = Reading(workshop, check_sheet(workshop, {"cloud": "A", "cloud-kind": "C"}))
    assert reading.resolution("cloud-kind").how == "hidden"
    assert reading.meaning("cloud-kind").options == ("C",)


def test_a_reason_is_kept_beside_the_option_without_empty_fields():
    workshop = load_framework(Path(__file__).parents[1] / "releases" / "workshop-1.yaml")
    sheet = check_sheet(workshop, {"use": {"option": "N", "reason": " no work "}})
    assert sheet == {"use": {"option": "N", "reason": "no work"}}
