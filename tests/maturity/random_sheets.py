"""Sheets as firms fill them in: by maturity, with gaps, reasons, numbers and parts cut."""

from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

from diagnosis.maturity import AnswerError, Framework, Question, check_value, implausible
from diagnosis.maturity.fields import Field
from diagnosis.maturity.questions import Option

Firm = tuple[dict[str, Any], dict[str, str]]  # answers, profile


def firms(framework: Framework, count: int, seed: int = 1) -> Iterator[Firm]:
    """So many firms, the same for the same seed."""
    random = Random(f"{framework.key} {seed}")
    for _ in range(count):
        yield random_sheet(framework, random), random_profile(framework, random)


def random_answer(framework: Framework, question: Question, random: Random) -> Any:
    """An answer in its stored form, by a firm of any maturity; None where it is none."""
    with suppress(AnswerError):  # numbers out of range
        return check_value(framework, question.ref, _Firm(random, random.random()).answer(question))


def random_profile(framework: Framework, random: Random) -> dict[str, str]:
    """What is known of a firm; now and then something is not."""
    known = (trait for trait in framework.traits.values() if random.random() < 0.9)
    return {trait.ref: random.choice(trait.values) for trait in known}


def random_sheet(framework: Framework, random: Random) -> dict[str, Any]:
    """The sheet of one firm in its stored form; a third of them are complete."""
    filled = random.choice([1, 1, 0.97, 0.85, 0.5, 0.1])
    firm = _Firm(random, maturity=random.random())
    sheet: dict[str, Any] = {}
    for ref, question in framework.questions.items():
        if random.random() < filled:
            with suppress(AnswerError):  # numbers out of range
                value = check_value(framework, ref, firm.answer(question))
                sheet |= {} if value is None else {ref: value}
    for error in list(implausible(framework, sheet)):
        sheet.pop(error.ref, None)
    return sheet


class _Firm:
    def __init__(self, random: Random, maturity: float) -> None:
        self.random = random
        self.maturity = maturity

    def answer(self, question: Question) -> Any:
        """Any answer, the better the more mature the firm is."""
        if question.has_rows:
            return {"rows": self._rows(question), **self._reason()}
        if question.is_multi:
            return {"options": self._ticks(question), **self._reason()}
        if question.fields or question.asks_reason:
            return self._with_fields(question)
        return self._option(question)

    def _rows(self, question: Question) -> dict[str, Any]:
        pick = self._ticks if question.takes_many else self._option
        return {row: pick(question) for row in question.rows if self.random.random() < 0.97}

    def _with_fields(self, question: Question) -> dict[str, Any]:
        counted = self.random.random() < 0.6
        fields = {f.ref: self._number(f) for f in question.fields if counted}
        option = self._option(question) if self.random.random() < 0.9 else None
        return {"option": option, "fields": fields, **self._reason()}

    def _option(self, question: Question) -> str:
        if question.apart:
            return self.random.choice([question.options[0], *question.options]).ref
        ladder = sorted(question.options, key=lambda option: (option.worth, not option.reason))
        place = self.random.gauss(self.maturity, 0.25) * len(ladder)
        return ladder[min(max(int(place), 0), len(ladder) - 1)].ref

    def _ticks(self, question: Question) -> list[str]:
        def likely(option: Option) -> float:
            return 0.15 if option.points < 0 else self.maturity

        alone = [option.ref for option in question.options if option.exclusive]
        ticks = [option for option in question.options if not option.exclusive]
        chosen = [option.ref for option in ticks if self.random.random() < likely(option)]
        return chosen or self.random.sample(alone, min(len(alone), 1))

    def _reason(self) -> dict[str, str]:
        """Most give the reason that an option asks for, some forget it."""
        return {"reason": "没有这项业务"} if self.random.random() < 0.8 else {}

    def _number(self, field: Field) -> str:
        """A count or an amount, of any order of magnitude; sometimes none."""
        low, high = float(field.min or 0), float(1000 if field.max is None else field.max)
        number = low + (high - low) * self.random.random() ** self.random.choice([0.5, 1, 3])
        if self.random.random() < 0.05:
            return self.random.choice(["", "0", str(low), str(high)])
        return str(int(number)) if field.integer else f"{number:.{self.random.randint(0, 2)}f}"
