"""The command `plan`: what its words mean, and what it prints."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

from diagnosis.maturity.loading import load_framework
from diagnosis.maturity.numbers import NumberError, parse_number
from diagnosis.maturity.planning.planner import Planner
from diagnosis.maturity.planning.plans import Plan
from diagnosis.maturity.planning.telling import plan_dict
from diagnosis.maturity.planning.wishes import PlanError, Wishes
from diagnosis.maturity.reading import FrameworkError
from diagnosis.maturity.sheets import read_profile, read_sheet
from diagnosis.maturity.solutions import load_solutions

SOLUTIONS = Path(__file__).parents[2] / "solutions"
TEXTS, NUMBERS = ("profile", "level"), ("budget", "months", "quarter-days", "quarter-money")
LISTS = ("must", "without", "have")


def plan_command(words: Sequence[str]) -> str:
    """Plan as the words of the command say, and give it as JSON."""
    files, options = _sorted_out(words)
    if len(files) != 2:
        raise FrameworkError("plan", "", f"expected FRAMEWORK.yaml ANSWERS.json, found {files}")
    framework = load_framework(Path(files[0]))
    sheet = read_sheet(files[1], framework)
    profile = read_profile(options["profile"], framework) if "profile" in options else None
    wishes = _wishes(options)
    solutions = load_solutions(SOLUTIONS)
    with _own_output():
        try:
            planner = Planner(framework, sheet, profile, solutions.values())
            plan = _planned(planner, options.get("level"), wishes)
        except PlanError as error:
            raise FrameworkError("plan", f"--{error.key}", f"expected {error.expected}") from error
    return json.dumps(plan_dict(plan), ensure_ascii=False, indent=2)


def _planned(planner: Planner, level: str | None, wishes: Wishes) -> Plan:
    """To a level; with a budget and no level, the most points that it buys."""
    if level is None and wishes.budget is not None:
        return planner.for_budget(wishes)
    return planner.to_level(level, wishes)


def _sorted_out(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    files, options, rest = [], {}, iter(words)
    for word in rest:
        if not word.startswith("--"):
            files.append(word)
            continue
        name, value = word[2:], next(rest, None)
        if name not in (*TEXTS, *NUMBERS, *LISTS):
            known = ", ".join(f"--{each}" for each in (*TEXTS, *NUMBERS, *LISTS))
            raise FrameworkError("plan", word, f"expected one of {known}")
        if value is None:
            raise FrameworkError("plan", word, "expected a value after it")
        options[name] = value
    return files, options


def _wishes(options: Mapping[str, str]) -> Wishes:
    given: dict[str, Any] = {}
    for name in NUMBERS:
        if name in options:
            given[name.replace("-", "_")] = _number(name, options[name])
    for name in LISTS:
        given[name] = frozenset(filter(None, options.get(name, "").split(",")))
    return Wishes(**given)


def _number(name: str, text: str) -> Fraction:
    try:
        return parse_number(text)
    except NumberError as error:
        raise FrameworkError("plan", f"--{name}", f"expected a number, found {text!r}") from error


@contextmanager
def _own_output() -> Iterator[None]:
    """The solver's library may write to standard output; there it would spoil the JSON."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # no standard output to keep clean
        yield
        return
    try:
        os.dup2(2, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
