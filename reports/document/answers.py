"""Answers in full, as they were declared or found."""

from dataclasses import dataclass

from reports.document.values import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A labelled value that was typed: "设备总数", "116 台"."""

    label: Text
    value: Text  # with its unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer in full, as it was declared or found."""

    no: str  # as printed, "1"; scenes have numbers of their own
    is_scene: bool = False
    question: Text  # the question in full; may be several sentences
    chosen: tuple[Text, ...]  # full text of each option chosen; empty: see the next fields
    entries: tuple[Entry, ...] = ()  # typed numbers
    not_applicable: Text | None = None  # the reason, where the question was marked so
    evidence: int = 0  # files that support it
    remark: Text | None = None  # may have several lines
    # With no option, no entry and no reason the answer prints as "not answered".


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGroup:
    """Answers under one heading, usually a dimension or a group of scenes."""

    name: Text
    answers: tuple[Answer, ...]
