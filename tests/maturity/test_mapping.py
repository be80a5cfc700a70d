"""Answers of one release taken over into another, where a mapping file says that they overlap."""

import pytest

from diagnosis.catalogue import SHIPPED
from diagnosis.maturity import FrameworkError, check_sheet, load_framework
from diagnosis.maturity.estimating import estimate
from diagnosis.maturity.mapping import carry, is_for
from diagnosis.maturity.mapping_files import load_mapping

FILES = sorted((SHIPPED / "mappings").glob("*.yaml"))
TO_STANDARD = SHIPPED / "mappings" / "miit-sme-2024--gbt-39116-discrete-2020.yaml"
TO_READINESS = SHIPPED / "mappings" / "miit-sme-2024--impuls-industrie40-2015.yaml"
TO_INDEX = SHIPPED / "mappings" / "gbt-39116-discrete-2020--miit-sme-2024.yaml"


def opened(file):
    """The mapping of a file, and both of its releases."""
    names = file.stem.split("--")
    source, target = (load_framework(SHIPPED / f"{name}.yaml") for name in names)
    return load_mapping(file, source, target), source, target


def carried(file, **sheet):
    mapping, source, target = opened(file)
    return carry(mapping, source, check_sheet(source, sheet), target)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_mapping_is_sound_and_owns_up_to_being_a_judgement(file):
    mapping, _source, target = opened(file)
    assert mapping.status == "unverified"
    assert mapping.note["zh"]
    assert mapping.note["en"]
    assert {entry.target for entry in mapping.entries} <= target.questions.keys()


def test_a_mapping_may_be_meant_for_some_firms_only():
    mapping, _source, _target = opened(TO_STANDARD)
    assert [is_for(mapping, {"process": kind}) for kind in ("discrete", "process")] == [True, False]
    assert is_for(mapping, {})
    assert is_for(opened(TO_READINESS)[0], {"process": "process"})


def test_a_blank_sheet_says_nothing():
    assert all(carried(file) == {} for file in FILES)


def test_one_option_stands_for_another():
    found = carried(TO_STANDARD, s05="3")
    assert {ref: found[ref].value for ref in ("planning-2a", "planning-3a", "planning-4a")} == {
        "planning-2a": "D",
        "planning-3a": "C",
        "planning-4a": "A",
    }
    assert "planning-5a" not in found
    assert found["planning-3a"].from_refs == ("s05",)


def test_of_several_sources_the_lowest_counts_once_all_are_answered():
    joined = {"s03": "4", "s11": "3", "s12": "4", "s13": "2"}
    assert carried(TO_STANDARD, **joined)["integration-3b"].value == "A"
    assert carried(TO_STANDARD, **joined | {"s13": "3"})["integration-3b"].value == "C"
    assert "integration-3b" not in carried(TO_STANDARD, s03="4", s11="4")


def test_ticks_that_are_missing_say_something_where_the_file_says_so():
    assert carried(TO_STANDARD, q10=["B"])["skills-2b"].value == "A"
    assert carried(TO_STANDARD, q10=["D"])["skills-2b"].value == "C"


def test_computed_answers_are_read_as_the_option_they_amount_to():
    numbers = {"equipment_total": "100", "equipment_digital": "55"}
    assert carried(TO_STANDARD, q2={"fields": numbers})["equipment-2b"].value == "C"


def test_rows_come_together_in_one_answer():
    found = carried(TO_READINESS, s07="3", s08="4")["sf3"]
    assert found.value == {"rows": {"quality": "full", "maintenance": "full"}}
    assert found.from_refs == ("s07", "s08")


def test_ticks_add_up_and_a_list_known_in_part_says_so():
    found = carried(TO_INDEX, **{"security-1a": "C", "security-2a": "D", "security-3b": "A"})["q6"]
    assert (found.value, found.partial) == (["B", "C"], True)


def test_a_scene_stands_below_the_first_requirement_that_is_not_met():
    reached = {"planning-1a": "D", "planning-2a": "C", "planning-3a": "B", "planning-4a": "D"}
    assert carried(TO_INDEX, **reached)["s05"].value == "2"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_better_answers_never_give_a_lower_estimate(file):
    mapping, source, target = opened(file)
    found = []
    for share in (0, 0.5, 1):
        sheet = {ref: _at(question, share) for ref, question in source.questions.items()}
        found.append(estimate(mapping, source, check_sheet(source, sheet), target))
    lows = [each.low.total.exact for each in found]
    assert lows == sorted(lows)
    assert all(each.low.total.exact <= each.high.total.exact for each in found)
    assert found[0].high.total.exact < found[2].high.total.exact


def test_an_estimate_says_what_is_known_and_what_is_open():
    mapping, source, target = opened(TO_STANDARD)
    sheet = {ref: _at(question, 0.6) for ref, question in source.questions.items()}
    found = estimate(mapping, source, check_sheet(source, sheet), target)
    assert found.low.total.exact < found.high.total.exact
    assert found.answered == len(found.carried) == 75
    assert found.answered + len(found.open) == found.progress.total
    assert {"scope-sales", "logistics-1a"} <= set(found.open)


def test_a_list_known_in_part_is_still_open():
    mapping, source, target = opened(TO_INDEX)
    found = estimate(mapping, source, {"security-2a": "C", "planning-1a": "A"}, target)
    assert "q6" in found.open
    assert found.low.by_question["q6"].options == ("C",)
    assert found.high.by_question["q6"].lost.exact == 0


def _at(question, share):
    """An answer so far up the options; of a multiple choice so many of the ticks."""
    options = [option.ref for option in question.options]
    if question.has_rows or question.apart:
        return None
    if question.is_multi:
        return options[1 : 1 + round(share * (len(options) - 1))] or options[:1]
    return options[round(share * (len(options) - 1))]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("to: strategy-1a", "to: strategy-9z", r"entries\[1\].to: expected a question of gbt"),
        ("question: q8", "question: q88", r"entries\[1\].from\[1\].question: expected a question"),
        ("{A: A, B: A, C: C", "{Z: A, B: A, C: C", r"entries\[1\].from\[1\].options: expected"),
        ("{A: A, B: A, C: C", "{A: Z, B: A, C: C", r"entries\[1\].from\[1\].A: expected an option"),
        ("otherwise: A", "otherwise: Z", r"entries\[2\].from\[1\].otherwise: expected an option"),
        ("to: strategy-2a", "to: strategy-1a", r"entries\[2\].to: expected each question or row"),
        ("table: steps", "table: stops", r"entries\[6\].from\[1\].table: expected one of first"),
        ("    take: lowest\n", "", "take: expected lowest or highest"),
        ("to: strategy-2a,", "to: strategy-2a, row: x,", "row: expected no row"),
        ("to: strategy-2a,", "to: strategy-2a, rwo: x,", r"rwo: expected no such key"),
        ("is: [process]", "is: [batch]", "when: expected values of process"),
        ("{profile: process, is: [process]}", "{answer: q1, is: [B]}", "tests of the profile only"),
        ("from: miit-sme 2024", "from: miit-sme 2022", "from: expected the file to be named"),
        ("status: unverified\n", "", "status: expected this key"),
    ],
)
def test_a_broken_mapping_is_refused_with_file_and_key(tmp_path, old, new, complaint):
    text = TO_STANDARD.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / TO_STANDARD.name
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    _mapping, source, target = opened(TO_STANDARD)
    with pytest.raises(FrameworkError, match=complaint) as refused:
        load_mapping(broken, source, target)
    assert str(refused.value).startswith(f"{broken.name}: ")
    assert len(str(refused.value).splitlines()) == 1


def test_numbers_are_copied_where_they_mean_the_same(tmp_path):
    index = load_framework(SHIPPED / "miit-sme-2024.yaml")
    file = tmp_path / "miit-sme-2024--miit-sme-2024.yaml"
    file.write_text(
        'format: "1"\nfrom: miit-sme 2024\nto: miit-sme 2024\nlanguages: [en]\n'
        "status: unverified\nnote: {en: the same}\n"
        "entries:\n  - {to: q2, fields: {equipment_total: q2.equipment_total}}\n",
        encoding="utf-8",
    )
    mapping = load_mapping(file, index, index)
    sheet = check_sheet(index, {"q2": {"fields": {"equipment_total": "48"}}})
    assert carry(mapping, index, sheet, index)["q2"].value == {
        "option": None,
        "fields": {"equipment_total": "48"},
    }
    file.write_text(file.read_text().replace("q2.equipment_total}", "q11.revenue}"))
    with pytest.raises(FrameworkError, match="expected the unit machine, found 10k-yuan"):
        load_mapping(file, index, index)
