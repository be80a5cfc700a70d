"""A release as people read it: tree of parts, questions with options, levels, sources."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from diagnosis.maturity import Framework, Option, Part, Question, Texts
from diagnosis.maturity.framework import LEVELS
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.questions import UNVERIFIED
from diagnosis.maturity.texts import QuestionText, SourceText
from diagnosis.presenting.conditions import rule_text
from diagnosis.presenting.explaining import rule_in_words
from diagnosis.presenting.telling import shown_when_in_words, span_in_words, weight_cases
from diagnosis.presenting.wording import numbering


@dataclass(frozen=True, slots=True)
class PartRow:
    """One node of the tree of weights."""

    name: str
    depth: int
    rule: str
    weight: str
    weights_sum: str  # what the weights of its sisters and its own come to
    cases: tuple[str, ...]  # weights that hold for some firms only
    points: str
    shown_when: str
    axis: bool
    unverified: bool


@dataclass(frozen=True, slots=True)
class OptionRow:
    ref: str
    text: str
    help: str
    worth: str
    notes: tuple[str, ...]
    unverified: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question with everything that the release says of it."""

    ref: str
    no: str
    question: Question
    words: QuestionText
    kind: str
    notes: tuple[str, ...]
    rows: tuple[str, ...]
    options: tuple[OptionRow, ...]
    fields: tuple[str, ...]
    bands: tuple[str, ...]
    shown_when: str
    unverified: bool
    rule_unverified: bool
    sources: tuple[SourceText, ...]

    @property
    def points(self) -> str:
        return exact_text(self.question.max_points)


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One page of the form."""

    ref: str
    title: str
    is_scenes: bool
    questions: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class LevelRow:
    rank: int
    name: str
    gist: str
    conditions: tuple[str, ...]
    unverified: bool
    sources: tuple[SourceText, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    words: SourceText
    grade: str


class Outline:
    """The release in one language; every part is worked out when it is asked for."""

    def __init__(self, framework: Framework, lang: str) -> None:
        self.framework = framework
        self.texts: Texts = framework.texts(lang)
        self.marks = frozenset(framework.unverified)

    @property
    def parts(self) -> tuple[PartRow, ...]:
        roots = (root for root in self.framework.parts if root.earns)
        return tuple(row for root in roots for row in self._parts(root, 0, None))

    @property
    def sections(self) -> tuple[SectionRow, ...]:
        numbers = numbering(self.framework)
        return tuple(
            SectionRow(
                ref=section.ref,
                title=self.texts.section(section.ref).title,
                is_scenes=section.kind == "scenes",
                questions=tuple(self._question(ref, numbers[ref]) for ref in section.questions),
            )
            for section in self.framework.sections
        )

    @property
    def levels(self) -> tuple[LevelRow, ...]:
        framework, texts = self.framework, self.texts
        return tuple(
            LevelRow(
                rank=level.rank,
                name=texts.level(level.rank).name,
                gist=texts.level(level.rank).gist,
                conditions=tuple(rule_text(framework, texts, each) for each in level.conditions),
                unverified=level.status == UNVERIFIED,
                sources=self._sources(level.sources),
            )
            for level in framework.levels
        )

    @property
    def sources(self) -> tuple[SourceRow, ...]:
        return tuple(
            SourceRow(self.texts.sources[ref], source.grade)
            for ref, source in self.framework.sources.items()
        )

    @property
    def profile(self) -> tuple[str, ...]:
        """What of the firm the release looks at."""
        return tuple(trait.name for trait in self.texts.traits.values())

    def _parts(self, part: Part, depth: int, climbs: Part | None) -> Iterator[PartRow]:
        climbs = part if part.rule == LEVELS else climbs
        above = self.framework.part_of.get(part.ref)
        yield PartRow(
            name=self.texts.part(part.ref).name,
            depth=depth,
            rule=rule_in_words(part, climbs),
            weight="" if part.weight is None else exact_text(part.weight),
            weights_sum=exact_text(above.weights_sum) if above else "",
            cases=weight_cases(self.texts, part.weight_cases),
            points=exact_text(part.max_points),
            shown_when=shown_when_in_words(self.texts, part.shown_when),
            axis=part.axis,
            unverified=part.status == UNVERIFIED,
        )
        for child in part.parts:
            yield from self._parts(child, depth + 1, climbs)

    def _question(self, ref: str, no: str) -> QuestionRow:
        question, words = self.framework.questions[ref], self.texts.question(ref)
        rule = question.computed
        return QuestionRow(
            ref=ref,
            no=no,
            question=question,
            words=words,
            kind=_kind(question),
            notes=tuple(_notes(question)),
            rows=tuple(words.rows[row] for row in question.rows),
            options=tuple(self._option(question, option) for option in question.options),
            fields=tuple(_field(words, field.ref) for field in question.fields),
            bands=tuple(
                _("%(span)s: %(option)s")
                % {"span": span_in_words(band), "option": words.options[band.option]}
                for band in (rule.bands if rule else ())
            ),
            shown_when=shown_when_in_words(self.texts, question.shown_when),
            unverified=ref in self.marks,
            rule_unverified=f"{ref}.computed" in self.marks,
            sources=self._sources(question.sources),
        )

    def _option(self, question: Question, option: Option) -> OptionRow:
        words = self.texts.question(question.ref)
        worth = exact_text(option.points) if option.level is None else str(option.level)
        return OptionRow(
            ref=option.ref,
            text=words.options[option.ref],
            help=words.option_help.get(option.ref, ""),
            worth=_("not counted") if option.excluded else worth,
            notes=tuple(_option_notes(option)),
            unverified=f"{question.ref}.{option.ref}" in self.marks,
        )

    def _sources(self, refs: tuple[str, ...]) -> tuple[SourceText, ...]:
        return tuple(self.texts.sources[ref] for ref in refs)


def _kind(question: Question) -> str:
    if question.kind == "table" and question.row_rule == "best":
        return _("any options in each row, the best of which counts")
    words = {
        "single": _("one option"),
        "scene": _("one level"),
        "multi": _("any options"),
        "rows": _("one option in each row"),
        "table": _("any options in each row"),
    }
    return words[question.kind]


def _notes(question: Question) -> Iterator[str]:
    """What else is settled about the points of a question."""
    if question.apart:
        yield _("earns nothing; decides what is asked")
        return
    if question.of_level is not None:
        yield _("requirement of level %(level)d") % {"level": question.of_level}
    if question.max_points and question.out_of != question.max_points:
        filled = {
            "max": exact_text(question.max_points),
            "out_of": exact_text(question.out_of),
        }
        yield _("%(max)s points for %(out_of)s of its own") % filled
    if question.capped:
        yield _("more does not count")
    if question.floor:
        yield _("never below 0")


def _option_notes(option: Option) -> Iterator[str]:
    if option.exclusive:
        yield _("excludes the others")
    if option.reason:
        yield _("needs a reason")


def _field(words: QuestionText, ref: str) -> str:
    field = words.fields[ref]
    return _("%(label)s (%(unit)s)") % {"label": field.label, "unit": field.unit}
