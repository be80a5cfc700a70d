"""Reckons a score again from its passport alone; knows nothing of frameworks or of the core."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

Passport = Mapping[str, Any]


class Recomputed:
    """What the passport's points, weights and conditions come to."""

    def __init__(self, passport: Passport) -> None:
        self.questions = {entry["ref"]: entry for entry in passport["questions"]}
        self.parts = {entry["ref"]: entry for entry in passport["parts"]}
        self.rates = {
            ref: rate for ref, q in self.questions.items() if (rate := _rate(q)) is not None
        }
        below = {ref for entry in self.parts.values() for ref in entry["terms"]}
        for ref in self.parts.keys() - below:
            self._fill(ref)
        self.by_part = {ref: self.rates[ref] * Fraction(p["max"]) for ref, p in self.parts.items()}
        self.total = self.by_part[passport["total"]]
        self.level = self._level(passport)

    def _fill(self, ref: str) -> None:
        entry = self.parts[ref]
        for child in entry["terms"]:
            if child in self.parts:
                self._fill(child)
        if entry["rule"] == "levels":
            self._climb(entry, Fraction(entry["pass"]))
        elif entry["rule"] == "lowest":
            self.rates[ref] = min(self.rates[child] for child in entry["terms"])
        elif "weights" in entry:
            self.rates[ref] = _mean(
                {c: Fraction(w) for c, w in entry["weights"].items()}, self.rates
            )
        else:
            whole = sum(self.rates[c] * self._max(c) for c in entry["terms"])
            self.rates[ref] = whole / Fraction(entry["max"])

    def _max(self, ref: str) -> Fraction:
        return Fraction((self.parts.get(ref) or self.questions[ref])["max"])

    def _climb(self, entry: Mapping[str, Any], mark: Fraction) -> None:
        found = [self._at_level(entry, int(level)) for level in entry["levels"]]
        self.rates[entry["ref"]] = sum(1 if rate >= mark else rate for rate in found) / Fraction(
            len(found)
        )
        for child in entry["terms"]:
            if child in self.parts:
                self._climb(self.parts[child], mark)

    def _at_level(self, entry: Mapping[str, Any], level: int) -> Fraction | None:
        found = {ref: self._rate_at(ref, level) for ref in entry["weights"]}
        rates = {ref: rate for ref, rate in found.items() if rate is not None}
        return (
            _mean({ref: Fraction(entry["weights"][ref]) for ref in rates}, rates) if rates else None
        )

    def _rate_at(self, ref: str, level: int) -> Fraction | None:
        if ref in self.parts:
            return self._at_level(self.parts[ref], level)
        return self.rates[ref] if self.questions[ref]["of_level"] == level else None

    def _level(self, passport: Passport) -> int | None:
        reached = None
        for level in passport["levels"]:
            if all(self._holds(check) for check in level["checks"]):
                reached = level["rank"]
            elif passport.get("climb") == "in_turn":
                break
        return reached

    def _holds(self, check: Mapping[str, Any]) -> bool:
        needed = Fraction(check["needed"])
        if check["kind"] == "either":
            return any(self._holds(each) for each in check["of"])
        if check["kind"] == "score":
            return self.by_part.get(check["part"], 0) >= needed
        if check["kind"] == "passed":
            part = self.parts.get(check["part"])
            return bool(part) and (self._at_level(part, check["level"]) or 0) >= needed
        items = [self.questions[ref] for ref in check["counted"] + check["short"]]
        return sum(_reaches(item, check) for item in items) >= needed


def _rate(question: Mapping[str, Any]) -> Fraction | None:
    """Points within the denominator, over it; None where the question does not count."""
    if "max" not in question or not Fraction(question["max"]):
        return None
    points = {key: Fraction(value) for key, value in question["points"].items()}
    if question.get("row_rule") == "best":
        best: dict[str, Fraction] = {}
        for key, value in points.items():
            row = key.split(".")[0]
            best[row] = max(value, best.get(row, value))
        points = best
    whole = Fraction(question.get("out_of", question["max"]))
    return min(max(sum(points.values()), Fraction(0)), whole) / whole


def _mean(weights: Mapping[str, Fraction], rates: Mapping[str, Fraction]) -> Fraction:
    return sum(rates[ref] * weight for ref, weight in weights.items()) / sum(weights.values())


def _reaches(item: Mapping[str, Any], check: Mapping[str, Any]) -> bool:
    if check["level"] is not None:
        return (-1 if item["level"] is None else item["level"]) >= check["level"]
    return _rate(item) * Fraction(item["max"]) >= Fraction(check["points"])
