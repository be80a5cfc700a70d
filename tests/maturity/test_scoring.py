"""A score explains itself: parts, questions, conditions, digests, passport."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings

from diagnosis.maturity import CORE_VERSION, AnswerError, load_framework_text, parse_number, score
from tests.maturity.sheets import MIIT, SMALL_FILE, best, lowest, sheets

WITH_SIZE = load_framework_text(
    SMALL_FILE.read_text() + "profile: [{ref: size, values: [large, small]}]\n", "sized.yaml", {}
)


def test_an_incomplete_sheet_is_scored_and_what_is_missing_is_listed():
    result = score(MIIT, {"q5": "E"})
    assert result.total.exact == 10
    assert len(result.missing) == 30
    assert result.by_question["q1"].how == "missing"
    assert result.by_question["s01"].level is None


def test_an_improper_sheet_is_not_scored():
    with pytest.raises(AnswerError, match="no question q99"):
        score(MIIT, {"q99": "A"})


def test_a_question_tells_what_one_step_more_would_earn():
    result = score(MIIT, {"q3": "C", "q9": ["B", "C"], "q6": ["A"], "s01": "2", "q5": "E"})
    steps = {
        ref: (question.next_options, question.next_gain.exact_text)
        for ref, question in result.by_question.items()
    }
    assert steps["q3"] == (("D",), "1.5")
    assert steps["q9"] == (("D",), "1.875")
    assert steps["q6"] == (("B",), "1.25")
    assert steps["q4"] == (("O",), "0.9")
    assert steps["q5"] == ((), "0")
    assert steps["s01"][0] == ("3",)
    assert result.by_question["q3"].lost.exact_text == "3"
    assert result.by_part["equipment-system"].lost.exact_text == "17"
    assert result.by_part["equipment-system"].children == (
        "network-building",
        "equipment-digital",
        "equipment-networked",
    )


def test_conditions_name_the_scenes_that_are_short():
    sheet = best(MIIT) | dict.fromkeys(("s02", "s04", "s05", "s14", "s15", "s16", "s13"), "3")
    result = score(MIIT, sheet)
    scenes = result.conditions[3].check("scenes")
    assert (scenes.needed_text, scenes.has_text, scenes.missing_text) == ("10", "9", "1")
    assert scenes.short == ("s02", "s04", "s05", "s13", "s14", "s15", "s16")
    assert not result.conditions[3].met
    assert result.next_conditions is result.conditions[3]
    assert result.level is MIIT.levels[2]
    assert result.next_level is MIIT.levels[3]


def test_at_the_top_there_is_no_next_level():
    result = score(MIIT, best(MIIT))
    assert result.rank == 4
    assert result.next_level is None
    assert result.next_conditions is None
    assert result.blocking == ()


def test_the_digest_of_the_inputs_does_not_depend_on_their_order_or_spelling():
    one = score(MIIT, {"q5": "C", "q6": ["C", "B"], "q2": "D"})
    other = score(MIIT, {"q2": {"option": "D"}, "q6": ["B", "C"], "q5": "C", "q7": None})
    assert one.inputs_digest == other.inputs_digest
    assert one.inputs_digest != score(MIIT, {"q5": "C"}).inputs_digest


def test_of_the_firm_only_what_the_release_looks_at_is_an_input():
    assert score(MIIT, {}, {"size": "small"}).inputs_digest == score(MIIT, {}).inputs_digest
    unknown = score(WITH_SIZE, {}, {"size": "vast", "division": "36"})
    assert unknown.profile == {}
    assert unknown.inputs_digest == score(WITH_SIZE, {}).inputs_digest
    small = score(WITH_SIZE, {}, {"size": "small", "division": "36"})
    assert small.passport["profile"] == {"size": "small"}
    assert small.inputs_digest != unknown.inputs_digest


def test_the_whole_score_is_plain_json():
    result = score(MIIT, lowest(MIIT))
    plain = json.loads(json.dumps(result.as_dict()))
    assert plain["framework"] == "miit-sme"
    assert plain["digest"] == MIIT.digest
    assert plain["core"] == CORE_VERSION == result.core_version
    assert plain["total"] == {"exact": "0", "shown": "0.0"}
    assert plain["level"] is None
    assert plain["next_level"]["names"] == {"zh": "初始级", "en": "Initial"}


@settings(deadline=None)
@given(sheets(MIIT, numbers=True))
def test_the_passport_is_enough_to_reckon_again(sheet):
    result = score(MIIT, sheet)
    passport = result.passport
    earned = {}
    for question in passport["questions"]:
        if question["kind"] != "scene":
            points = sum(map(parse_number, question["points"].values()), Fraction(0))
            assert parse_number(question["earned"]) == points
            earned[question["ref"]] = points
    for part in reversed(passport["parts"]):
        terms = {ref: parse_number(term) for ref, term in part["terms"].items()}
        assert all(earned[ref] == term for ref, term in terms.items())
        earned[part["ref"]] = sum(terms.values(), Fraction(0))
        assert earned[part["ref"]] == parse_number(part["earned"])
    assert earned[passport["total"]] == result.total.exact
    assert passport["level"] == (result.rank or None)


def test_the_passport_says_how_an_option_was_found():
    fields = {"equipment_total": "48", "equipment_digital": "18"}
    passport = score(MIIT, {"q2": {"option": "E", "fields": fields}}).passport
    q2 = passport["questions"][1]
    assert q2["how"] == "computed"
    assert q2["computed"]["value"] == "37.5"
    assert q2["answer"]["option"] == "E"
    assert q2["options"] == ["C"]
