"""A copy of the answers: the same rows on the check page, on the receipt's page and on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diagnosis.answers import Document, key_of, plain_answers, written_of
from diagnosis.deck import moment
from diagnosis.maturity import Framework, Texts
from diagnosis.maturity.resolving import Reading
from diagnosis.presenting import Answer, answer_in_words, listed, numbering


@dataclass(frozen=True, slots=True)
class Line:
    """One question with all that was given to it."""

    ref: str
    no: str
    is_scene: bool
    binding: bool
    label: str
    text: str
    answer: Answer
    level: int | None  # at which the answer places a scene
    files: int
    unconfirmed: bool  # taken over from elsewhere, and nobody has looked at it


@dataclass(frozen=True, slots=True)
class Chapter:
    """The lines of one section, and who changed it last."""

    ref: str
    title: str
    lines: tuple[Line, ...]
    changed: str


def copy_of(
    framework: Framework,
    document: Document,
    profile: Mapping[str, Any],
    files: Mapping[str, int],
    language: str,
) -> list[Chapter]:
    """Every question that is asked, by section; `files` counts the evidence by key of answer."""
    texts, numbers = framework.texts(language), numbering(framework)
    reading = Reading(framework, plain_answers(document, framework.ref), profile)

    def line(ref: str) -> Line:
        key = key_of(framework.ref, ref)
        return _line(reading, texts, numbers[ref], ref, files.get(key, 0), document.get(key, {}))

    chapters = []
    for section in framework.sections:
        asked = [ref for ref in section.questions if reading.is_shown(ref)]
        if asked:
            title = texts.section(section.ref).title
            changed = _last_change(document, framework.ref, asked)
            chapters.append(Chapter(section.ref, title, tuple(map(line, asked)), changed))
    return chapters


def _line(
    reading: Reading, texts: Texts, no: str, ref: str, files: int, kept: Mapping[str, Any]
) -> Line:
    question, words = reading.framework.questions[ref], texts.question(ref)
    return Line(
        ref=ref,
        no=no,
        is_scene=question.is_scene,
        binding=question.binding,
        label=words.label,
        text=words.text,
        answer=answer_in_words(reading, texts, ref, written_of(kept)),
        level=_level(reading, ref),
        files=files,
        unconfirmed="origin" in kept,
    )


def _level(reading: Reading, ref: str) -> int | None:
    """Where the chosen option places a scene; None for a question, and while nothing is chosen."""
    question = reading.framework.questions[ref]
    options = reading.resolution(ref).options
    return question.option(options[0]).level if question.is_scene and options else None


def _last_change(document: Document, module: str, refs: list[str]) -> str:
    """Who changed the questions, the last one first, and when that was."""
    kept = [document[key] for ref in refs if (key := key_of(module, ref)) in document]
    if not kept:
        return ""
    kept.sort(key=lambda envelope: str(envelope["at"]), reverse=True)
    people = tuple(dict.fromkeys(str(envelope["by"]) for envelope in kept))
    return f"{listed(people)} · {moment(kept[0]['at'])}"
