"""From a stored score to a result that can be shown."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.catalogue import framework_for
from diagnosis.maturity import Framework, Part, Texts
from diagnosis.maturity import Level as Rung
from diagnosis.maturity.numbers import exact_text, rounded_text
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.scoring import digest_of
from diagnosis.models import Assessment, Receipt, Score
from diagnosis.presenting import conditions, declaring
from diagnosis.presenting.computing import joined
from diagnosis.presenting.shapes import (
    Amount,
    Axis,
    Blocker,
    Dimension,
    Other,
    Question,
    Result,
    Scene,
    SceneGroup,
    Source,
)
from diagnosis.presenting.wording import answer_in_words, numbering

DJANGO_CODE = {"zh": "zh-hans", "en": "en"}
STATUS_OF_GRADE = {"A": "checked", "A-": "secondary", "B": "secondary"}


def result_of(assessment: Assessment, lang: str, kind: str | None = None) -> Result | None:
    """The result of the verified score where there is one, else of the self-assessment.

    `kind` asks for one of the two. None while there is no such score. Two queries, and one more
    where the release was not parsed yet.
    """
    scores = {score.kind: score for score in assessment.scores.filter(is_current=True)}
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
        self.document: dict[str, Any] = score.document
        self.framework: Framework = framework_for(assessment)
        self.texts: Texts = self.framework.texts(lang)
        self.scores = scores
        self.receipt = receipt
        self.lang = lang
        self.unverified = frozenset(self.framework.unverified)
        self.reading = Reading(self.framework, score.answers, assessment.profile)
        numbers = numbering(self.framework)
        self.questions = {ref: self._question(ref, numbers[ref]) for ref in numbers}

    def result(self) -> Result:
        score, framework, texts = self.score, self.framework, self.texts
        blockers = tuple(self._blocker(entry) for entry in self.document["blocking"])
        levels = tuple(
            conditions.level_of(framework, texts, rung, entry, blockers)
            for rung, entry in zip(framework.levels, self.document["conditions"], strict=True)
        )
        rank = score.level or 0
        next_level = next((level for level in levels if level.rank == rank + 1), None)
        dimensions = self._dimensions()
        axes = tuple(axis for dimension in dimensions for axis in dimension.axes)
        words = texts.levels[rank] if rank else None
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
            rank=rank,
            level_name=words.name if words else None,
            gist=words.gist if words else None,
            levels=levels,
            next_level=next_level,
            gap_text=conditions.gap_text(next_level, framework.places),
            finding=_finding(axes),
            dimensions=dimensions,
            axes=axes,
            scene_groups=self._scene_groups(),
            blockers=blockers,
            questions=tuple(self.questions.values()),
            unanswered=tuple(q for q in self.questions.values() if not q.answer.answered),
            sections=self._sections(),
            sources=self._sources(),
            source_note=texts.source_note,
            level_rule=texts.level_rule,
            rounding=_rounding(framework.places),
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

    def _question(self, ref: str, no: str) -> Question:
        asked, words = self.framework.questions[ref], self.texts.question(ref)
        kept = self.document["questions"][ref]
        answer = answer_in_words(self.reading, self.texts, ref)
        pays = not asked.is_scene
        known = pays and kept["how"] != "missing"
        return Question(
            ref=ref,
            no=no,
            is_scene=asked.is_scene,
            binding=asked.binding,
            label=words.label,
            text=words.text,
            section=self.framework.section_of[ref].ref,
            answer=answer,
            points=amount(kept["earned"]) if known else None,
            max=amount(kept["max"]) if pays else None,
            missing=amount(kept["lost"]) if pays else None,
            gain=amount(kept["gain"]) if pays and kept["next"] else None,
            next=tuple(words.options[option] for option in kept["next"]),
            level=kept["level"],
            unverified=self._is_unverified(ref, kept),
            sources=asked.sources,
        )

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
                **self._amounts(part.ref),
            )
            for part in self.framework.part(self.framework.total_part).parts
        )

    def _axis(self, part: Part) -> Axis:
        return Axis(
            ref=part.ref,
            name=self.texts.part(part.ref).short,
            questions=tuple(self.questions[ref] for ref in part.all_questions),
            **self._amounts(part.ref),
        )

    def _amounts(self, ref: str) -> dict[str, Amount]:
        kept = self.document["parts"][ref]
        return {name: amount(kept[name]) for name in ("earned", "max", "rate")}

    def _sections(self) -> tuple[tuple[str, str, tuple[Question, ...]], ...]:
        return tuple(
            (
                section.ref,
                self.texts.section(section.ref).title,
                tuple(self.questions[ref] for ref in section.questions),
            )
            for section in self.framework.sections
        )

    def _scene_groups(self) -> tuple[SceneGroup, ...]:
        said = self.scores["self"].document["questions"] if self._has_other() else {}
        return tuple(
            SceneGroup(
                ref=section.ref,
                name=self.texts.section(section.ref).title,
                scenes=tuple(self._scene(ref, said) for ref in section.questions),
            )
            for section in self.framework.sections
            if section.kind == "scenes"
        )

    def _scene(self, ref: str, said: Mapping[str, Any]) -> Scene:
        question = self.questions[ref]
        return Scene(
            ref=ref,
            no=question.no,
            name=question.label,
            binding=question.binding,
            level=question.level,
            self_level=said[ref]["level"] if ref in said else None,
            unverified=question.unverified,
        )

    def _blocker(self, entry: Mapping[str, Any]) -> Blocker:
        question = self.questions[entry["ref"]]
        asked = self.framework.questions[question.ref]
        words = self.texts.question(question.ref).options
        return Blocker(
            ref=question.ref,
            no=question.no,
            is_scene=question.is_scene,
            binding=question.binding,
            label=question.label,
            section=question.section,
            now=question.answer.short or None,
            need=joined(tuple(words[option] for option in entry["new"])),
            now_level=question.level,
            need_level=asked.option(entry["new"][0]).level,
            gain=None if question.is_scene else amount(entry["gained"]),
            serves=self._serves(question),
        )

    def _serves(self, question: Question) -> tuple[str, ...]:
        """Which unmet conditions of the next level this question can move."""
        rank = (self.score.level or 0) + 1
        unmet = [
            check
            for level in self.document["conditions"]
            if level["rank"] == rank
            for check in level["checks"]
            if not check["met"]
        ]
        kinds = [conditions.kind_of(check) for check in unmet]
        wanted = (
            ("scenes", "binding" if question.binding else "") if question.is_scene else ("score",)
        )
        return tuple(kind for kind in kinds if kind in wanted)

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
        rung = self._rung(other.level)
        return Other(
            kind=other.kind,
            total=amount(other.document["total"]),
            rank=other.level or 0,
            level_name=rung.names[self.lang] if rung else None,
            gap=self._difference(verified.exact, said.exact),
        )

    def _rung(self, rank: int | None) -> Rung | None:
        return next((level for level in self.framework.levels if level.rank == rank), None)

    def _difference(self, one: str, other: str) -> Amount:
        gap = Fraction(one) - Fraction(other)
        return Amount(exact_text(gap), rounded_text(gap, self.framework.places))


def _rounding(places: int) -> str:
    return ngettext(
        "half up to %(places)d decimal place; all computing is exact",
        "half up to %(places)d decimal places; all computing is exact",
        places,
    ) % {"places": places}


def amount(kept: Mapping[str, str]) -> Amount:
    return Amount(kept["exact"], kept["shown"])


def _finding(axes: tuple[Axis, ...]) -> str:
    """The strongest and the weakest side; nothing where all are alike."""
    if not axes:
        return ""
    best = max(axes, key=lambda axis: Fraction(axis.rate.exact))
    worst = min(axes, key=lambda axis: Fraction(axis.rate.exact))
    if best.rate.exact == worst.rate.exact:
        return _("All sides are equally strong")
    return _("%(best)s is strongest, %(worst)s weakest") % {
        "best": best.name,
        "worst": worst.name,
    }
