"""Every mistake in a release file gives one line: file, key, and what was expected."""

import os
import resource
import subprocess
import sys

import pytest

from diagnosis.maturity import FrameworkError, load_framework, load_framework_text
from diagnosis.maturity.__main__ import main
from diagnosis.maturity.composing import parse_tree
from diagnosis.maturity.reading import MAX_BYTES
from tests.maturity.sheets import BROKEN, RELEASES, ROOT, SMALL_FILE
from tests.services.waiting import PATIENCE

HEADER = "# expected: "
RICH_FILE = RELEASES / "rich-1.yaml"
SMALL_TEXT = SMALL_FILE.read_text()


def refusal(text):
    with pytest.raises(FrameworkError) as refused:
        load_framework_text(text, "small-1.yaml", {})
    assert len(str(refused.value).splitlines()) == 1
    return str(refused.value)


def cpu_seconds():
    """What this process and its ended children have used; a busy machine does not count."""
    return sum(os.times()[:4])


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_broken_release_is_refused_with_one_line(path, capsys):
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix(HEADER)
    start = cpu_seconds()
    assert main(["check", str(path)]) == 2
    assert cpu_seconds() - start < 1
    out, line = capsys.readouterr()
    assert line.startswith(f"{path.name}: {expected}")
    assert (out, line.count("\n")) == ("", 1)


def test_there_are_at_least_a_hundred_mistakes():
    assert len(list(BROKEN.glob("*.yaml"))) >= 100


@pytest.mark.parametrize("path", [SMALL_FILE, RICH_FILE], ids=lambda path: path.stem)
def test_the_releases_that_were_broken_are_sound(path):
    load_framework(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FrameworkError, match=r"none\.yaml: cannot be read"):
        load_framework(tmp_path / "none.yaml")


def test_a_folder_is_no_release(tmp_path):
    with pytest.raises(FrameworkError, match="cannot be read"):
        load_framework(tmp_path)


def bomb(aliases=20):
    return 'a: &a ["x","x"]\n' + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(aliases)
    )


def questions(count):
    """So many questions without anything that a question needs."""
    return (
        SMALL_TEXT.split("questions:\n  - ref: lamp")[0]
        + "questions:\n"
        + "".join(f"- {{ref: q{number}}}\n" for number in range(count))
    )


LARGE = {
    "megabytes": (lambda: "a: b\n" * 10_000_000, "expected a file of at most 1 MB"),
    "questions": (lambda: questions(100_000), "expected a file of at most 1 MB"),
    "megabyte-of-questions": (lambda: questions(60_000), "questions[1].kind: expected this key"),
    "aliases": (bomb, "line 1: expected no anchors or aliases"),
    "brackets": (lambda: "[" * 400_000, "line 1: expected at most 20 levels"),
    "key": (lambda: f"{'k' * 900_000}: v", "line 1: expected valid YAML"),
    "number": (lambda: f"format: '{'9' * 900_000}'", "format: expected one of 1, found '999"),
}


@pytest.mark.parametrize("name", list(LARGE))
def test_no_file_is_too_much(tmp_path, name):
    make, expected = LARGE[name]
    file = tmp_path / f"{name}.yaml"
    file.write_text(make())
    start = cpu_seconds()
    result = within_256_megabytes("check", file)
    assert cpu_seconds() - start < 5
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(f"{name}.yaml: {expected}")


def within_256_megabytes(*arguments):
    """Run in a process of its own that gets no more memory than that."""
    most = 256 * 2**20
    return subprocess.run(
        [sys.executable, "-m", "diagnosis.maturity", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=PATIENCE,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)),
    )


def test_a_huge_text_is_refused():
    assert "at most 1 MB" in refusal("a" * (MAX_BYTES + 1))


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused(opening):
    assert "20 levels" in refusal("a: " + opening * 5000 if opening != "- " else "- " * 5000)


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(FrameworkError, match="byte 3: expected UTF-8"):
        parse_tree(b"a: \xff", "x.yaml")


def test_a_byte_order_mark_is_forgiven():
    assert parse_tree(b"\xef\xbb\xbfa: b", "x.yaml") == {"a": "b"}


def test_control_characters_are_refused():
    assert "valid YAML" in refusal("a: \x00b")


def test_scalars_stay_text():
    tree = parse_tree(b"[no, 012, 1:20, 3.10, 1e3, null, ~, 2024-01-01, '']", "x.yaml")
    assert tree == ["no", "012", "1:20", "3.10", "1e3", "null", "~", "2024-01-01", ""]


def test_many_proper_questions_are_judged_quickly():
    refs = [f"h{n}" for n in range(6_000)]
    scenes = "\n".join(
        f"  - {{ref: {ref}, slug: s, kind: scene, scale: stairs, sources: [made-up]}}"
        for ref in refs
    )
    text = SMALL_TEXT.replace("[hall]", f"[hall, {', '.join(refs)}]") + scenes
    start = cpu_seconds()
    assert len(load_framework_text(text, "many.yaml", {}).questions) == 6_003
    assert cpu_seconds() - start < 5


def test_too_many_questions_linked_by_their_fields_are_refused():
    options = "\n".join(f'      - {{ref: O{n}, points: "{n}"}}' for n in range(7))
    linked = "\n".join(
        f"""  - ref: l{n}
    slug: l
    kind: single
    max: "6"
    sources: [made-up]
    options:
{options}
    fields:
      - {{ref: lit, unit: lamp}}
    computed:
      kind: share
      now: {{numerator: l{n}.lit, denominator: lamp.lamps}}
      bands:
        - {{option: O1, from: "0"}}"""
        for n in range(5)
    )
    refs = ", ".join(f"l{n}" for n in range(5))
    text = (
        SMALL_TEXT.replace("questions: [lamp]", f"questions: [lamp, {refs}]")
        .replace("questions: [lamp, plug]", f"questions: [lamp, plug, {refs}]")
        .replace('weight: "60"', 'weight: "90"')
        .replace('weight: "40"', 'weight: "10"')
        .replace('    max: "10"', '    max: "40"')
    )
    assert "fewer questions linked" in refusal(text + linked)
