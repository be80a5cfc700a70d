"""What an answer may look like, and the one form in which it is kept."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.maturity import AnswerError, check_sheet, check_value, implausible
from tests.maturity.sheets import MIIT, sheets

COUNTS = {"equipment_total": "48", "equipment_digital": "18"}


@pytest.mark.parametrize(
    ("ref", "raw", "value"),
    [
        ("q5", "C", "C"),
        ("s01", "0", "0"),
        ("q6", ["C", "B", "C"], ["B", "C"]),
        ("q6", ("A",), ["A"]),
        ("q2", "C", {"option": "C", "fields": {}}),
        ("q2", {"option": "C"}, {"option": "C", "fields": {}}),
        ("q2", {"fields": COUNTS}, {"option": None, "fields": COUNTS}),
        ("q2", {"option": "", "fields": COUNTS}, {"option": None, "fields": COUNTS}),
        (
            "q11",
            {"fields": {"revenue": "1,000.0", "digital_spend": "012"}},
            {"option": None, "fields": {"digital_spend": "12", "revenue": "1000"}},
        ),
    ],
)
def test_an_answer_is_kept_in_one_form(ref, raw, value):
    assert check_value(MIIT, ref, raw) == value


@pytest.mark.parametrize(
    ("ref", "raw"),
    [
        ("q5", None),
        ("q5", ""),
        ("q6", []),
        ("q2", {}),
        ("q2", {"option": None, "fields": None}),
        ("q2", {"option": "", "fields": {"equipment_total": "", "equipment_digital": None}}),
    ],
)
def test_an_empty_answer_is_no_answer(ref, raw):
    assert check_value(MIIT, ref, raw) is None


@pytest.mark.parametrize(
    ("ref", "raw", "code", "field"),
    [
        ("q99", "A", "unknown_question", None),
        ("q5", "Z", "unknown_option", "option"),
        ("q5", "c", "unknown_option", "option"),
        ("q5", ["C"], "wrong_type", None),
        ("q5", 3, "wrong_type", None),
        ("q5", True, "wrong_type", None),
        ("s01", 3, "wrong_type", None),
        ("s01", "5", "unknown_option", "option"),
        ("q6", "B", "wrong_type", None),
        ("q6", {"B": "on"}, "wrong_type", None),
        ("q6", ["B", "Z"], "unknown_option", "option"),
        ("q6", ["A", "B"], "exclusive", "option"),
        ("q6", [["B"]], "wrong_type", None),
        ("q2", 7, "wrong_type", None),
        ("q2", {"option": "C", "note": "x"}, "wrong_type", None),
        ("q2", {"option": 3}, "wrong_type", None),
        ("q2", {"fields": ["48"]}, "wrong_type", None),
        ("q2", {"fields": {"revenue": "1"}}, "unknown_field", None),
        ("q2", {"fields": {"equipment_total": 48}}, "not_text", "equipment_total"),
        ("q2", {"fields": {"equipment_total": "many"}}, "not_a_number", "equipment_total"),
        ("q2", {"fields": {"equipment_total": "9" * 99}}, "too_long", "equipment_total"),
        ("q2", {"fields": {"equipment_total": "1e999"}}, "exponent", "equipment_total"),
        ("q2", {"fields": {"equipment_total": "-1"}}, "below_min", "equipment_total"),
        ("q2", {"fields": {"equipment_total": "4.5"}}, "not_integer", "equipment_total"),
        ("q13", {"fields": {"pass_rate_this": "100.1"}}, "above_max", "pass_rate_this"),
    ],
)
def test_anything_else_is_refused_by_code(ref, raw, code, field):
    with pytest.raises(AnswerError) as refused:
        check_value(MIIT, ref, raw)
    assert (refused.value.code, refused.value.ref, refused.value.field) == (code, ref, field)


def test_a_refusal_names_question_field_and_what_was_expected():
    with pytest.raises(AnswerError) as refused:
        check_value(MIIT, "q2", {"fields": {"equipment_total": "48", "equipment_digital": "52"}})
    assert refused.value.message == (
        "q2.equipment_digital: expected at most 48 (q2.equipment_total), found 52"
    )
    assert refused.value.params["check"] == "digital-within-total"


def test_a_refusal_never_repeats_a_flood_or_a_second_line():
    with pytest.raises(AnswerError) as refused:
        check_value(MIIT, "q5", "x\n" * 1_000_000)
    assert len(refused.value.message) < 200
    assert "\n" not in refused.value.message


def test_numbers_are_held_against_the_rest_of_the_sheet():
    sheet = {"q2": check_value(MIIT, "q2", {"fields": COUNTS})}
    networked = {"fields": {"equipment_networked": "19"}}
    assert check_value(MIIT, "q3", networked)
    with pytest.raises(AnswerError) as refused:
        check_value(MIIT, "q3", networked, sheet)
    assert refused.value.code == "exceeds"
    assert refused.value.params["limit_field"] == "q2.equipment_digital"


def test_the_greater_number_is_not_blamed_for_the_lesser():
    sheet = check_sheet(MIIT, {"q3": {"fields": {"equipment_networked": "19"}}})
    value = check_value(MIIT, "q2", {"fields": COUNTS}, sheet)
    assert [error.ref for error in implausible(MIIT, {**sheet, "q2": value})] == ["q3"]


def test_a_contradictory_sheet_is_refused_whole():
    with pytest.raises(AnswerError, match=r"q3\.equipment_networked"):
        check_sheet(
            MIIT, {"q2": {"fields": COUNTS}, "q3": {"fields": {"equipment_networked": "20"}}}
        )


def test_a_sheet_is_kept_in_the_order_of_the_form_without_empty_answers():
    sheet = check_sheet(MIIT, {"s01": "2", "q6": [], "q5": "C", "q1": None})
    assert list(sheet.items()) == [("q5", "C"), ("s01", "2")]


@settings(deadline=None)
@given(sheets(MIIT, numbers=True))
def test_a_kept_answer_is_kept_again(sheet):
    for ref, raw in sheet.items():
        with suppress(AnswerError):  # digital machines may exceed all machines
            value = check_value(MIIT, ref, raw)
            assert check_value(MIIT, ref, value) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("fields"), inner),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.sampled_from(list(MIIT.questions)), JSON)
def test_no_json_breaks_the_check(ref, raw):
    with suppress(AnswerError):
        check_value(MIIT, ref, raw)
