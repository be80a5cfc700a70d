"""What the rules look at, read for many assessments at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from diagnosis.answers import plain_answers, ref_of
from diagnosis.catalogue import framework_for
from diagnosis.maturity import Framework
from diagnosis.models import AnswerChange, AnswerSheet, Assessment, Score, Voice
from diagnosis.quality.rules import gap_of

FEWEST_OPTIONS = 3  # with two options a run says nothing


@dataclass(slots=True)
class Facts:
    """One assessment as the rules see it; `times` are those of answers given one by one."""

    assessment: Assessment
    framework: Framework
    answers: Mapping[str, Any]
    times: Mapping[str, list[datetime]] = field(default_factory=dict)
    scores: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def numbers(self) -> dict[str, Decimal]:
        """Every data field that the firm filled in."""
        return dict(numbers_in(self.answers))

    @property
    def positions(self) -> list[int]:
        """Where the chosen options stand among those of their questions, in the order asked."""
        found = []
        for ref, question in self.framework.questions.items():
            options = [option.ref for option in question.options]
            chosen = self.answers.get(ref)
            if isinstance(chosen, str) and chosen in options and len(options) >= FEWEST_OPTIONS:
                found.append(options.index(chosen))
        return found

    @property
    def moments(self) -> list[datetime]:
        return [at for times in self.times.values() for at in times]

    @property
    def gap(self) -> Decimal | None:
        """Self-assessed above verified, in per cent of full marks; None until both are there."""
        if {Score.Kind.SELF, Score.Kind.VERIFIED} - self.scores.keys():
            return None
        full = self.framework.part(self.framework.total_part).max_points
        whole = Decimal(full.numerator) / full.denominator
        return gap_of(self.scores[Score.Kind.SELF], self.scores[Score.Kind.VERIFIED], whole)


def numbers_in(answers: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """`question.field` and the number, of every data field of a sheet."""
    for ref, value in answers.items():
        fields = value.get("fields") if isinstance(value, dict) else None
        for name, text in (fields or {}).items():
            yield f"{ref}.{name}", Decimal(text)


def facts_of(assessments: Sequence[Assessment]) -> list[Facts]:
    """The facts of each, by three queries for all of them."""
    keys = [one.pk for one in assessments]
    sheets = answers_by_assessment(assessments)
    times, scores = _times(keys), _scores(keys)
    return [
        Facts(one, framework_for(one), sheets.get(one.pk, {}), times[one.pk], scores[one.pk])
        for one in assessments
    ]


def answers_by_assessment(assessments: Sequence[Assessment]) -> dict[int, dict[str, Any]]:
    modules = {one.pk: one.framework_ref for one in assessments}
    rows = AnswerSheet.objects.filter(voice=Voice.SELF, assessment__in=modules)
    return {
        key: plain_answers(document, modules[key])
        for key, document in rows.values_list("assessment_id", "document")
    }


def _times(keys: Sequence[int]) -> dict[int, dict[str, list[datetime]]]:
    found: dict[int, dict[str, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    rows = AnswerChange.objects.filter(sheet__assessment__in=keys, sheet__voice=Voice.SELF)
    typed = rows.exclude(new__has_key="origin")
    for key, question, at in typed.values_list("sheet__assessment", "key", "at"):
        found[key][ref_of(question)].append(at)
    return found


def _scores(keys: Sequence[int]) -> dict[int, dict[str, Decimal]]:
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    rows = Score.objects.current().filter(assessment__in=keys)
    for key, kind, shown in rows.values_list("assessment", "kind", "shown"):
        found[key][kind] = shown
    return found
