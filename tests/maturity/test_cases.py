"""Worked cases an expert can write: every release has its own, and all of them hold."""

import pytest
import yaml

from diagnosis.maturity import FrameworkError, load_framework, parse_number, score
from diagnosis.maturity.reading import read_bytes
from diagnosis.maturity.samples import failures, read_samples, refuse_failures
from tests.maturity.sheets import CASES, FRAMEWORKS, MIIT, SMALL

RELEASE_FILES = sorted(FRAMEWORKS.glob("*.yaml"))
OPTIONS = yaml.safe_load((CASES / "miit-sme-2024.options.yaml").read_text())


def cases():
    for path in RELEASE_FILES:
        framework = load_framework(path)
        for folder in (CASES, FRAMEWORKS / "samples"):
            for sample in read_samples(framework, read_bytes(folder / path.name), path.name):
                yield pytest.param(framework, sample, id=f"{path.stem}: {sample.name}")


@pytest.mark.parametrize(("framework", "sample"), list(cases()))
def test_the_case_gives_what_the_expert_wrote(framework, sample):
    assert list(failures(framework, sample)) == []


def option_lines():
    for ref, options in OPTIONS.items():
        for option, points in options.items():
            yield pytest.param(ref, option, points, id=f"{ref}-{option}")


@pytest.mark.parametrize(("ref", "option", "points"), list(option_lines()))
def test_the_option_earns_its_published_points(ref, option, points):
    answer = [option] if MIIT.questions[ref].is_multi else option
    assert score(MIIT, {ref: answer}).total.exact == parse_number(points)


def test_no_option_line_is_left_out():
    listed = {ref: list(options) for ref, options in OPTIONS.items()}
    assert listed == {
        ref: list(question.option_refs)
        for ref, question in MIIT.questions.items()
        if not question.is_scene
    }


def samples(text):
    return read_samples(SMALL, text.encode(), "samples/small-1.yaml")


def test_a_sample_that_does_not_hold_says_what_was_found():
    wrong = samples('samples: [{name: dark, answers: {plug: [B]}, expect: {total: "9"}}]')
    assert list(failures(SMALL, wrong[0])) == ["expected total 9, found 1"]
    with pytest.raises(FrameworkError, match=r"small-1\.yaml: dark: expected total 9, found 1"):
        refuse_failures(SMALL, wrong, "samples/small-1.yaml")


def test_a_sample_says_lists_in_words():
    wrong = samples("samples: [{name: dark, expect: {missing: []}}]")
    assert list(failures(SMALL, wrong[0])) == [
        "expected missing nothing, found lamp plug hall",
    ]


def test_a_sample_may_only_expect_what_a_score_has():
    wrong = samples("samples: [{name: dark, expect: {colour: red}}]")
    assert list(failures(SMALL, wrong[0])) == ["expected something that a score has, found colour"]


def test_a_sample_with_an_improper_answer_is_told():
    wrong = samples("samples: [{name: dark, answers: {plug: [Z]}, expect: {total: '0'}}]")
    [failure] = failures(SMALL, wrong[0])
    assert "has no option Z" in failure


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("samples: []", "samples: expected a list"),
        ("samples: [{name: x, expect: []}]", r"samples\[1\].expect: expected a mapping"),
        ("samples: [{name: x, start: high, expect: {}}]", "expected one of blank, lowest, best"),
        ("samples: [{name: x, expects: {}}]", "expect: expected this key"),
    ],
)
def test_a_broken_sample_file_is_refused(text, message):
    with pytest.raises(FrameworkError, match=message):
        samples(text)
