"""The arithmetic of a release as linear rows: the most that chosen solutions can come to.

Sums and means are sums; the lowest of several is no more than each; a climb passes a level by a
switch of its own. What is asked and what it weighs stays as it is now, so no row says less than the
exact scorer, and on shipped releases they say the same.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from diagnosis.maturity.evaluation import Evaluation
from diagnosis.maturity.framework import IN_TURN, LEVELS, LOWEST, Condition, Framework, Level, Part
from diagnosis.maturity.levels import countable
from diagnosis.maturity.planning.gains import Backers, Gain, Gains
from diagnosis.maturity.planning.linear import Linear, one, total
from diagnosis.maturity.planning.program import Program, any_of, at_least

ONE, ZERO = Fraction(1), Fraction(0)


class Ceiling:
    """Adds the rows of one release to a program, as far as they are asked for."""

    def __init__(
        self,
        framework: Framework,
        now: Evaluation,
        gains: Gains,
        program: Program,
        variables: Mapping[str, int],
    ) -> None:
        self.framework, self.now, self.gains = framework, now, gains
        self.program, self.variables = program, variables
        self._backed: dict[Backers, Linear] = {}
        self._rates: dict[str, Linear] = {}
        self._at_levels: dict[tuple[str, int], Linear] = {}

    def part(self, ref: str) -> Linear:
        """The points of a part."""
        part = self.framework.part(ref)
        known = part.ref in self.now.weighing.rates
        return self._rate(part) * part.max_points if known else Linear()

    def reach(self, target: Level) -> None:
        """Require this level or a higher one."""
        levels = self.framework.levels
        if self.framework.climb == IN_TURN:
            for level in levels:
                if level.rank <= target.rank:
                    self._require(level)
            return
        ways = _lowest_ways([level for level in levels if level.rank >= target.rank])
        if len(ways) == 1:
            self._require(ways[0])
            return
        switches = [self.program.variable(binary=True) for _ in ways]
        self.program.require(any_of(switches))
        for level, switch in zip(ways, switches, strict=True):
            self._require(level, switch)

    def _require(self, level: Level, switch: int | None = None) -> None:
        for condition in level.conditions:
            self._hold(condition, switch)

    def _hold(self, condition: Condition, switch: int | None = None) -> None:
        """Require a condition, of which only the part that is missing hangs on the switch."""
        if condition.kind == "either":
            switches = [self.program.variable(binary=True) for _ in condition.of]
            self.program.require(total([*map(one, switches), _unless(switch)]))
            for each, own in zip(condition.of, switches, strict=True):
                self._hold(each, own)
            return
        has, needed = self._standing(condition)
        row = at_least(has, needed)
        missing = max(needed - has.constant, ZERO)
        lift = Linear() if switch is None else Linear(missing, {switch: -missing})
        self.program.require(row + lift)

    def _standing(self, condition: Condition) -> tuple[Linear, Fraction]:
        """What a condition counts, and how much of it is needed."""
        if condition.kind == "count":
            items = [
                q.ref for q in countable(self.framework, condition) if q.ref in self.now.earned
            ]
            needed = len(items) if condition.at_least is None else condition.at_least
            return total(self._item(ref, condition) for ref in items), Fraction(needed)
        if condition.kind == "passed":
            part = self.framework.part(condition.part)
            known = self.now.weighing.level_rates.get(part.ref, {})
            level = condition.level or 0
            has = self._at_level(part, level) if level in known else Linear()
            return has, part.pass_mark
        return self.part(condition.part), condition.at_least or ZERO

    def _item(self, ref: str, condition: Condition) -> Linear:
        """One where the item of a count comes far enough."""
        if condition.level is not None:
            if self.now.placed.get(ref, -1) >= condition.level:
                return Linear(1)
            return self._backing(self.gains.placing(ref, condition.level))
        wanted = condition.points or ZERO
        if self.now.earned[ref] >= wanted:
            return Linear(1)
        switch = self.program.variable(binary=True)
        self.program.require(self._points(ref) - one(switch) * wanted)
        return one(switch)

    def _points(self, ref: str) -> Linear:
        """The points of a question: those it has, and every gain that is backed."""
        most, now = self.framework.questions[ref].max_points, self.now.earned[ref]
        form = total([Linear(now), *map(self._gain, self.gains.points(ref))])
        return form if form.highest <= most else self._under([form], most)

    def _gain(self, gain: Gain) -> Linear:
        return self._backing(gain.backers) * gain.more

    def _backing(self, backers: Backers) -> Linear:
        """One where any of the backers is chosen."""
        known = sorted(self.variables[ref] for ref in backers if ref in self.variables)
        if len(known) < 2:
            return total(map(one, known))
        if backers not in self._backed:
            switch = one(self.program.variable(binary=False))
            self.program.require(total(map(one, known)) - switch)
            self._backed[backers] = switch
        return self._backed[backers]

    def _under(self, forms: Iterable[Linear], most: Fraction = ONE) -> Linear:
        """Something that is no more than any of the forms, nor than the most."""
        lowest = one(self.program.variable(binary=False)) * most
        for form in forms:
            self.program.require(form - lowest)
        return lowest

    def _rate(self, part: Part) -> Linear:
        if part.ref not in self._rates:
            self._rates[part.ref] = self._worked_out(part)
        return self._rates[part.ref]

    def _worked_out(self, part: Part) -> Linear:
        climb = self._climb_of(part)
        if climb:
            return self._climbed(part, climb.pass_mark)
        children = self.now.weighing.children(part)
        if part.rule == LOWEST:
            known = [self._of(ref) for ref, _ in children if self._counts(ref)]
            return self._under(known)
        return self._mean(children, self._counts, self._of)

    def _climb_of(self, part: Part) -> Part | None:
        """The part whose rule `levels` it goes by: itself or one above it."""
        above: Part | None = part
        while above and above.rule != LEVELS:
            above = self.framework.part_of.get(above.ref)
        return above

    def _climbed(self, part: Part, pass_mark: Fraction) -> Linear:
        """A passed level counts whole: its switch may be on where the mark is reached."""
        found = []
        for level, now in self.now.weighing.level_rates[part.ref].items():
            rate = self._at_level(part, level)
            if now < pass_mark <= rate.highest:
                switch = one(self.program.variable(binary=True))
                self.program.require(rate - switch * pass_mark)
                rate = self._under([rate + switch * (1 - pass_mark)])
            found.append(Linear(1) if now >= pass_mark else rate)
        return total(found) * Fraction(1, len(found))

    def _at_level(self, part: Part, level: int) -> Linear:
        """The rate by the requirements of one level alone."""
        key = part.ref, level
        if key not in self._at_levels:
            self._at_levels[key] = self._mean(
                self.now.weighing.children(part),
                lambda ref: self._counts_at(ref, level),
                lambda ref: self._of(ref, level),
            )
        return self._at_levels[key]

    def _of(self, ref: str, level: int = 0) -> Linear:
        question = self.framework.questions.get(ref)
        if question:
            return self._points(ref) * (1 / question.max_points)
        part = self.framework.part(ref)
        return self._at_level(part, level) if level else self._rate(part)

    def _counts(self, ref: str) -> bool:
        return ref in self.now.weighing.question_rates or ref in self.now.weighing.rates

    def _counts_at(self, ref: str, level: int) -> bool:
        question = self.framework.questions.get(ref)
        if question:
            return question.of_level == level and ref in self.now.weighing.question_rates
        return level in self.now.weighing.level_rates.get(ref, {})

    def _mean(
        self,
        children: Iterable[tuple[str, Fraction | int]],
        counts: Callable[[str], bool],
        of: Callable[[str], Linear],
    ) -> Linear:
        counted = [(ref, weight) for ref, weight in children if counts(ref)]
        whole = sum((Fraction(weight) for _, weight in counted), ZERO)
        return total(of(ref) * (weight / whole) for ref, weight in counted) if whole else Linear()


def _unless(switch: int | None) -> Linear:
    """Minus one, or nothing while the switch is off."""
    return Linear(-1) if switch is None else Linear(0, {switch: -1})


def _lowest_ways(levels: list[Level]) -> list[Level]:
    """Levels without those that ask all that a lower one asks and more."""
    ways: list[Level] = []
    for level in levels:
        if not any(_implies(level, way) for way in ways):
            ways.append(level)
    return ways


def _implies(higher: Level, lower: Level) -> bool:
    return all(any(_covers(own, each) for own in higher.conditions) for each in lower.conditions)


def _covers(own: Condition, each: Condition) -> bool:
    """Whether one condition asks the same thing as another and no less of it."""
    if own.kind == "passed":
        return (own.part, own.level) == (each.part, each.level)
    same = (own.kind, own.part, own.questions, own.binding, own.of) == (
        each.kind,
        each.part,
        each.questions,
        each.binding,
        each.of,
    )
    whole = own.at_least is None
    more = whole or (each.at_least is not None and (own.at_least or ZERO) >= each.at_least)
    return same and more and _no_less(own.level, each.level) and _no_less(own.points, each.points)


def _no_less(own: Fraction | int | None, other: Fraction | int | None) -> bool:
    return own == other or (own is not None and other is not None and own >= other)
