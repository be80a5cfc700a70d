"""What blocks the next level, answer by answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.maturity import Framework, Texts
from diagnosis.maturity.framework import Condition as Rule
from diagnosis.maturity.resolving import HIDDEN
from diagnosis.presenting.asked import Amount, Question
from diagnosis.presenting.computing import joined
from diagnosis.presenting.conditions import can_move, kind_of
from diagnosis.presenting.shapes import Blocker
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
            need=joined(new),
            now_level=question.level,
            need_level=asked.option(entry["new"][0]).level if question.is_scene else None,
            gain=Amount(gained["exact"], gained["shown"]) if question.earns else None,
            max=question.max,
            serves=tuple(dict.fromkeys(self._serves(question.ref))),
        )

    def _now(self, question: Question) -> str | None:
        """The present answer; what is not asked now is asked once the others are changed."""
        hidden = self.document["questions"][question.ref]["how"] == HIDDEN
        return _("not asked yet") if hidden else question.answer.short or None

    def _serves(self, ref: str) -> Iterator[str]:
        """The kinds of the unmet conditions of the next level that this question can move."""
        target = self.document["next_level"]["rank"]
        for rung, kept in zip(self.framework.levels, self.document["conditions"], strict=True):
            if rung.rank == target:
                pairs: Iterator[tuple[Rule, Any]] = zip(
                    rung.conditions, kept["checks"], strict=True
                )
                for rule, check in pairs:
                    if can_move(self.framework, ref, rule, check):
                        yield kind_of(rule)
