"""The command line: JSON and exit 0, or one line and exit 2, and never a traceback."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from diagnosis.maturity.__main__ import main
from tests.maturity.sheets import BROKEN, MIIT, MIIT_FILE, ROOT, SMALL_FILE, best
from tests.services.waiting import PATIENCE


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "diagnosis.maturity", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=PATIENCE,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )


@pytest.fixture
def write(tmp_path):
    def write(content, name="answers.json"):
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


@pytest.fixture
def refused(capsys):
    """Run in this process; give the one line that was said."""

    def refused(*arguments):
        assert main([str(argument) for argument in arguments]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.count("\n") == 1
        return captured.err.strip()

    return refused


def test_a_sheet_is_scored_in_a_process_of_its_own(write):
    result = run("score", MIIT_FILE, write(best(MIIT)))
    assert (result.returncode, result.stderr) == (0, "")
    score = json.loads(result.stdout)
    assert score["total"] == {"exact": "100", "shown": "100.0"}
    assert score["dimensions"]["base"] == {"exact": "50", "shown": "50.0"}
    assert (score["level"]["rank"], score["level"]["name"]) == (4, "协同级")
    assert score["blocking"] == []
    assert len(score["passport"]["questions"]) == 31


def test_setting_what_blocks_to_the_listed_options_raises_the_level(write):
    sheet = {"q1": ["B", "C"], "q2": "C", "q5": "E", "s01": "1", "s03": "2"}
    first = json.loads(run("score", MIIT_FILE, write(sheet)).stdout)
    assert first["level"] is None
    fixed = sheet | {answer["ref"]: answer["option"] for answer in first["blocking"]}
    second = json.loads(run("score", MIIT_FILE, write(fixed)).stdout)
    assert second["level"]["rank"] == 1


def test_neither_django_nor_numpy_is_imported(write):
    probe = (
        "import sys; from diagnosis.maturity.__main__ import main; "
        f"main(['score', {str(MIIT_FILE)!r}, {str(write({}))!r}]); "
        "sys.exit(any(name in sys.modules for name in ('django', 'numpy')))"
    )
    result = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, check=False
    )
    assert result.returncode == 0


def test_keys_may_name_the_module_and_values_may_stand_in_envelopes(write, capsys):
    plain = write({"q1": ["B"], "q5": "C"}, "plain.json")
    stored = write(
        {"index:q1": {"value": ["B"], "revision": 3}, "miit-sme:q5": {"value": "C"}}, "stored.json"
    )
    assert main(["score", str(MIIT_FILE), str(plain)]) == 0
    first = capsys.readouterr().out
    assert main(["score", str(MIIT_FILE), str(stored)]) == 0
    assert capsys.readouterr().out == first


def test_what_the_release_sees_of_a_firm_is_kept_in_the_passport(write, capsys, tmp_path):
    sized = tmp_path / "sized.yaml"
    sized.write_text(SMALL_FILE.read_text() + "profile: [{ref: size, values: [small]}]\n")
    profile = write({"size": "small", "division": "36"}, "profile.json")
    assert main(["score", str(sized), str(write({})), "--profile", str(profile)]) == 0
    assert json.loads(capsys.readouterr().out)["passport"]["profile"] == {"size": "small"}


def test_a_value_that_the_release_does_not_know_is_refused(write, refused, tmp_path):
    sized = tmp_path / "sized.yaml"
    sized.write_text(SMALL_FILE.read_text() + "profile: [{ref: size, values: [small]}]\n")
    line = refused("score", sized, write({}), "--profile", write({"size": "vast"}, "profile.json"))
    assert line == "profile.json: size: expected one of small, found 'vast'"


def test_a_profile_that_is_not_text_is_refused(write, refused):
    profile = write({"staff": 36}, "profile.json")
    line = refused("score", MIIT_FILE, write({}), "--profile", profile)
    assert line == "profile.json: staff: expected text"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ({"q1": ["Z"]}, "q1.option: has no option Z; expected one of A, B, C, D, E"),
        ({"q99": "A"}, "q99: the framework has no question q99"),
        ({"q5": 3}, "q5: expected the letter of an option, found int"),
        ({"q5": {"value": 3}}, "q5: expected the letter of an option, found int"),
        ({"q6": "B"}, "q6: expected a list of options, found str"),
        (
            {"q3": {"fields": {"equipment_networked": "1e-100000000"}}},
            "q3.equipment_networked: expected a number between 1e-18 and 1e18",
        ),
        (
            {"q2": {"fields": {"equipment_total": "1", "equipment_digital": "2"}}},
            "q2.equipment_digital: expected at most 1 (q2.equipment_total), found 2",
        ),
        ({"index:q1": ["B"], "q1": ["C"]}, "q1: expected one answer to a question, found two"),
        ('{"q1": ["B"], "q1": ["C"]}', "expected valid JSON (each key once, found q1 again)"),
        ("[]", "expected a mapping of questions to answers"),
        ("{", "line 1, column 2: expected valid JSON"),
        ("", "line 1, column 1: expected valid JSON"),
        ('{"q5": NaN}', "q5: expected the letter of an option, found float"),
        ('{"q5": ' + "9" * 5000 + "}", "expected valid JSON (Exceeds the limit"),
        ("[" * 100_000, "expected less deeply nested JSON"),
        ('{"q6": ' + "[" * 900 + "]" * 900 + "}", "q6: expected the letter of an option"),
        (b'{"q5": "\xff"}', "byte 8: expected UTF-8 text"),
        (b" " * 1_000_001, "expected a file of at most 1 MB"),
    ],
)
def test_a_bad_sheet_is_refused_with_file_key_and_expectation(write, refused, content, line):
    assert refused("score", MIIT_FILE, write(content)).startswith(f"answers.json: {line}")


def test_a_missing_sheet_is_named(tmp_path, refused):
    line = refused("score", MIIT_FILE, tmp_path / "none.json")
    assert line == "none.json: cannot be read (No such file or directory)"


def test_a_broken_release_exits_2_without_a_traceback(write):
    result = run("score", BROKEN / "yaml_alias.yaml", write({}))
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == "yaml_alias.yaml: line 8: expected no anchors or aliases (& and *)\n"


def test_a_release_is_checked_with_its_words_and_samples(capsys):
    assert main(["check", str(MIIT_FILE)]) == 0
    assert "31 questions, 4 levels, 2 languages, 3 samples hold" in capsys.readouterr().out


@pytest.fixture
def small(tmp_path):
    """A copy of the small release that a test may spoil."""
    shutil.copytree(SMALL_FILE.parent, tmp_path / "releases")
    return tmp_path / "releases" / SMALL_FILE.name


def test_a_release_without_samples_passes(small, capsys):
    shutil.rmtree(small.parent / "samples")
    assert main(["check", str(small)]) == 0
    assert "0 samples hold" in capsys.readouterr().out


def test_a_failing_sample_is_named(small, refused):
    samples = small.parent / "samples" / small.name
    samples.write_text(samples.read_text().replace('total: "7"', 'total: "8"'))
    line = refused("check", small)
    assert line == "samples/small-1.yaml: half the lamps and the hall: expected total 8, found 7"


def test_a_file_that_is_misnamed_is_refused(small, refused):
    other = small.rename(small.with_name("other.yaml"))
    assert refused("check", other) == "other.yaml: ref: expected the file to be named small-1.yaml"


def test_a_missing_translation_file_is_named(small, refused):
    (small.parent / "texts" / "small-1.en.yaml").unlink()
    line = refused("check", small)
    assert line == "small-1.en.yaml: expected this file with the words, it is missing"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("    help: By day.\n", "", "questions.hall.help: expected this key, it is missing"),
        ('"1": Light', '"2": Light', "questions.hall.options.1: expected this key, it is missing"),
        ('"1": Light', '"1": Light, "2": Glare', "questions.hall.options.2: expected no such key"),
        ("  rooms: {name: Rooms}\n", "", "parts.rooms: expected this key, it is missing"),
        ("  lit: {gist: One can see.}", "  lit: {}", "levels.lit.gist: expected this key"),
        ("language: en", "language: zh", "language: expected one of en, found 'zh'"),
    ],
)
def test_a_text_that_is_missing_or_too_many_is_named(small, refused, old, new, line):
    texts = small.parent / "texts" / "small-1.en.yaml"
    content = texts.read_text()
    assert old in content
    texts.write_text(content.replace(old, new))
    assert refused("check", small).startswith(f"small-1.en.yaml: {line}")


def test_a_closed_reader_ends_the_run_quietly(write, monkeypatch):
    with open(os.devnull, "w") as devnull:

        class Closed:
            def write(self, _text):
                raise BrokenPipeError

            def fileno(self):
                return devnull.fileno()

        monkeypatch.setattr(sys, "stdout", Closed())
        assert main(["score", str(MIIT_FILE), str(write({}))]) == 0


def test_a_reader_that_stops_early_is_no_error(write):
    command = f"{sys.executable} -m diagnosis.maturity score {MIIT_FILE} {write({})} | head -1"
    result = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (result.stdout, result.stderr) == ("{\n", "")
