"""Answers of one release taken over into another, where a mapping file says that they overlap.

A mapping is a judgement, not a rule of either publisher: what comes over is a proposal to be
confirmed, and a score over it an estimate.
"""

from collections.abc import Mapping
from typing import Any

from diagnosis.maturity.answers import AnswerError, check_value
from diagnosis.maturity.choosing import Firm
from diagnosis.maturity.fields import FieldPath
from diagnosis.maturity.forms import Answer, Answers, fields_in
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.questions import Question, When
from diagnosis.maturity.record import Record
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.testing import holds

LOWEST, HIGHEST = "lowest", "highest"


class Pull(Record):
    """A question of the source, and what each of its options says.

    An answer none of whose options is named says `otherwise`, or nothing where that is empty.
    """

    question: str
    row: str
    options: Mapping[str, str]
    otherwise: str

    @property
    def taken(self) -> Mapping[str, str]:
        """Key in the file -> option of the target."""
        return {**self.options, "otherwise": self.otherwise} if self.otherwise else self.options


class Entry(Record):
    """Where the answer of one target question, or of one row of it, comes from.

    Of several sources the lowest or the highest answer counts; options of a multiple choice add
    up. A `partial` entry says something, but not everything, about its question.
    """

    target: str
    row: str
    pulls: tuple[Pull, ...]
    take: str
    partial: bool
    fields: Mapping[str, FieldPath]

    @property
    def sources(self) -> tuple[str, ...]:
        """The source questions, each once."""
        refs = [pull.question for pull in self.pulls]
        return tuple(dict.fromkeys(refs + [path.question for path in self.fields.values()]))


class AnswerMapping(Record):
    """One file: how answers of the release `source` become answers of the release `target`.

    It is meant for firms of which `when` holds; for all where that is empty.
    """

    source: str  # "ref version"
    target: str
    when: When | None
    status: str
    note: Mapping[str, str]  # language to words
    entries: tuple[Entry, ...]


class Carried(Record):
    """A proposed answer, and the questions it comes from; `partial` ones are to be completed."""

    value: Answer
    from_refs: tuple[str, ...]
    partial: bool


def is_for(mapping: AnswerMapping, profile: Mapping[str, Any]) -> bool:
    """Whether the target is meant for such a firm."""
    return mapping.when is None or holds(mapping.when, Firm(profile))


def carry(
    mapping: AnswerMapping,
    source: Framework,
    sheet: Answers,
    target: Framework,
    profile: Mapping[str, Any] | None = None,
) -> dict[str, Carried]:
    """What the sheet says about the questions of the target, in the order of these."""
    reading = Reading(source, sheet, profile)
    found: dict[str, Carried] = {}
    for entry in mapping.entries:
        question = target.questions[entry.target]
        if (proposed := _proposed(entry, question, reading)) is not None:
            found[entry.target] = _joined(found.get(entry.target), proposed)
    return {
        ref: found[ref] for ref in target.questions if ref in found and _fits(target, ref, found)
    }


def _proposed(entry: Entry, question: Question, reading: Reading) -> Carried | None:
    said = [_said(pull, reading) for pull in entry.pulls]
    whole = all(each is not None for each in said)
    options = _combined(entry, question, [each for each in said if each])
    fields = _numbers(entry, reading)
    if (entry.take == LOWEST and not whole) or not (options or fields):
        return None
    value: Any = options if question.takes_many else (options[0] if options else None)
    if question.has_rows:
        value = {"rows": {entry.row: value}}
    elif fields:
        value = {"option": value, "fields": fields}
    return Carried(value, entry.sources, entry.partial or (question.takes_many and not whole))


def _said(pull: Pull, reading: Reading) -> list[str] | None:
    """The target options that a source answer stands for; None where it is not answered."""
    resolution = reading.resolution(pull.question)
    chosen = resolution.rows.get(pull.row, ()) if pull.row else resolution.options
    if not chosen:
        return None
    said = [pull.options[option] for option in chosen if option in pull.options]
    return said or [pull.otherwise] if pull.otherwise else said


def _combined(entry: Entry, question: Question, said: list[list[str]]) -> list[str]:
    """Add the options up, or choose one; what excludes the others gives way to them."""
    ranked = sorted(question.options, key=lambda option: option.worth)  # stable: as in the release
    place = {option.ref: at for at, option in enumerate(ranked)}
    if question.takes_many:
        refs = {ref for options in said for ref in options}
        chosen = [option for option in question.options if option.ref in refs]
        return [o.ref for o in chosen if not o.exclusive] or [o.ref for o in chosen[:1]]
    best = [max(options, key=place.__getitem__) for options in said if options]
    pick = min if entry.take == LOWEST else max
    return [pick(best, key=place.__getitem__)] if best else []


def _numbers(entry: Entry, reading: Reading) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, path in entry.fields.items():
        text = fields_in(reading.sheet.get(path.question)).get(path.field)
        if text is not None and reading.is_shown(path.question):
            found[name] = text
    return found


def _joined(first: Carried | None, second: Carried) -> Carried:
    """Put the rows of one question together."""
    if first is None:
        return second
    rows: Any = [first.value, second.value]
    return Carried(
        {"rows": rows[0]["rows"] | rows[1]["rows"]},
        tuple(dict.fromkeys(first.from_refs + second.from_refs)),
        first.partial or second.partial,
    )


def _fits(target: Framework, ref: str, found: Mapping[str, Carried]) -> bool:
    """Whether the proposal is a proper answer; a number out of range, say, is left to the firm."""
    others = {other: carried.value for other, carried in found.items() if other != ref}
    try:
        return check_value(target, ref, found[ref].value, others) is not None
    except AnswerError:
        return False
