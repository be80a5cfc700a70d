"""The national index of 2024 is complete, sourced, and worded in both languages."""

import re

import pytest

from diagnosis.maturity import load_framework_text, parse_number, score
from tests.maturity.sheets import FRAMEWORKS, MIIT, SMALL_FILE, best

PARTS = {
    "index": "100",
    "base": "50",
    "equipment-system": "20",
    "network-building": "8",
    "equipment-digital": "6",
    "equipment-networked": "6",
    "data-collection": "10",
    "information-systems": "10",
    "information-security": "10",
    "network-security": "5",
    "data-security": "5",
    "management": "30",
    "planning": "15",
    "planning-steps": "7.5",
    "management-mechanism": "7.5",
    "support": "15",
    "talent": "7.5",
    "funds": "7.5",
    "effect": "20",
    "green": "7",
    "quality": "7",
    "market": "6",
    "market-performance": "3",
    "value": "3",
}
HAN = re.compile(r"[\u4e00-\u9fff]")


def test_the_best_answer_everywhere_earns_every_node_in_full():
    by_part = score(MIIT, best(MIIT)).by_part
    assert {ref: part.earned.exact_text for ref, part in by_part.items()} == PARTS
    assert {part.rate.exact_text for part in by_part.values()} == {"100"}


def test_there_are_fifteen_questions_and_sixteen_scenes_of_which_ten_bind():
    questions = MIIT.questions.values()
    assert [q.ref for q in questions if not q.is_scene] == [f"q{n}" for n in range(1, 16)]
    assert [q.ref for q in questions if q.is_scene] == [f"s{n:02d}" for n in range(1, 17)]
    assert [q.ref for q in questions if q.binding] == [
        "s01", "s03", "s06", "s07", "s08", "s09", "s10", "s11", "s12", "s13",
    ]  # fmt: skip


def test_the_pages_follow_the_task_list():
    assert {section.ref: len(section.questions) for section in MIIT.sections} == {
        "equipment-network": 3,
        "data-systems": 2,
        "security": 2,
        "planning": 3,
        "results": 5,
        "product-life-cycle": 4,
        "production": 6,
        "supply-chain": 2,
        "management": 4,
    }
    assert MIIT.section_of["s13"].ref == "management"
    assert MIIT.section_by_ref["results"].part == "index"


def test_the_radar_has_nine_axes():
    assert [part.ref for part in MIIT.axes] == [
        "equipment-system", "data-collection", "information-systems", "information-security",
        "planning", "support", "green", "quality", "market",
    ]  # fmt: skip


def test_the_file_says_who_issued_it_and_where():
    assert MIIT.key == "miit-sme-2024"
    assert MIIT.publisher
    assert MIIT.source
    assert MIIT.sources["assessment-page"].grade == "B"


def test_numbers_that_nobody_could_check_are_marked():
    assert MIIT.unverified == (
        "levels.initial", "levels.normalised", "levels.integrated", "levels.collaborative",
        "conversions.electricity", "conversions.electricity-mwh", "conversions.natural-gas",
        "conversions.diesel", "conversions.petrol", "conversions.raw-coal", "conversions.lpg",
        "q3.computed", "q8.F", "q12.computed", "q13.computed", "q14.computed", "q15.computed",
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_text_is_there(lang):
    texts = MIIT.texts(lang)
    assert texts.lang == lang
    assert set(texts.questions) == set(MIIT.questions)
    assert texts.level(2).name == {"zh": "规范级", "en": "Normalised"}[lang]
    assert texts.trend_rule


def test_no_two_scenes_share_a_level_text():
    for lang in ("zh", "en"):
        texts = MIIT.texts(lang)
        scenes = [ref for ref, question in MIIT.questions.items() if question.is_scene]
        words = [texts.option(ref, level) for ref in scenes for level in "01234"]
        assert len(set(words)) == len(words)


def test_labels_fit_a_table():
    for question in MIIT.texts("zh").questions.values():
        assert len(HAN.findall(question.label)) <= 10
    for question in MIIT.texts("en").questions.values():
        assert len(question.label) <= 28


def test_the_english_file_holds_no_chinese_and_the_chinese_no_half_width_commas():
    texts = FRAMEWORKS / "texts"
    assert not HAN.search((texts / "miit-sme-2024.en.yaml").read_text())
    chinese = (texts / "miit-sme-2024.zh.yaml").read_text()
    assert not re.search(r"[\u4e00-\u9fff],[\u4e00-\u9fff]", chinese)
    assert not re.search(r"[\u4e00-\u9fff][;:!?][\u4e00-\u9fff]", chinese)


def test_the_points_of_the_parts_are_their_weights():
    for root in MIIT.parts:
        for part in root.walk():
            for child in part.parts:
                assert child.weight is not None
                assert child.max_points == part.max_points * child.weight / 100


def test_levels_ask_for_score_scenes_and_binding_scenes():
    asked = {
        level.ref: [(c.ref, str(c.at_least)) for c in level.conditions] for level in MIIT.levels
    }
    assert asked == {
        "initial": [("score", "20"), ("scenes", "6"), ("binding", "3")],
        "normalised": [("score", "40"), ("scenes", "6"), ("binding", "3")],
        "integrated": [("score", "60"), ("scenes", "8"), ("binding", "5")],
        "collaborative": [("score", "80"), ("scenes", "10"), ("binding", "6")],
    }


def test_options_and_fields_can_be_looked_up():
    q2 = MIIT.questions["q2"]
    assert q2.option("C").points == parse_number("3")
    assert [field.ref for field in q2.fields] == ["equipment_total", "equipment_digital"]
    assert q2.computed is not None
    assert str(q2.computed.numerator) == "q2.equipment_digital"
    assert str(q2.computed.denominator) == "q2.equipment_total"
    assert MIIT.part("scenes").all_questions[0] == "s01"


def test_a_question_can_be_unverified_as_a_whole():
    text = SMALL_FILE.read_text().replace(
        "    kind: multi", "    kind: multi\n    status: unverified"
    )
    assert load_framework_text(text, "small-1.yaml", {}).unverified == ("plug",)


def test_options_may_stand_in_the_question_itself():
    scale = "scales:\n  stairs:\n"
    before, after = SMALL_FILE.read_text().split(scale)
    text = before + after.split("\n", 2)[2]
    text = text.replace(
        "scale: stairs", "options: [{ref: '0', level: '0'}, {ref: '1', level: '1'}]"
    )
    framework = load_framework_text(text, "small-1.yaml", {})
    assert framework.questions["hall"].option("1").level == 1


@pytest.mark.parametrize(
    ("value", "inside"), [("9", False), ("10", False), ("10.1", True), ("20", True), ("21", False)]
)
def test_a_band_holds_its_closed_end_only(value, inside):
    band = MIIT.questions["q2"].computed.bands[1]
    assert band.holds(parse_number(value)) is inside
