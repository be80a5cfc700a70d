"""How every part of a score came about: its rule in words, and the arithmetic as it was done.

All numbers are those of the stored passport; a sum is written out, not worked out again.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.maturity import Framework, Part, Texts
from diagnosis.maturity.framework import LEVELS, LOWEST, MEAN, SUM
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.questions import When
from diagnosis.maturity.resolving import EXCLUDED, Reading
from diagnosis.presenting.asked import Amount
from diagnosis.presenting.computing import joined, listed
from diagnosis.presenting.conditions import share_text
from diagnosis.presenting.ordering import parts_in_order
from diagnosis.presenting.shapes import PartLine, Step

Entry = Mapping[str, Any]  # a part as the passport has it


def parts_of(
    framework: Framework, texts: Texts, passport: Mapping[str, Any], reading: Reading
) -> tuple[PartLine, ...]:
    """Every part that can earn something, parents first, as the passport has it."""
    kept = {entry["ref"]: entry for entry in parts_in_order(framework, passport)}
    lines = _Lines(framework, texts, kept, reading)
    return tuple(line for root in framework.parts if root.earns for line in lines.below(root, 0))


def why_cut(texts: Texts, reading: Reading, part: Part) -> str:
    """Why nothing of a part was assessed, in the firm's words where it gave a reason."""
    tests = [test for ref in part.all_questions for test in _tests_of(reading, ref)]
    reasons = [reading.resolution(ref).reason for ref in _asked_about(tests)]
    excluded = [reading.resolution(ref) for ref in part.all_questions]
    reasons += [found.reason for found in excluded if found.how == EXCLUDED]
    given = tuple(dict.fromkeys(reason for reason in reasons if reason))
    if given:
        return joined(given)
    traits = {each.ref for test in tests for each in test.walk() if each.kind == "profile"}
    if traits:
        names = listed(tuple(texts.traits[ref].name for ref in sorted(traits)))
        return _("does not apply to this firm (%(traits)s)") % {"traits": names}
    return _("left out by the answers")


def _tests_of(reading: Reading, ref: str) -> Iterator[When]:
    """The tests that decide whether the question is asked: its own and those of its parts."""
    framework = reading.framework
    if own := framework.questions[ref].shown_when:
        yield own
    above = framework.part_of.get(ref)
    while above:
        if above.shown_when:
            yield above.shown_when
        above = framework.part_of.get(above.ref)


def _asked_about(tests: Iterable[When]) -> list[str]:
    """The questions whose answers the tests look at."""
    return [each.ref for test in tests for each in test.walk() if each.kind == "answer"]


class _Lines:
    def __init__(
        self, framework: Framework, texts: Texts, kept: Mapping[str, Entry], reading: Reading
    ) -> None:
        self.framework = framework
        self.texts = texts
        self.kept = kept
        self.reading = reading

    def below(self, part: Part, depth: int, climbs: Part | None = None) -> Iterator[PartLine]:
        """The part and what lies under it; `climbs` is the part whose levels it belongs to."""
        climbs = part if part.rule == LEVELS else climbs
        yield self._line(part, depth, climbs)
        for child in part.parts:
            yield from self.below(child, depth + 1, climbs)

    def _line(self, part: Part, depth: int, climbs: Part | None) -> PartLine:
        entry = self.kept.get(part.ref)
        above = self.framework.part_of.get(part.ref)
        return PartLine(
            ref=part.ref,
            name=self.texts.part(part.ref).name,
            depth=depth,
            weight=(entry or {}).get("weight") or _stated(part),
            weights_sum=exact_text(above.weights_sum) if above else "",
            rule=rule_in_words(part, climbs, self._deciding(part, entry)),
            terms=self._terms(part, entry) if entry else "",
            steps=tuple(self._steps(part, entry, climbs)) if entry and climbs else (),
            earned=Amount(entry["earned"], entry["shown"]) if entry else None,
            max=exact_text(part.max_points),
            cut="" if entry else why_cut(self.texts, self.reading, part),
        )

    def _deciding(self, part: Part, entry: Entry | None) -> str:
        """The names of the lowest children, which decide."""
        if part.rule != LOWEST or not entry:
            return ""
        least = min(map(Fraction, entry["rates"].values()))
        lowest = [ref for ref, rate in entry["rates"].items() if Fraction(rate) == least]
        return listed(tuple(map(self._name, lowest)))

    def _name(self, ref: str) -> str:
        if ref in self.framework.questions:
            return self.texts.question(ref).label
        return self.texts.part(ref).name

    def _terms(self, part: Part, entry: Entry) -> str:
        if "rates" not in entry:
            return _equation(" + ".join(entry["terms"].values()), entry["earned"])
        rates = entry["rates"]
        if part.rule == LOWEST:
            lowest = _equation(f"min({_list(rates.values())})", entry["rate"])
            return _scaled(lowest, entry)
        if "levels" in entry:
            return _climbed(entry, self._pass_mark(part))
        return _scaled(_equation(_mean(rates, entry["weights"]), entry["rate"]), entry)

    def _pass_mark(self, part: Part) -> Fraction:
        """The mark of the part by whose levels this one is worked out."""
        above: Part | None = part
        while above and above.rule != LEVELS:
            above = self.framework.part_of.get(above.ref)
        return above.pass_mark if above else Fraction(0)

    def _steps(self, part: Part, entry: Entry, climbs: Part) -> Iterator[Step]:
        for level, rate in entry.get("levels", {}).items():
            yield Step(
                level=level,
                rate=rate,
                share=share_text(Fraction(rate)),
                passed=Fraction(rate) >= climbs.pass_mark,
                terms=_equation(self._terms_at(part, entry, level), rate),
            )

    def _terms_at(self, part: Part, entry: Entry, level: str) -> str:
        """The mean of what belongs to one level: questions of it, and parts by their share."""
        questions = self.framework.questions
        rates = {}
        for ref in entry["weights"]:
            if ref in questions:
                if str(questions[ref].of_level) == level:
                    rates[ref] = entry["rates"][ref]
            elif level in self.kept[ref].get("levels", {}):
                rates[ref] = self.kept[ref]["levels"][level]
        return _mean(rates, entry["weights"])


def rule_in_words(part: Part, climbs: Part | None, deciding: str = "") -> str:
    """How the part comes from what lies below it."""
    if climbs and climbs is not part:
        return _("By level, for orientation only")
    if part.rule == LEVELS:
        return _(
            "Level by level: met to %(share)s%% or more a level counts 1, else as far as it is met"
        ) % {"share": share_text(part.pass_mark)}
    if part.rule == LOWEST:
        if deciding:
            return _("The lowest decides: %(names)s") % {"names": deciding}
        return _("The lowest decides")
    if part.rule == SUM:
        return _("Points add up")
    return _("Weighted mean") if part.rule == MEAN and _is_weighted(part) else _("Plain mean")


def _is_weighted(part: Part) -> bool:
    weights = [child.weight for child in part.parts] + list(part.question_weights)
    return len({weight for weight in weights if weight is not None}) > 1


def _stated(part: Part) -> str:
    return "" if part.weight is None else exact_text(part.weight)


def _mean(rates: Mapping[str, str], weights: Mapping[str, str]) -> str:
    """The mean written out; equal weights are left out."""
    used = {ref: weights[ref] for ref in rates}
    if len(set(used.values())) <= 1:
        return f"({' + '.join(rates.values())}) ÷ {len(rates)}" if len(rates) > 1 else _one(rates)
    whole = exact_text(sum(map(Fraction, used.values()), Fraction(0)))
    terms = " + ".join(f"{used[ref]} × {rate}" for ref, rate in rates.items())
    return f"({terms}) ÷ {whole}"


def _one(rates: Mapping[str, str]) -> str:
    return next(iter(rates.values()), "")


def _climbed(entry: Entry, pass_mark: Fraction) -> str:
    counted = ["1" if Fraction(rate) >= pass_mark else rate for rate in entry["levels"].values()]
    mean = f"({' + '.join(counted)}) ÷ {len(counted)}"
    return _scaled(_equation(mean, entry["rate"]), entry)


def _scaled(text: str, entry: Entry) -> str:
    """From the rate to the scale of the part."""
    if entry["max"] == "1":
        return text
    return f"{text}; × {entry['max']} = {entry['earned']}"


def _equation(left: str, right: str) -> str:
    return right if left in ("", right) else f"{left} = {right}"


def _list(values: Iterable[str]) -> str:
    return ", ".join(values)
