"""Which answers to one framework another can read as its own."""

from collections.abc import Mapping
from typing import Any

from diagnosis.maturity import Answer, AnswerError, Framework, Question, check_value


class Carrying:
    """Takes sheets over into a framework; equal answers are judged once."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self._known: dict[tuple[str, str], Answer] = {}

    def kept(self, answers: Mapping[str, Any]) -> dict[str, Answer]:
        """The answers that the framework knows; an unknown question or option is left out."""
        found = ((ref, self._kept(ref, value)) for ref, value in answers.items())
        return {ref: value for ref, value in found if value is not None}

    def _kept(self, ref: str, value: Any) -> Answer:
        key = ref, repr(value)
        if key not in self._known:
            try:
                self._known[key] = check_value(self.framework, ref, value)
            except AnswerError:
                self._known[key] = None
        return self._known[key]


def asks_the_same(one: Question, other: Question | None) -> bool:
    """Whether an answer to one question is an answer to the other, whatever it is."""
    return other is not None and _form(one) == _form(other)


def _form(question: Question) -> tuple[object, ...]:
    fields = tuple(field.ref for field in question.fields)
    return question.kind, question.option_refs, question.rows, fields
