"""Each piece of a result as the report knows it; the language of the report is active."""

from typing import Literal

from django.utils.translation import gettext as _

from diagnosis import presenting
from diagnosis.models import Score
from enterprises.models import Enterprise
from reports.document import context as paper

Kind = Literal["score", "scenes", "binding", "other"]
KINDS: dict[str, Kind] = {"score": "score", "scenes": "scenes", "binding": "binding"}
STATES: dict[str, paper.SourceStatus] = {"checked": "checked", "secondary": "secondary"}
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
        unverified=level.unverified,
        conditions=tuple(map(condition_of, level.conditions)),
    )


def kind_of(kind: str) -> Kind:
    """The kinds that the report has words for; any other brings its own."""
    return KINDS.get(kind, "other")


def condition_of(condition: presenting.Condition) -> paper.Condition:
    known = condition.kind in KINDS
    return paper.Condition(
        kind=kind_of(condition.kind),
        need=condition.need,
        have=condition.have,
        met=condition.met,
        short=None if condition.met else condition.short,
        out_of=condition.out_of,
        label=None if known else condition.label,
    )


def dimension_of(dimension: presenting.Dimension) -> paper.Dimension:
    answered = any(axis.answered for axis in dimension.axes)
    return paper.Dimension(
        name=dimension.name,
        points=dimension.earned.exact if answered else None,
        maximum=dimension.max.exact,
        percent=dimension.rate.shown if answered else None,
        parts=tuple(map(part_of, dimension.axes)),
    )


def part_of(axis: presenting.Axis) -> paper.Part:
    return paper.Part(
        name=axis.name,
        points=axis.earned.exact if axis.answered else None,
        maximum=axis.max.exact,
        percent=axis.rate.shown if axis.answered else None,
        questions=tuple(question_of(asked) for asked in axis.questions if not asked.is_scene),
    )


def question_of(question: presenting.Question) -> paper.Question:
    maximum = question.max.exact if question.max else "0"
    return paper.Question(
        no=question.no,
        name=question.label,
        answer=cut(question.answer.short) or None,
        points=question.points.exact if question.points else None,
        maximum=maximum,
        missing=question.missing.exact if question.missing else maximum,
        unverified=question.unverified,
    )


def blocking_answer_of(blocker: presenting.Blocker) -> paper.BlockingAnswer:
    return paper.BlockingAnswer(
        kind="scene" if blocker.is_scene else "question",
        name=blocker.label,
        no=None if blocker.is_scene else blocker.no,
        binding=blocker.binding,
        now=blocker.now,
        need=blocker.need,
        gain=blocker.gain.exact if blocker.gain else None,
        serves=tuple(map(kind_of, blocker.serves)),
    )


def source_of(no: int, source: presenting.Source) -> paper.Source:
    """Numbered for paper, where the column is narrow."""
    text = f"{source.title}, {source.locator}" if source.locator else source.title
    return paper.Source(ref=f"S{no}", text=text, status=STATES.get(source.status, "unverified"))


def cut(text: str) -> str:
    return text if len(text) <= LONGEST_ANSWER else text[: LONGEST_ANSWER - 1].rstrip() + "…"
