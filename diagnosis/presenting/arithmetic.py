"""The scoring passport in words: the same figures as the JSON, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_for
from diagnosis.maturity import Framework, Question, Texts
from diagnosis.maturity.resolving import COMPUTED, EXCLUDED, HIDDEN, MISSING, Reading
from diagnosis.models import Assessment, Score
from diagnosis.presenting.asked import Answer
from diagnosis.presenting.explaining import parts_of
from diagnosis.presenting.ordering import questions_in_order
from diagnosis.presenting.shapes import PartLine
from diagnosis.presenting.wording import answer_in_words, numbering, option_in_words

Entry = Mapping[str, Any]  # a question as the passport has it


@dataclass(frozen=True, slots=True)
class Term:
    """The points of one option that counts, in one row where there are rows."""

    label: str
    points: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """What one question earned and by which options."""

    no: str
    label: str
    answer: Answer
    how: str
    terms: tuple[Term, ...]
    sum: str  # "2 + 2 + 2", and what it is held against where that differs
    earned: str
    max: str
    level: int | None
    of_level: int | None
    is_scene: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class Trait:
    """Something of the firm that the release looked at."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    questions: tuple[QuestionLine, ...]
    scenes: tuple[QuestionLine, ...]
    deciding: tuple[QuestionLine, ...]  # earn nothing, but decide what is asked
    parts: tuple[PartLine, ...]
    profile: tuple[Trait, ...]


def arithmetic_of(assessment: Assessment, score: Score, lang: str) -> Arithmetic:
    """Read the stored passport; nothing is computed again."""
    framework = framework_for(assessment)
    texts, passport = framework.texts(lang), score.passport
    profile = passport.get("profile", {})
    reading = Reading(framework, score.answers, profile)
    numbers = numbering(framework)
    lines = {
        entry["ref"]: _question(framework, texts, numbers, entry, reading)
        for entry in questions_in_order(framework, passport)
        if entry["how"] != HIDDEN
    }
    apart = {ref for ref in lines if framework.questions[ref].apart}
    return Arithmetic(
        questions=tuple(e for ref, e in lines.items() if not e.is_scene and ref not in apart),
        scenes=tuple(line for line in lines.values() if line.is_scene),
        deciding=tuple(lines[ref] for ref in lines if ref in apart),
        parts=parts_of(framework, texts, passport, reading),
        profile=tuple(_trait(texts, ref, value) for ref, value in profile.items()),
    )


def _trait(texts: Texts, ref: str, value: str) -> Trait:
    words = texts.traits[ref]
    return Trait(words.name, words.values[value])


def _question(
    framework: Framework,
    texts: Texts,
    numbers: Mapping[str, str],
    entry: Entry,
    reading: Reading,
) -> QuestionLine:
    ref = entry["ref"]
    question = framework.questions[ref]
    return QuestionLine(
        no=numbers[ref],
        label=texts.question(ref).label,
        answer=answer_in_words(reading, texts, ref),
        how=_how(entry["how"]),
        terms=tuple(
            Term(_term(texts, question, option), points)
            for option, points in entry.get("points", {}).items()
        ),
        sum=_sum(question, entry),
        earned=entry.get("earned", ""),
        max=entry.get("max", ""),
        level=entry.get("level"),
        of_level=entry.get("of_level"),
        is_scene=question.is_scene,
        counts="earned" in entry,
    )


def _term(texts: Texts, question: Question, option: str) -> str:
    return option_in_words(texts, question.ref, option)


def _sum(question: Question, entry: Entry) -> str:
    """The points of the options added up, and how they become points of the question."""
    found = list(entry.get("points", {}).values())
    if not found:
        return ""
    if question.has_rows and question.row_rule == "best":
        terms = _("best of each row")
    else:
        terms = " + ".join(found)
    if "out_of" not in entry:
        return terms
    share = _("(%(terms)s) of %(out_of)s") % {"terms": terms, "out_of": entry["out_of"]}
    return f"{share}; × {entry['max']}"


def _how(how: str) -> str:
    words = {
        COMPUTED: _("computed from figures"),
        MISSING: _("not answered"),
        EXCLUDED: _("does not apply"),
    }
    return words.get(how, _("chosen"))
