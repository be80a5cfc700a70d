"""Whatever is put in the place of anything in a file, the answer is one line or a sound release."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.maturity import FrameworkError, load_framework_text, score
from diagnosis.maturity.samples import failures, read_samples
from tests.maturity.laws import firm_of
from tests.maturity.sheets import RELEASES, ROOT

FILES = {
    "small-1": (RELEASES, ["en"]),
    "rich-1": (RELEASES, ["en"]),
    "workshop-1": (ROOT / "tests" / "releases", ["zh", "en"]),
}
JUNK: list[Any] = [
    "",
    " ",
    "x",
    "yes",
    "no",
    "-1",
    "0",
    "1",
    "2",
    "1/3",
    "99999999",
    "1e18",
    "\u202e",
]
JUNK += [[], [""], [[]], [["x"]], [{}], {}, {"": ""}, {"x": "y"}, {"ref": "x"}, {"x": {"y": []}}]

many = settings(max_examples=60, deadline=None)


@cache
def trees(name: str) -> dict[str, Any]:
    folder, languages = FILES[name]
    files = {"rules": folder / f"{name}.yaml", "samples": folder / "samples" / f"{name}.yaml"}
    files |= {lang: folder / "texts" / f"{name}.{lang}.yaml" for lang in languages}
    return {which: _read(file) for which, file in files.items() if file.exists()}


def _read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  texts only


@pytest.mark.parametrize("name", list(FILES))
@many
@given(seed=st.integers(0, 2**32 - 1))
def test_a_mangled_release_is_sound_or_refused_in_one_line(name, seed):
    random = Random(seed)
    mangled = deepcopy(trees(name))
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        mangle(mangled[random.choice(list(mangled))], random)
    complaint = complaint_about(name, mangled)
    assert len(complaint.splitlines()) <= 1
    assert not complaint or complaint.startswith(name)


def complaint_about(name: str, tree: dict[str, Any]) -> str:
    """What is said against it; empty where it was accepted."""
    try:
        check(name, tree)
    except FrameworkError as error:
        return str(error)
    return ""


def check(name: str, tree: dict[str, Any]) -> None:
    """Read rules, words and samples, and score a firm by what was accepted."""
    texts = {key: _written(tree[key]) for key in tree if key not in ("rules", "samples")}
    framework = load_framework_text(_written(tree["rules"]), f"{name}.yaml", texts)
    for lang in framework.languages:
        framework.texts(lang)
    if "samples" in tree:
        for sample in read_samples(framework, _written(tree["samples"]).encode(), f"{name}.yaml"):
            list(failures(framework, sample))
    sheet, profile = firm_of(framework, 1)
    assert score(framework, sheet, profile).as_dict()


def mangle(tree: Any, random: Random) -> None:
    """Replace, drop, double or swap something somewhere in the tree."""
    holder, key = random.choice(list(_places(tree)) or [({"": ""}, "")])
    act = random.choice(["replace", "replace", "drop", "double", "swap"])
    if act == "replace":
        holder[key] = deepcopy(random.choice(JUNK))
    elif act == "drop":
        del holder[key]
    elif isinstance(holder, list):
        holder.insert(key, deepcopy(random.choice(holder)))
    else:
        other = random.choice(list(holder))
        holder[key], holder[other] = holder[other], holder[key]


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in list(items):
        yield tree, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _written(tree: Any) -> str:
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)
