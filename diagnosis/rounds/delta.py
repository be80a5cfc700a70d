"""This round against the last one, answer by answer, in words and with the points each moved."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from diagnosis.answers import answers_of
from diagnosis.catalogue import framework_for
from diagnosis.library import solution_name
from diagnosis.maturity import Score as Reckoned
from diagnosis.maturity import Texts, Value, score
from diagnosis.maturity.changes import Change, Comparison, compare
from diagnosis.maturity.resolving import HIDDEN, Reading
from diagnosis.maturity.solutions import Solution
from diagnosis.models import Assessment, Score, Status
from diagnosis.models.causes import Cause
from diagnosis.presenting import Amount, Answer, answer_in_words, joined, numbering
from diagnosis.presenting.conditions import level_of
from diagnosis.presenting.ladder import Level
from diagnosis.presenting.rounding import enough_decimals, rounding_in_words, with_decimals
from diagnosis.rounds.earlier import asked_alike, earlier_of, year_of
from diagnosis.rounds.explaining import possible_causes
from diagnosis.rounds.told import Because, Delta, Row, Side, Turned
from gongfu.core.actor import Actor
from gongfu.core.languages import short


def delta_of(assessment: Assessment, actor: Actor, *, with_causes: bool = True) -> Delta | None:
    """Compare with the round before; None in the first one, or while a score is being worked out.

    Verified with verified where both were visited, else what the firm itself said both times. A
    draft is compared as it stands with what held last time, as its questions quote it.
    """
    earlier = earlier_of(assessment, actor)
    if earlier is None:
        return None
    pair = _pair(earlier, assessment)
    if pair.before is None or pair.after is None:
        return None
    alike = asked_alike(pair.before.framework, pair.after.framework)
    found = compare(pair.before, pair.after, alike=alike)
    causes = list(assessment.causes.all()) if with_causes else []
    possible = possible_causes(found) if with_causes else {}
    telling = _Telling(found, causes, possible)
    return telling.delta(earlier, assessment, pair)


class _Pair(NamedTuple):
    """What is compared; `was_verified` where the earlier one was, and only what was said counts.

    A draft has no kind yet: `held` is the one of what it is compared with.
    """

    kind: str
    before: Reckoned | None
    after: Reckoned | None
    was_verified: bool
    held: str = ""


def _pair(earlier: Assessment, assessment: Assessment) -> _Pair:
    old = {row.kind: row for row in earlier.scores.filter(is_current=True)}
    if assessment.status == Status.DRAFT:
        now = score(framework_for(assessment), answers_of(assessment), assessment.profile)
        held = old.get(Score.Kind.VERIFIED) or old.get(Score.Kind.SELF)
        kind = held.kind if held else ""
        return _Pair("", _reckoned(earlier, held), now, was_verified=False, held=kind)
    new = {row.kind: row for row in assessment.scores.filter(is_current=True)}
    both = Score.Kind.VERIFIED in old and Score.Kind.VERIFIED in new
    kind = Score.Kind.VERIFIED if both else Score.Kind.SELF
    return _Pair(
        kind=kind,
        before=_reckoned(earlier, old.get(kind)),
        after=_reckoned(assessment, new.get(kind)),
        was_verified=Score.Kind.VERIFIED in old and not both,
    )


def _reckoned(assessment: Assessment, row: Score | None) -> Reckoned | None:
    """The stored score with its arithmetic, from the answers and the profile it was made of."""
    if row is None:
        return None
    return score(framework_for(assessment), row.answers, row.passport.get("profile", {}))


class _Telling:
    """A comparison on its way into words."""

    def __init__(
        self,
        comparison: Comparison,
        causes: Collection[Cause],
        possible: Mapping[str, Collection[Solution]],
    ) -> None:
        self.found = comparison
        self.causes = causes
        self.possible = possible
        self.framework = comparison.after.framework
        self.texts: Texts = self.framework.texts(short())
        self.old_texts: Texts = comparison.before.framework.texts(short())
        self.old = _reading(comparison.before)
        self.new = _reading(comparison.after)
        self.numbers = numbering(self.framework)
        totals = (comparison.before.total, comparison.after.total)
        self.places = enough_decimals(map(_amount, (*totals, *comparison.steps)))

    def delta(self, earlier: Assessment, assessment: Assessment, pair: _Pair) -> Delta:
        found, framework = self.found, self.framework
        total = framework.part(framework.total_part)
        return Delta(
            before=_side(earlier, found.before, self.old_texts, pair.held or pair.kind),
            after=_side(assessment, found.after, self.texts, pair.kind),
            difference=_amount(found.difference),
            places=self.places,
            maximum=_amount(Value(total.max_points, framework.places)).exact,
            release=None if found.release is None else _amount(found.release),
            profile=_amount(found.profile) if found.profile else None,
            rows=tuple(self._row(each) for each in self._told(assessment)),
            turned=tuple(self._turned()),
            apart=tuple(self.texts.question(ref).label for ref in found.apart),
            rounding=rounding_in_words(framework),
            is_draft=assessment.status == Status.DRAFT,
            is_begun=bool(found.after.sheet),
            was_verified=pair.was_verified,
            possible=self.possible,
        )

    def _told(self, assessment: Assessment) -> Iterator[Change]:
        """The changes; in a draft what is not answered yet is no change."""
        is_draft = assessment.status == Status.DRAFT
        return (each for each in self.found.changes if each.after is not None or not is_draft)

    def _row(self, change: Change) -> Row:
        ref = change.ref
        question = self.framework.questions[ref]
        words = self.texts.question(ref)
        before = answer_in_words(self.old, self.old_texts, ref)
        after = answer_in_words(self.new, self.texts, ref)
        old, new = _said(self.old, ref, before), _said(self.new, ref, after)
        if old == new:  # only numbers behind it are others
            old, new = _with_numbers(before, old), _with_numbers(after, new)
        return Row(
            ref=ref,
            no=self.numbers[ref],
            is_scene=question.is_scene,
            binding=question.binding,
            label=words.label,
            section=self.texts.section(self.framework.section_of[ref].ref).title,
            old=old,
            new=new,
            moved=_amount(change.moved),
            told=with_decimals(_amount(change.moved), self.places),
            way=change.way,
            within=change.within,
            causes=tuple(self._causes(ref)),
        )

    def _causes(self, ref: str) -> Iterator[Because]:
        """The solutions offered for an answer, and those named for it before."""
        named = {each.solution: each for each in self.causes if each.question == ref}
        offered = [each.ref for each in self.possible.get(ref, ())]
        for each in dict.fromkeys([*named, *offered]):
            name, said = solution_name(each), named.get(each)
            yield Because(each, name, said.by_name, said.at) if said else Because(each, name)

    def _turned(self) -> Iterator[Turned]:
        """Conditions of levels that turned; of two releases they are not the same conditions."""
        if self.found.before.framework.digest != self.framework.digest:
            return
        for old, new in zip(_levels(self.found.before), _levels(self.found.after), strict=True):
            for before, after in zip(old.conditions, new.conditions, strict=True):
                if before.met != after.met:
                    yield Turned(
                        rank=new.rank,
                        level=new.name,
                        label=after.label,
                        before=before.has,
                        after=after.has,
                        needed=after.needed,
                        met=after.met,
                    )


def _levels(found: Reckoned) -> list[Level]:
    framework, texts = found.framework, found.framework.texts(short())
    return [level_of(framework, texts, each.level, each.as_dict(), ()) for each in found.conditions]


def _side(assessment: Assessment, found: Reckoned, texts: Texts, kind: str) -> Side:
    return Side(
        year=year_of(assessment),
        campaign=assessment.campaign.name,
        framework=texts.short_name,
        kind=kind,
        total=_amount(found.total),
        rank=found.level.rank if found.level else None,
        level_name=texts.level(found.level.rank).name if found.level else _("no level"),
    )


def _reading(found: Reckoned) -> Reading:
    return Reading(found.framework, found.sheet, found.profile)


def _said(reading: Reading, ref: str, answer: Answer) -> str:
    if reading.resolution(ref).how == HIDDEN:
        return _("not asked")
    return answer.full or _("no answer")


def _with_numbers(answer: Answer, words: str) -> str:
    """The answer with the numbers behind it, where they do not say it all already."""
    numbers = _numbers(answer)
    if not numbers or numbers == words:
        return words
    return _("%(answer)s (%(numbers)s)") % {"answer": words, "numbers": numbers}


def _numbers(answer: Answer) -> str:
    return joined(tuple(entry.line for entry in answer.entries))


def _amount(value: Value) -> Amount:
    return Amount(value.exact_text, value.shown)
