"""The catalogue of solutions: whole in both languages, sound, and with an answer to every gap."""

from functools import cache
from itertools import chain, product
from pathlib import Path

import pytest

from diagnosis.catalogue import SHIPPED as FRAMEWORKS
from diagnosis.maturity import FrameworkError, score
from diagnosis.maturity.choosing import load_rules
from diagnosis.maturity.composing import parse_tree
from diagnosis.maturity.effects import apply_effects
from diagnosis.maturity.fitting import misfits, ruled_out, unmet
from diagnosis.maturity.questions import UNVERIFIED
from diagnosis.maturity.solution_terms import load_terms
from diagnosis.maturity.solutions import load_solutions
from tests.maturity.subjects import framework_of

ROOT = Path(__file__).parents[2]
FOLDER = FRAMEWORKS.parent / "solutions"
TERMS = load_terms(FRAMEWORKS / "rules" / "solutions.yaml")
CATALOGUE = load_solutions(FOLDER)
INDEX = "miit-sme-2024"
STANDARDS = {"gbt-39116-discrete-2020": "discrete", "gbt-39116-process-2020": "process"}
DIVISIONS = TERMS.traits["division"]
SAMPLE = FOLDER / "production" / "mes-basic.yaml"

each = pytest.mark.parametrize("solution", CATALOGUE.values(), ids=list(CATALOGUE))


def words_of(solution):
    """Every text of a solution, as a mapping of languages."""
    yield from (getattr(solution, key) for key in ("names", "summary", "benefit", "network"))
    yield from (solution.risks, solution.evidence)
    yield from (part.text for part in chain(solution.preconditions, solution.fit))


@cache
def raised_by(release, ref, answer):
    """Solutions that would raise one answer of a release."""
    framework = framework_of(release)
    one = {ref: answer} if answer else {}
    return [
        solution
        for solution in CATALOGUE.values()
        if any(effect.question == ref for effect in solution.raises(release, expected=True))
        and apply_effects(framework, one, [solution], expected=True).get(ref) != one.get(ref)
    ]


def test_there_are_at_least_sixty_and_every_file_is_read():
    files = list(FOLDER.rglob("*.yaml"))
    assert len(files) == len(CATALOGUE) >= 60
    assert all(parse_tree(path.read_bytes(), path.name)["effects"] for path in files)


@each
def test_a_solution_speaks_both_languages_and_marks_its_figures(solution):
    for words in words_of(solution):
        assert set(words) == {"zh", "en"}
        assert any("\u4e00" <= letter <= "\u9fff" for letter in words["zh"]), words
        assert words["en"].isascii(), words
        assert words["zh"].endswith("。") or words is solution.names
    assert 2 <= solution.summary["zh"].count("。") <= 3
    spans = (solution.cost, solution.months, solution.effort)
    assert {solution.status, *(span.status for span in spans)} == {UNVERIFIED}


def test_names_are_told_apart():
    for lang in ("zh", "en"):
        assert len({solution.names[lang] for solution in CATALOGUE.values()}) == len(CATALOGUE)


def test_every_area_and_gap_has_solutions():
    assert len(TERMS.areas) == 7
    assert {solution.gap for solution in CATALOGUE.values()} == {gap.ref for gap in TERMS.gaps}
    assert {s.software_class for s in CATALOGUE.values()} == set(TERMS.classes)


@pytest.mark.parametrize("level", ["0", "1", "2", "3"])
def test_every_scene_below_its_top_is_raised(level):
    scenes = [q.ref for q in framework_of(INDEX).questions.values() if q.is_scene]
    assert len(scenes) == 16
    assert [ref for ref in scenes if not raised_by(INDEX, ref, level)] == []


def test_every_question_of_the_index_but_the_spending_share_can_be_raised():
    questions = framework_of(INDEX).questions
    assert [ref for ref in questions if not raised_by(INDEX, ref, None)] == ["q11"]


@pytest.mark.parametrize(("release", "process"), STANDARDS.items())
@pytest.mark.parametrize("answer", ["A", "B", "C"])
def test_every_requirement_of_the_standard_below_its_top_is_raised_for_its_kind_of_firm(
    release, process, answer
):
    firm = {"size": "large", "process": process, "division": "36"}
    firm |= {"division": "26"} if process == "process" else {}
    asked = [q.ref for q in framework_of(release).questions.values() if not q.apart]
    assert [
        ref
        for ref in asked
        if all(misfits(solution, firm) for solution in raised_by(release, ref, answer))
    ] == []


@pytest.mark.parametrize(
    ("release", "sub_domains"), [("gbt-39116-discrete-2020", 20), ("gbt-39116-process-2020", 18)]
)
def test_all_solutions_together_bring_every_sub_domain_to_its_top(release, sub_domains):
    framework = framework_of(release)
    sheet = apply_effects(framework, {}, CATALOGUE.values(), expected=True)
    assert score(framework, sheet).total.exact == 5
    assert sum(bool(part.questions) for part in framework.part_by_ref.values()) == sub_domains


def test_results_of_use_are_expected_and_never_promised():
    results = {"q12", "q13", "q14", "q15"}
    promised = chain(*(solution.raises(INDEX) for solution in CATALOGUE.values()))
    assert results.isdisjoint(effect.question for effect in promised)


@pytest.mark.parametrize("size", ["large", "medium", "small", "micro"])
@pytest.mark.parametrize(("process", "division"), [("discrete", "36"), ("process", "26")])
def test_what_a_fitting_solution_requires_fits_too(size, process, division):
    firm = {"size": size, "process": process, "division": division}
    fitting = {ref for ref, solution in CATALOGUE.items() if not misfits(solution, firm)}
    assert [(ref, r) for ref in fitting for r in CATALOGUE[ref].requires if r not in fitting] == []


@pytest.mark.parametrize("fact", ["size", "process", "division"])
def test_one_fact_rules_out_what_is_for_no_firm_of_which_it_holds(fact):
    values = {
        "size": ("large", "medium", "small", "micro"),
        "process": ("discrete", "process"),
        "division": DIVISIONS,
        "above_scale": ("yes", "no"),
    }
    firms = [dict(zip(values, each, strict=True)) for each in product(*values.values())]
    for solution, value in product(CATALOGUE.values(), values[fact]):
        for_none = all(misfits(solution, firm) for firm in firms if firm[fact] == value)
        assert ruled_out(solution, {fact: value}) == for_none, (solution.ref, value)


def test_a_solution_for_one_type_of_production_names_no_effect_on_the_other():
    for solution, (release, process) in product(CATALOGUE.values(), STANDARDS.items()):
        firms = [{"size": "large", "process": process, "division": d} for d in DIVISIONS]
        if all(misfits(solution, firm) for firm in firms):
            assert release not in solution.effects, solution.ref


def test_preconditions_are_checked_by_the_answers_of_the_release():
    mes = CATALOGUE["mes-integrated"]
    framework = framework_of(INDEX)
    assert unmet(mes, framework, {"s06": "1"}) == mes.preconditions
    assert unmet(mes, framework, {"s06": "2"}) == ()
    assert unmet(mes, framework_of("eu-dma-2023"), {}) == ()


def test_tests_look_at_the_same_firm_as_the_choice_of_a_release():
    choice = parse_tree((FRAMEWORKS / "rules" / "choice.yaml").read_bytes(), "choice.yaml")
    assert {trait["ref"]: tuple(trait["values"]) for trait in choice["profile"]} == TERMS.traits
    assert load_rules(FRAMEWORKS / "rules" / "choice.yaml").cases


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("closes: operation", "closes: security", "closes: expected a gap of production"),
        ("area: production", "area: plant", "closes: expected a gap of plant"),
        ("area: production", "area: cellar", "area: expected one of foundation"),
        ("origin: domestic", "origin: mars", "origin: expected one of domestic"),
        ("software_class: production-control", "software_class: x", "software_class: expected"),
        ("ref: mes-basic", "ref: mes", "ref: expected the file to be named production/mes.yaml"),
        ("ref: mes-basic", "ref: mes-basic\nrequires: [mes-basic]", "requires: expected no circle"),
        ("ref: mes-basic", "ref: mes-basic\nrequires: [x]", "a solution that exists, found x"),
        ("ref: mes-basic", "ref: mes-basic\nprice: cheap", "price: expected no such key"),
        ('low: "50"', 'low: "500"', "cost.low: expected a number from 0"),
        ('low: "50"', "low: cheap", "cost.low: expected a number such as"),
        ("source: gap-table", "source: hearsay", "cost.source: expected one of gap-table"),
        ("  miit-sme-2024:\n    - {q", "  miit-sme-1:\n    - {q", "effects.miit-sme-1: expected a"),
        ("question: s06", "question: s99", "[1].question: expected a question that earns"),
        ('s06, at_least: "2"', 's06, at_least: "5"', "[1].at_least: expected of s06 one of 1, 2"),
        ('s06, at_least: "2"', 's06, at_least: "0"', "[1].at_least: expected of s06 one of 1, 2"),
        ('s06, at_least: "2"', 's06, at_least: ["2", "3"]', "at_least: expected one option"),
        ('s06, at_least: "2"', "s06, at_least: {x: A}", "at_least: expected options without rows"),
        ("at_least: [G, H]", "at_least: [A, H]", "expected of q4 one of B, C"),
        ("question: s07", "question: s06", "[2].question: expected each question once"),
        ("answer: q1,", "answer: q99,", "tests.miit-sme-2024: expected a question that exists"),
        ("answer: q1,", "profile: weight,", "tests.miit-sme-2024: expected one of size"),
        ("zh: 制造执行", "de: 制造执行", "names.zh: expected this key, it is missing"),
    ],
)
def test_a_broken_solution_is_refused_with_file_and_key(tmp_path, old, new, complaint):
    text = SAMPLE.read_text(encoding="utf-8")
    assert old in text
    place = tmp_path / "production" / "mes-basic.yaml"
    place.parent.mkdir()
    place.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FrameworkError) as refused:
        load_solutions(tmp_path, FRAMEWORKS)
    assert complaint in str(refused.value)
    assert str(refused.value).startswith("production/mes-basic.yaml: ")
    assert len(str(refused.value).splitlines()) == 1


def test_a_ref_stands_once_and_fit_looks_at_the_firm_only(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8")
    fit = "fit:\n  - {text: {zh: 谁, en: who}, when: {answer: q1, is: [B]}}\n\ncost:"
    for name, content in (("a", text), ("mes-basic", text)):
        (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(FrameworkError, match="expected each ref once, found mes-basic again"):
        load_solutions(tmp_path, FRAMEWORKS)
    (tmp_path / "a.yaml").unlink()
    (tmp_path / "mes-basic.yaml").unlink()
    place = tmp_path / "production" / "mes-basic.yaml"
    place.parent.mkdir()
    place.write_text(text.replace("cost:", fit, 1), encoding="utf-8")
    with pytest.raises(FrameworkError, match=r"fit\[1\]\.when: expected tests of the profile only"):
        load_solutions(tmp_path, FRAMEWORKS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_of_the_format_page_is_read_and_every_key_is_told(lang, tmp_path):
    page = (ROOT / "docs" / f"solution-format.{lang}.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    for ref, text in (("gauge-link", example), ("mes-basic", SAMPLE.read_text(encoding="utf-8"))):
        place = tmp_path / "production" / f"{ref}.yaml"
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
    assert set(load_solutions(tmp_path, FRAMEWORKS)) == {"gauge-link", "mes-basic"}
    written = parse_tree(example.encode(), "gauge-link.yaml")
    assert [key for key in written if f"`{key}`" not in page and key != "format"] == []
