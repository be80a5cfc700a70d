"""Sample sheets with the result they must give; they live beside the release and guard it."""

from collections.abc import Iterator, Mapping
from typing import Any

from diagnosis.maturity.answers import AnswerError, check_sheet
from diagnosis.maturity.composing import parse_tree
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.moves import better_moves
from diagnosis.maturity.questions import Question
from diagnosis.maturity.reading import FrameworkError, Node, one_line
from diagnosis.maturity.record import Record
from diagnosis.maturity.resolving import MISSING, Resolution
from diagnosis.maturity.scoring import Score, score

STARTS = ("blank", "lowest", "best")


class Sample(Record):
    """One sheet, by name, and what is expected of its score."""

    name: str
    answers: Mapping[str, Any]
    profile: Mapping[str, Any]
    expected: Mapping[str, Any]


def read_samples(framework: Framework, content: bytes, file: str) -> tuple[Sample, ...]:
    """Read sample sheets; each starts blank, lowest or best and changes some answers."""
    root = Node(file, "", parse_tree(content, file))
    samples = root.nodes("samples", lambda node: _sample(node, framework))
    root.finish()
    return samples


def failures(framework: Framework, sample: Sample) -> Iterator[str]:
    """Score the sample and tell every difference from what is expected of it."""
    try:
        result = score(framework, check_sheet(framework, sample.answers), sample.profile)
    except AnswerError as error:
        yield f"expected a proper sheet, found that {error.message}"
        return
    found = _found(result)
    for key, value in _flat(sample.expected):
        if key not in found:
            yield f"expected something that a score has, found {one_line(key)}"
        elif found[key] != value:
            yield f"expected {key} {_said(value)}, found {_said(found[key])}"


def _sample(node: Node, framework: Framework) -> Sample:
    start = node.choice("start", STARTS, "blank")
    answers = start_answers(framework, start)
    if node.has("place"):
        for option, refs in _mapping(node, "place").items():
            answers |= dict.fromkeys(_refs(node, refs), option)
    if node.has("answers"):
        answers |= _mapping(node, "answers")
    profile = _mapping(node, "profile") if node.has("profile") else {}
    return Sample(node.text("name"), answers, profile, _mapping(node, "expect"))


def start_answers(framework: Framework, start: str) -> dict[str, Any]:
    """A whole sheet that is blank, at its lowest or at its best."""
    return {ref: _start(question, start) for ref, question in framework.questions.items()}


def _start(question: Question, start: str) -> Any:
    """The answer that a sheet starts with; a question apart stands at its first option."""
    if start == "blank":
        return None
    moves = list(better_moves(question, Resolution((), MISSING))) if start == "best" else []
    if moves:
        return moves[-1].choice
    lowest = min(
        (option for option in question.options if not option.reason),
        key=lambda option: option.worth if not question.apart else 0,
    ).ref
    return _lowest_of(question, lowest)


def _lowest_of(question: Question, lowest: str) -> Any:
    each: str | list[str] = [lowest] if question.takes_many else lowest
    return {"rows": dict.fromkeys(question.rows, each)} if question.has_rows else each


def _refs(node: Node, refs: Any) -> list[str]:
    """One question, or several that get the same option."""
    found = refs if isinstance(refs, list) else [refs]
    if not all(isinstance(ref, str) for ref in found):
        node.fail("place", "expected refs of questions")
    return found


def _mapping(node: Node, key: str) -> dict[str, Any]:
    value = node.raw(key)
    if not isinstance(value, dict):
        node.fail(key, "expected a mapping")
    return dict(value)


def _flat(expected: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give `parts: {base: "50"}` as `parts.base`."""
    for key, value in expected.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{name}", inner) for name, inner in value.items())
        else:
            yield key, value


def _found(result: Score) -> dict[str, Any]:
    """Write a score in the words of the samples."""
    found: dict[str, Any] = {
        "total": result.total.exact_text,
        "shown": result.total.shown,
        "level": str(result.rank) if result.level else "none",
        "missing": list(result.missing),
        "hidden": list(result.hidden),
        "excluded": list(result.excluded),
        "blocking": [answer.ref for answer in result.blocking],
    }
    found |= {f"parts.{ref}": part.earned.exact_text for ref, part in result.by_part.items()}
    for ref, question in result.by_question.items():
        found[f"points.{ref}"] = question.earned.exact_text
        found[f"options.{ref}"] = list(question.options)
        found[f"how.{ref}"] = question.how
    for conditions in result.conditions:
        for check in conditions.checks:
            found[f"short.{conditions.rank}-{check.ref}"] = check.missing_text
    return found


def _said(value: object) -> str:
    return " ".join(map(str, value)) or "nothing" if isinstance(value, list) else one_line(value)


def refuse_failures(framework: Framework, samples: tuple[Sample, ...], file: str) -> None:
    """Refuse the release at the first sample that does not hold."""
    for sample in samples:
        for failure in failures(framework, sample):
            raise FrameworkError(file, sample.name, failure)
