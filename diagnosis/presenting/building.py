"""From a stored score to a result that can be shown."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from django.utils import timezone, translation

from diagnosis.catalogue import framework_for
from diagnosis.documents import whole_document
from diagnosis.maturity import Framework, Part, Texts
from diagnosis.maturity.framework import SUM
from diagnosis.maturity.numbers import exact_text, rounded_text
from diagnosis.maturity.resolving import HIDDEN, MISSING, Reading
from diagnosis.maturity.scoring import digest_of
from diagnosis.models import Assessment, Receipt, Score
from diagnosis.presenting import conditions, declaring
from diagnosis.presenting.asked import Amount, Question
from diagnosis.presenting.blocking import Blocking
from diagnosis.presenting.explaining import parts_of, why_cut
from diagnosis.presenting.ladder import Level
from diagnosis.presenting.rounding import rounding_in_words
from diagnosis.presenting.shapes import (
    Axis,
    Dimension,
    Other,
    Result,
    Scene,
    SceneGroup,
    Source,
)
from diagnosis.presenting.sides import strongest_and_weakest
from diagnosis.presenting.wording import answer_in_words, numbering, option_in_words

DJANGO_CODE = {"zh": "zh-hans", "en": "en"}
STATUS_OF_GRADE = {"A": "checked", "A-": "secondary", "B": "secondary"}


def result_of(
    assessment: Assessment,
    lang: str,
    kind: str | None = None,
    current: Iterable[Score] | None = None,
) -> Result | None:
    """The result of the verified score where there is one, else of the self-assessment.

    `kind` asks for one of the two. None while there is no such score. Two queries, one fewer with
    the `current` scores at hand, and one more where the release was not parsed yet.
    """
    rows = assessment.scores.filter(is_current=True) if current is None else current
    scores = {score.kind: score for score in rows}
    score = scores.get(kind) if kind else scores.get("verified") or scores.get("self")
    if score is None:
        return None
    receipt = assessment.receipts.order_by("-pk").first()
    with translation.override(DJANGO_CODE[lang]):
        return Building(assessment, score, scores, receipt, lang).result()


class Building:
    """One result in the making; keeps what all of its parts need."""

    def __init__(
        self,
        assessment: Assessment,
        score: Score,
        scores: Mapping[str, Score],
        receipt: Receipt | None,
        lang: str,
    ) -> None:
        self.assessment = assessment
        self.score = score
        self.framework: Framework = framework_for(assessment)
        self.document = whole_document(self.framework, score)
        self.texts: Texts = self.framework.texts(lang)
        self.scores = scores
        self.receipt = receipt
        self.lang = lang
        self.unverified = frozenset(self.framework.unverified)
        profile = score.passport.get("profile", {})  # as it was when this was scored
        self.reading = Reading(self.framework, score.answers, profile)
        numbers = numbering(self.framework)
        self.every = {ref: self._question(ref, numbers[ref]) for ref in numbers}
        self.questions = {ref: each for ref, each in self.every.items() if self._is_asked(ref)}

    def result(self) -> Result:
        score, framework, texts = self.score, self.framework, self.texts
        blocking = Blocking(framework, texts, self.document, self.every)
        levels = self._levels(blocking)
        target = self.document["next_level"]
        next_level = next((e for e in levels if target and e.rank == target["rank"]), None)
        dimensions = self._dimensions()
        axes = tuple(axis for dimension in dimensions for axis in dimension.axes)
        words = None if score.level is None else texts.levels[score.level]
        return Result(
            assessment_id=self.assessment.pk,
            score_id=score.pk,
            lang=self.lang,
            kind=score.kind,
            as_of=self._as_of(),
            scored_at=score.scored_at,
            is_simulated=self.assessment.is_simulated,
            framework_ref=framework.ref,
            framework_version=framework.version,
            framework_name=texts.name,
            framework_short_name=texts.short_name,
            framework_digest=framework.digest,
            notice=texts.notice,
            issued_on=framework.issued_on,
            total=amount(self.document["total"]),
            maximum=exact_text(framework.part(framework.total_part).max_points),
            total_rate=amount(self.document["parts"][framework.total_part]["rate"]),
            rank=score.level,
            level_name=words.name if words else None,
            gist=words.gist if words else None,
            levels=levels,
            next_level=next_level,
            gap_text=conditions.gap_text(next_level, framework.places) if levels else "",
            finding=strongest_and_weakest(axes),
            dimensions=dimensions,
            axes=axes,
            parts=parts_of(framework, texts, score.passport, self.reading),
            adds_up=all(p.rule == SUM for p in framework.part(framework.total_part).walk()),
            scene_groups=self._scene_groups(),
            blockers=blocking.blockers,
            swaps=blocking.swaps,
            questions=tuple(self.questions.values()),
            unanswered=tuple(q for q in self.questions.values() if not q.answer.answered),
            excluded=tuple(q for q in self.questions.values() if q.answer.excluded),
            sections=self._sections(),
            sources=self._sources(),
            source_note=texts.source_note,
            level_rule=texts.level_rule,
            rounding=rounding_in_words(framework),
            unverified=tuple(framework.unverified),
            declaration=declaring.declaration_of(self.receipt),
            other=self._other(),
            inputs_digest=score.inputs_digest,
            passport_digest=digest_of(score.passport),
            core_version=score.core_version,
        )

    def _as_of(self) -> Any:
        assessment = self.assessment
        verified = self.score.kind == Score.Kind.VERIFIED
        moment = assessment.verified_at if verified else assessment.submitted_at
        return timezone.localdate(moment or self.score.scored_at)

    def _levels(self, blocking: Blocking) -> tuple[Level, ...]:
        return tuple(
            conditions.level_of(self.framework, self.texts, rung, entry, blocking.blockers)
            for rung, entry in zip(self.framework.levels, self.document["conditions"], strict=True)
        )

    def _question(self, ref: str, no: str) -> Question:
        asked, words = self.framework.questions[ref], self.texts.question(ref)
        kept = self.document["questions"][ref]
        answer = answer_in_words(self.reading, self.texts, ref)
        earns = not asked.is_scene and not asked.apart
        known = kept["how"] != MISSING or kept["earned"]["exact"] != "0"  # some rows may be given
        return Question(
            ref=ref,
            no=no,
            is_scene=asked.is_scene,
            binding=asked.binding,
            label=words.label,
            text=words.text,
            section=self.framework.section_of[ref].ref,
            answer=answer,
            points=amount(kept["earned"]) if earns and known and not answer.excluded else None,
            max=amount(kept["max"]) if earns else None,
            missing=amount(kept["lost"]) if earns and not answer.excluded else None,
            gain=amount(kept["gain"]) if earns and kept["next"] else None,
            next=tuple(map(self._option_words(ref), kept["next"])) if earns else (),
            level=kept["level"],
            of_level=asked.of_level,
            unverified=self._is_unverified(ref, kept),
            sources=asked.sources,
        )

    def _option_words(self, ref: str) -> Callable[[str], str]:
        return partial(option_in_words, self.texts, ref)

    def _is_asked(self, ref: str) -> bool:
        return self.document["questions"][ref]["how"] != HIDDEN

    def _is_unverified(self, ref: str, kept: Mapping[str, Any]) -> bool:
        """Whether a number that went into this answer could not be checked."""
        used = {ref, *(f"{ref}.{option}" for option in kept["options"])}
        if kept["how"] == "computed":
            used.add(f"{ref}.computed")
        return bool(used & self.unverified)

    def _dimensions(self) -> tuple[Dimension, ...]:
        return tuple(
            Dimension(
                ref=part.ref,
                name=self.texts.part(part.ref).name,
                axes=tuple(self._axis(axis) for axis in part.walk() if axis.axis),
                **self._amounts(part),
            )
            for part in self.framework.part(self.framework.total_part).parts
        )

    def _axis(self, part: Part) -> Axis:
        return Axis(
            ref=part.ref,
            name=self.texts.part(part.ref).short,
            questions=self._asked(part.all_questions),
            **self._amounts(part),
        )

    def _amounts(self, part: Part) -> dict[str, Any]:
        """What the part earned of what it could; nothing but the reason where it was cut."""
        kept = self.document["parts"].get(part.ref)
        if kept is None:
            most = part.max_points
            shown = rounded_text(most, self.framework.places, self.framework.rounding)
            most_amount = Amount(exact_text(most), shown)
            why = why_cut(self.texts, self.reading, part)
            return {"earned": None, "max": most_amount, "rate": None, "cut": why}
        amounts = {name: amount(kept[name]) for name in ("earned", "max", "rate")}
        return {**amounts, "cut": ""}

    def _asked(self, refs: Iterable[str]) -> tuple[Question, ...]:
        return tuple(self.questions[ref] for ref in refs if ref in self.questions)

    def _sections(self) -> tuple[tuple[str, str, tuple[Question, ...]], ...]:
        """The pages on which something was asked."""
        found = (
            (each.ref, self.texts.section(each.ref).title, self._asked(each.questions))
            for each in self.framework.sections
        )
        return tuple(section for section in found if section[2])

    def _scene_groups(self) -> tuple[SceneGroup, ...]:
        said = self.scores["self"].document["questions"] if self._has_other() else {}
        found = (
            SceneGroup(
                ref=section.ref,
                name=self.texts.section(section.ref).title,
                scenes=tuple(
                    self._scene(asked, said)
                    for asked in self._asked(section.questions)
                    if asked.is_scene
                ),
            )
            for section in self.framework.sections
            if section.kind == "scenes"
        )
        return tuple(group for group in found if group.scenes)

    def _scene(self, question: Question, said: Mapping[str, Any]) -> Scene:
        return Scene(
            ref=question.ref,
            no=question.no,
            name=question.label,
            binding=question.binding,
            level=question.level,
            self_level=said[question.ref]["level"] if question.ref in said else None,
            unverified=question.unverified,
        )

    def _sources(self) -> tuple[Source, ...]:
        return tuple(
            Source(
                ref=source.ref,
                title=self.texts.sources[source.ref].title,
                locator=self.texts.sources[source.ref].locator,
                grade=source.grade,
                status=STATUS_OF_GRADE.get(source.grade, "unverified"),
            )
            for source in self.framework.sources.values()
        )

    def _has_other(self) -> bool:
        return self.score.kind == Score.Kind.VERIFIED and Score.Kind.SELF in self.scores

    def _other(self) -> Other | None:
        """The self-assessment beside a verified result, and the other way round."""
        kinds = {"self": "verified", "verified": "self"}
        other = self.scores.get(kinds.get(self.score.kind, ""))
        if other is None:
            return None
        verified, said = (
            (self.score, other) if self.score.kind == "verified" else (other, self.score)
        )
        name = None if other.level is None else self.texts.levels[other.level].name
        return Other(
            kind=other.kind,
            total=amount(other.document["total"]),
            rank=other.level,
            level_name=name,
            gap=self._difference(verified.exact, said.exact),
        )

    def _difference(self, one: str, other: str) -> Amount:
        gap = Fraction(one) - Fraction(other)
        framework = self.framework
        return Amount(exact_text(gap), rounded_text(gap, framework.places, framework.rounding))


def amount(kept: Mapping[str, str]) -> Amount:
    return Amount(kept["exact"], kept["shown"])
