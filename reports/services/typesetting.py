"""Each piece of a result as the report knows it; the language of the report is active."""

from collections.abc import Mapping
from typing import Literal

from django.utils.translation import gettext as _

from diagnosis import presenting
from diagnosis.models import Score
from enterprises.models import Enterprise
from reports.document import context as paper

Kind = Literal["score", "scenes", "binding", "other"]
KINDS: dict[str, Kind] = {"score": "score", "scenes": "scenes", "binding": "binding"}
STATES: dict[str, paper.SourceStatus] = {"checked": "checked", "secondary": "secondary"}
LONGEST_NOW = 60  # characters of an answer that blocks, beside what is needed
LONGEST_WORDS = 60  # of an answer that would be another
LONGEST_ANSWER = 40  # characters in the table of points; the appendix has the answer in full


def firm_of(enterprise: Enterprise) -> paper.Firm:
    industry = _("%(name)s (%(code)s)") % {
        "name": enterprise.industry.name,
        "code": enterprise.industry_code,
    }
    return paper.Firm(
        name_zh=enterprise.name_zh,
        name_en=enterprise.name_en or None,
        credit_code=enterprise.uscc,
        district=enterprise.district.name,
        industry=industry,
        size=None if enterprise.size == "unknown" else enterprise.get_size_display(),
    )


def voice_of(kind: str) -> paper.Voice:
    return "verified" if kind == Score.Kind.VERIFIED else "self"


def value_of(amount: presenting.Amount) -> paper.Value:
    return paper.Value(exact=amount.exact, shown=amount.shown)


def level_of(level: presenting.Level) -> paper.Level:
    return paper.Level(
        rank=level.rank,
        name=level.name,
        met=level.met,
        besides=level.besides,
        unverified=level.unverified,
        conditions=tuple(
            condition_of(condition, of_total=condition.of_total) for condition in level.conditions
        ),
    )


def kind_of(kind: str) -> Kind:
    """The kinds that the report has words for; any other brings its own."""
    return KINDS.get(kind, "other")


def condition_of(condition: presenting.Condition, *, of_total: bool = True) -> paper.Condition:
    """The report has words of its own for points of the total and for scenes."""
    known = condition.kind in KINDS and of_total
    return paper.Condition(
        kind=kind_of(condition.kind) if known else "other",
        need=condition.need,
        have=condition.has if condition.kind == "score" else condition.have,
        met=condition.met,
        short=None if condition.met else condition.gap,
        out_of=condition.out_of,
        label=None if known else condition.label,
        needed=None if known else condition.needed,
        has=None if known else condition.has,
    )


def dimensions_of(
    result: presenting.Result, planned: Mapping[str, str]
) -> tuple[paper.Dimension, ...]:
    """The first-level parts with their axes; where they are the axes, one heading holds all.

    `planned` are the shares of the axes with the agreed plan; empty without one.
    """
    if not result.is_flat:
        return tuple(dimension_of(each, planned) for each in result.dimensions)
    whole = paper.Dimension(
        name=result.parts[0].name,
        points=result.total.brief if any(axis.answered for axis in result.axes) else None,
        maximum=result.maximum,
        percent=None,
        parts=tuple(part_of(axis, planned) for axis in result.axes),
    )
    return (whole,)


def dimension_of(dimension: presenting.Dimension, planned: Mapping[str, str]) -> paper.Dimension:
    answered = any(axis.answered for axis in dimension.axes)
    return paper.Dimension(
        name=dimension.name,
        points=precise(dimension.earned) if answered else None,
        maximum=dimension.max.exact,
        percent=dimension.rate.shown if answered and dimension.rate else None,
        parts=tuple(part_of(axis, planned) for axis in dimension.axes),
        cut=dimension.cut or None,
    )


def part_of(axis: presenting.Axis, planned: Mapping[str, str]) -> paper.Part:
    return paper.Part(
        name=axis.name,
        points=precise(axis.earned) if axis.answered else None,
        maximum=axis.max.exact,
        percent=axis.rate.shown if axis.answered and axis.rate else None,
        questions=tuple(question_of(asked) for asked in axis.questions if asked.earns),
        cut=axis.cut or None,
        planned_percent=planned.get(axis.ref),
    )


def question_of(question: presenting.Question) -> paper.Question:
    return paper.Question(
        no=question.no,
        name=question.label,
        answer=cut(question.answer.short) or None,
        points=precise(question.points),
        maximum=question.max.exact if question.max else "0",
        missing=precise(question.missing),
        level=question.of_level,
        excluded=question.answer.excluded,
        unverified=question.unverified,
    )


def rule_of(part: presenting.PartLine) -> paper.Rule:
    return paper.Rule(
        name=part.name,
        depth=part.depth,
        rule=part.rule,
        weight=f"{part.weight} / {part.weights_sum}" if part.weight and part.weights_sum else None,
        steps=presenting.joined(tuple(map(step_of, part.steps))) or None,
        points=precise(part.earned),
        maximum=part.max,
    )


def step_of(step: presenting.Step) -> str:
    words = {"level": step.level, "share": step.share}
    if step.passed:
        return _("level %(level)s: %(share)s%%, passed") % words
    return _("level %(level)s: %(share)s%%") % words


def answer_of(question: presenting.Question, evidence: int) -> paper.Answer:
    return reply_of(
        question.answer,
        no=question.no,
        is_scene=question.is_scene,
        text=question.text,
        evidence=evidence,
    )


def reply_of(
    answer: presenting.Answer,
    *,
    no: str,
    is_scene: bool = False,
    text: str,
    evidence: int,
    level: int | None = None,
) -> paper.Answer:
    """One answer in full; a scene goes with the level that it reached."""
    rows = (paper.Entry(label=row.label, value=listed(row.chosen)) for row in answer.rows)
    typed = (paper.Entry(label=entry.label, value=entry.figure) for entry in answer.entries)
    return paper.Answer(
        no=no,
        is_scene=is_scene,
        question=text,
        chosen=() if answer.rows else answer.chosen,
        entries=(*_reached(level), *typed, *rows, *_worked_out(answer)) if answer.short else (),
        not_applicable=answer.reason if answer.excluded else None,
        evidence=evidence,
        remark=answer.reason if answer.reason and not answer.excluded else None,
    )


def _reached(level: int | None) -> tuple[paper.Entry, ...]:
    return () if level is None else (paper.Entry(label=_("Level"), value=str(level)),)


def _worked_out(answer: presenting.Answer) -> tuple[paper.Entry, ...]:
    figure = answer.calculation.figure if answer.calculation else ""
    return (paper.Entry(label=_("Computed from these figures"), value=figure),) if figure else ()


def cuts_of(result: presenting.Result) -> tuple[paper.Cut, ...]:
    """Parts and questions that were not assessed, each with its reason."""
    parts = (paper.Cut(name=part.name, why=part.cut) for part in result.cut)
    questions = (
        paper.Cut(
            name=_("Question %(no)s %(label)s") % {"no": question.no, "label": question.label},
            why=question.answer.reason,
        )
        for question in result.excluded
    )
    return (*parts, *questions)


def precise(amount: presenting.Amount | None) -> str | None:
    """For the arithmetic: exact where that is a short decimal, else rounded."""
    return None if amount is None else amount.precise


def listed(chosen: tuple[str, ...]) -> str:
    return presenting.listed(chosen) if chosen else "–"


def blocking_answer_of(blocker: presenting.Blocker, *, adds_up: bool) -> paper.BlockingAnswer:
    return paper.BlockingAnswer(
        kind="scene" if blocker.is_scene else "question",
        name=blocker.label,
        no=blocker.no,
        binding=blocker.binding,
        now=cut(blocker.now, LONGEST_NOW) if blocker.now else None,
        need=blocker.need,
        gain=blocker.gain.brief if blocker.gain else None,
        gain_of=None if adds_up or not blocker.max else blocker.max.exact,
        serves=tuple(map(kind_of, blocker.serves)),
        needed=blocker.needed,
    )


def effect_in_words(label: str, now: str, then: str) -> str:
    """One answer that would be another, in a line."""
    words = {"label": label, "now": cut(now), "then": cut(then, LONGEST_WORDS)}
    if now:
        return _("%(label)s: %(now)s → %(then)s") % words
    return _("%(label)s: %(then)s") % words


def source_of(no: int, source: presenting.Source) -> paper.Source:
    """Numbered for paper, where the column is narrow."""
    text = f"{source.title}, {source.locator}" if source.locator else source.title
    return paper.Source(ref=f"S{no}", text=text, status=STATES.get(source.status, "unverified"))


def cut(text: str, longest: int = LONGEST_ANSWER) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
