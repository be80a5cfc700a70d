"""The page on the format tells what the loader does: every example holds, every key is told."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.utils import translation

from diagnosis.drafting.complaining import in_words
from diagnosis.maturity import load_framework, load_framework_text, score
from diagnosis.maturity.checking import check_release
from diagnosis.maturity.reading import Node, read_bytes
from diagnosis.maturity.samples import _found, failures, read_samples
from tests.maturity.format_guide import (
    LANGUAGES,
    completed,
    completed_words,
    examples,
    guide,
    headings,
    keys,
)

ROOT = Path(__file__).parents[2]
FOLDERS = ("diagnosis/frameworks", "tests/maturity/releases", "tests/maturity/foreign")
RELEASES = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.yaml"))]
SHORT = [
    pytest.param(example, id=f"{lang}-line-{example.line}")
    for lang in LANGUAGES
    for example in examples(lang)
    if example.name == "example"
]

TOUR = {"en": "The ten-minute tour", "zh": "十分钟上手"}
UNKNOWN = "\n# not read before, so not known by its digest\n"

# The last named step of a key's path, and the table in which its keys stand.
RULES = {
    "": "rules",
    "of": "levels.conditions",
    "conditions": "levels.conditions",
    "before": "now",
    "not": "shown_when",
    "all": "shown_when",
    "any": "shown_when",
    "when": "shown_when",
}


@pytest.fixture
def complete(tmp_path, request):
    """The complete release of one language of the guide, written as files."""
    for example in examples(request.param):
        if example.is_file:
            file = tmp_path / example.name
            file.parent.mkdir(exist_ok=True)
            file.write_text(example.content, encoding="utf-8")
    return tmp_path / "workshop-check-1.yaml"


@pytest.mark.parametrize("complete", LANGUAGES, indirect=True)
def test_the_complete_release_loads_and_its_samples_hold(complete):
    assert "2 questions, 2 levels, 2 languages, 3 samples hold" in check_release(complete)


@pytest.mark.parametrize("example", SHORT)
def test_a_short_example_loads_and_its_samples_hold(example):
    rules, samples = completed(example)
    framework = load_framework_text(rules, "example-1.yaml", {})
    if samples:
        for sample in read_samples(framework, samples.encode(), "example"):
            assert list(failures(framework, sample)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_shown_are_those_that_the_rules_before_them_need(lang):
    words = _framework_with_words(lang).texts(lang)
    assert words.questions["q2"].rows.keys() == {"erp", "mes"}
    assert words.traits["process"].values.keys() == {"discrete", "process"}


def test_both_languages_say_the_same():
    english, chinese = (examples(lang) for lang in LANGUAGES)
    assert sorted(each.name for each in english) == sorted(each.name for each in chinese)
    assert headings("en") == headings("zh")
    assert keys("en") == keys("zh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tables_hold_every_key_that_is_read_and_no_other(lang, read_keys):
    told = {place: found for place, found in keys(lang).items() if place not in ("when", "before")}
    told.pop("expect")
    assert {place: sorted(found) for place, found in told.items()} == {
        place: sorted(found) for place, found in read_keys.items()
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_of_results_holds_all_that_a_sample_may_expect(lang):
    framework = load_framework(ROOT / "diagnosis/frameworks/miit-sme-2024.yaml")
    found = {key.partition(".")[0] for key in _found(score(framework, {}))}
    assert keys(lang)["expect"] == found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tour_is_refused_by_a_sample_in_the_words_it_gives(lang):
    file = ROOT / "diagnosis/frameworks/impuls-industrie40-2015.yaml"
    rules = file.read_text(encoding="utf-8")
    for ref, before, after in (("strategy", "25", "23"), ("smart-factory", "14", "16")):
        assert f'{{ref: {ref}, weight: "{before}"' in rules
        told = f'ref: {ref}, status: unverified, weight: "{after}"'
        rules = rules.replace(f'ref: {ref}, weight: "{before}"', told)
    assert "status: unverified" in guide(lang).partition("## " + TOUR[lang])[2]
    framework = load_framework_text(rules, file.name, {})
    samples = read_samples(framework, read_bytes(file.parent / "samples" / file.name), "samples")
    [total, short] = [each for sample in samples for each in failures(framework, sample)]
    with translation.override("zh-hans" if lang == "zh" else lang):
        assert f"`{in_words(total)}`" in guide(lang)
    assert short == "expected short.2-score 0.184, found 0.176"
    assert re.search(r'`2-score: "0.184"`.{1,10}`"0.176"`', guide(lang), re.DOTALL)


def test_the_chinese_page_tells_every_message_as_chinese_pages_do():
    rows = re.findall(r"^\| ([^|]+) \| `(expected [^`]+)` \|", guide("zh"), re.MULTILINE)
    assert len(rows) > 10
    with translation.override("zh-hans"):
        assert [in_words(message) for _said, message in rows] == [said for said, _message in rows]


@pytest.fixture(scope="module")
def read_keys():
    """Every key that is asked for while all releases and examples are read, by its table."""
    seen = defaultdict(set)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("has", "raw"):
            patch.setattr(Node, name, _spying(getattr(Node, name), seen))
        for path in RELEASES:
            _read_release(path)
        for example in examples("en"):
            if example.name == "example":
                _read_example(*completed(example))
        _framework_with_words("en", UNKNOWN).texts("en")
    return dict(seen)


def _framework_with_words(lang, comment=""):
    """The example of words on the rules that stand before it."""
    every = examples(lang)
    [place] = [number for number, example in enumerate(every) if example.name == "texts"]
    rules, _samples = completed(every[place - 1])
    words = {lang: completed_words(every[place], lang)}
    return load_framework_text(rules + comment, "example-1.yaml", words)


def _read_example(rules, samples):
    framework = load_framework_text(rules + UNKNOWN, "example-1.yaml", {})
    if samples:
        read_samples(framework, samples.encode(), "samples/example-1.yaml")


def _read_release(path):
    texts = {
        file.name.split(".")[-2]: file.read_text(encoding="utf-8")
        for file in (path.parent / "texts").glob(f"{path.stem}.*.yaml")
    }
    rules = path.read_text(encoding="utf-8") + UNKNOWN
    framework = load_framework_text(rules, path.name, texts)
    for lang in texts:
        framework.texts(lang)
    samples = path.parent / "samples" / path.name
    if samples.exists():
        read_samples(framework, read_bytes(samples), f"samples/{path.name}")


def _spying(read, seen):
    def spy(node, key, *rest):
        table = _table_of(node)
        if table:
            seen[table].add(key)
        return read(node, key, *rest)

    return spy


def _table_of(node):
    """The table in which the keys of a node stand; none where its keys are refs of the author."""
    steps = re.sub(r"\[\d+\]", "", node.key).split(".")
    if node.file.startswith("samples/"):
        return "samples"
    if not node.file.endswith(".yaml") or re.search(r"\.(zh|en)\.yaml$", node.file):
        return _table_of_words(steps)
    if steps[0] == "scales":
        return "options" if len(steps) > 1 else None
    if steps[-2:] in (["parts", "questions"], ["parts", "weight"]):
        return ".".join(steps[-2:])
    return None if steps[-1] in ("names", "says") else RULES.get(steps[-1], steps[-1])


def _table_of_words(steps):
    """`questions.q1` is a question, `questions.q1.options` words by ref."""
    if steps == [""]:
        return "texts"
    if len(steps) == 2 and steps[0] != "scales":
        return f"texts {steps[0]}"
    if len(steps) == 3 and steps[2] == "table":
        return "texts table"
    return "texts fields" if len(steps) == 4 and steps[2] == "fields" else None
