"""One way to the next level, answer by answer, and the small steps that may stand in for it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.maturity import Framework, Texts
from diagnosis.maturity.framework import Condition as Rule
from diagnosis.maturity.resolving import HIDDEN
from diagnosis.presenting.asked import Amount, Question
from diagnosis.presenting.computing import joined
from diagnosis.presenting.conditions import can_move, kind_of
from diagnosis.presenting.way import Blocker, Swap
from diagnosis.presenting.wording import option_in_words


class Blocking:
    """The blocking answers of a stored score in words."""

    def __init__(
        self,
        framework: Framework,
        texts: Texts,
        document: Mapping[str, Any],
        questions: Mapping[str, Question],
    ) -> None:
        self.framework = framework
        self.texts = texts
        self.document = document
        self.questions = questions
        self.blockers = tuple(map(self._blocker, document["blocking"]))
        self.swaps = tuple(sorted(self._swaps(), key=_usefulness))

    def _blocker(self, entry: Mapping[str, Any]) -> Blocker:
        question = self.questions[entry["ref"]]
        asked = self.framework.questions[question.ref]
        new = tuple(option_in_words(self.texts, question.ref, each) for each in entry["new"])
        gained = entry["gained"]
        return Blocker(
            ref=question.ref,
            no=question.no,
            is_scene=question.is_scene,
            binding=question.binding,
            label=question.label,
            section=question.section,
            now=self._now(question),
            need=self._need(question, new),
            now_level=question.level,
            need_level=asked.option(entry["new"][0]).level if question.is_scene else None,
            gain=Amount(gained["exact"], gained["shown"]) if question.earns else None,
            max=question.max,
            serves=tuple(dict.fromkeys(self._serves(question.ref))),
            needed=entry.get("needed", False),  # scores of core 1 do not say
        )

    def _swaps(self) -> Iterator[Swap]:
        """The next step of every other answer that an unmet condition counts, if it helps."""
        if self.document["next_level"] is None:
            return
        listed = {blocker.ref for blocker in self.blockers}
        for ref, question in self.questions.items():
            if ref in listed or question.answer.excluded:
                continue
            if question.is_scene:
                yield from self._scene_swap(question)
            elif question.gain and not question.gain.is_zero and any(self._serves(ref)):
                yield _swap(question, self._need(question, question.next), question.gain)

    def _scene_swap(self, question: Question) -> Iterator[Swap]:
        """The step that makes a scene count; nothing where it counts already."""
        level = max((rule.level or 0 for rule in self._unmet(question.ref)), default=0)
        ladder = self.framework.questions[question.ref].ladder
        option = next((each for each in ladder if (each.level or 0) >= level), None)
        if level and option:
            words = option_in_words(self.texts, question.ref, option.ref)
            yield _swap(question, words, None, option.level)

    def _need(self, question: Question, new: tuple[str, ...]) -> str:
        """What is new; beside ticks that stay it is told as an addition."""
        asked = self.framework.questions[question.ref]
        ticked = self.document["questions"][question.ref]["options"]
        stays = asked.is_multi and any(not asked.option(ref).exclusive for ref in ticked)
        return _("also: %(options)s") % {"options": joined(new)} if stays else joined(new)

    def _now(self, question: Question) -> str | None:
        """The present answer; what is not asked now is asked once the others are changed."""
        hidden = self.document["questions"][question.ref]["how"] == HIDDEN
        return _("not asked yet") if hidden else question.answer.short or None

    def _serves(self, ref: str) -> Iterator[str]:
        """The kinds of the unmet conditions of the next level that this question can move."""
        return map(kind_of, self._unmet(ref))

    def _unmet(self, ref: str) -> Iterator[Rule]:
        target = self.document["next_level"]["rank"]
        for rung, kept in zip(self.framework.levels, self.document["conditions"], strict=True):
            if rung.rank == target:
                pairs: Iterator[tuple[Rule, Any]] = zip(
                    rung.conditions, kept["checks"], strict=True
                )
                for rule, check in pairs:
                    if can_move(self.framework, ref, rule, check):
                        yield rule


def _swap(
    question: Question, need: str, gain: Amount | None, need_level: int | None = None
) -> Swap:
    return Swap(
        ref=question.ref,
        no=question.no,
        is_scene=question.is_scene,
        binding=question.binding,
        label=question.label,
        now=question.answer.short or None,
        need=need,
        now_level=question.level,
        need_level=need_level,
        gain=gain,
    )


def _usefulness(swap: Swap) -> tuple[bool, Fraction | int, bool]:
    """Points first, the most at the top; then scenes, the nearest and the binding ones first."""
    if swap.gain:
        return False, -Fraction(swap.gain.exact), False
    return True, (swap.need_level or 0) - (swap.now_level or 0), not swap.binding
