"""The releases under test, and sheets to answer them with."""

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from diagnosis.maturity import Framework, Question, load_framework

ROOT = Path(__file__).parents[2]
FRAMEWORKS = ROOT / "diagnosis" / "frameworks"
RELEASES = Path(__file__).parent / "releases"
BROKEN = Path(__file__).parent / "broken"
CASES = ROOT / "tests" / "cases"

MIIT_FILE = FRAMEWORKS / "miit-sme-2024.yaml"
SMALL_FILE = RELEASES / "small-1.yaml"
MIIT = load_framework(MIIT_FILE)
SMALL = load_framework(SMALL_FILE)


def best(framework: Framework) -> dict[str, Any]:
    """The sheet that cannot be improved."""
    return {ref: _best(question) for ref, question in framework.questions.items()}


def lowest(framework: Framework) -> dict[str, Any]:
    """The sheet that is complete and earns nothing."""
    return {
        ref: ["A"] if question.is_multi else question.options[0].ref
        for ref, question in framework.questions.items()
    }


def _best(question: Question) -> Any:
    if question.is_multi:
        return [option.ref for option in question.options if not option.exclusive]
    return max(question.options, key=lambda option: (option.points, option.level or 0)).ref


def chosen(question: Question) -> st.SearchStrategy[Any]:
    """Any answer made of options."""
    if not question.is_multi:
        return st.sampled_from(question.option_refs)
    ticks = [option.ref for option in question.options if not option.exclusive]
    return st.lists(st.sampled_from(ticks), unique=True).map(lambda refs: refs or ["A"])


def counted(question: Question) -> st.SearchStrategy[Any]:
    """Any answer made of numbers, with an option beside them or not."""
    numbers = st.sampled_from(["", "0", "1", "3", "7.5", "12", "40", "97.25"])
    whole = st.sampled_from(["", "0", "1", "3", "9", "18", "48"])
    fields = {f.ref: whole if f.integer else numbers for f in question.fields}
    option = st.sampled_from([None, *question.option_refs])
    return st.fixed_dictionaries({"option": option, "fields": st.fixed_dictionaries(fields)})


def sheets(
    framework: Framework, *, complete: bool = False, numbers: bool = False
) -> st.SearchStrategy[dict[str, Any]]:
    """Any sheet: with gaps unless complete, with data fields where asked for."""
    answers = {
        ref: chosen(q) | counted(q) if numbers and q.fields else chosen(q)
        for ref, q in framework.questions.items()
    }
    if complete:
        return st.fixed_dictionaries(answers)
    return st.fixed_dictionaries({}, optional=answers)
