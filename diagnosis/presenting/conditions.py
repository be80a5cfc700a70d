"""Levels and their conditions in words."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from diagnosis.maturity import Framework, Texts
from diagnosis.maturity import Level as Rung
from diagnosis.maturity.framework import Condition as Rule
from diagnosis.maturity.levels import countable
from diagnosis.maturity.numbers import exact_text, rounded_text
from diagnosis.maturity.questions import UNVERIFIED, ZERO
from diagnosis.presenting.asked import is_short
from diagnosis.presenting.climbing import besides_points
from diagnosis.presenting.ladder import Condition, Level
from diagnosis.presenting.way import Blocker
from diagnosis.presenting.wording import points_text

SCORE, SCENES, BINDING, ITEMS = "score", "scenes", "binding", "items"
PASSED, EITHER = "passed", "either"

Check = Mapping[str, Any]  # a condition as the score keeps it


def level_of(
    framework: Framework,
    texts: Texts,
    rung: Rung,
    kept: Mapping[str, Any],
    blockers: Sequence[Blocker],
) -> Level:
    """One level with the state of its conditions as the score kept it."""
    floor = _floor(framework, rung)
    words = texts.level(rung.rank)
    conditions = tuple(
        condition_of(framework, texts, rule, check, blockers)
        for rule, check in zip(rung.conditions, kept["checks"], strict=True)
    )
    return Level(
        rank=rung.rank,
        name=words.name,
        gist=words.gist,
        threshold="" if floor is None else threshold_text(floor),
        floor="" if floor is None else exact_text(floor),
        besides=besides_points(conditions),
        met=kept["met"],
        unverified=rung.status == UNVERIFIED,
        conditions=conditions,
    )


def threshold_text(floor: Fraction) -> str:
    return _("from %(points)s points") % {"points": exact_text(floor)}


def kind_of(rule: Rule) -> str:
    """What a condition is about; scenes are items that are placed at a level."""
    if rule.kind != "count":
        return rule.kind
    if rule.level is None:
        return ITEMS
    return BINDING if rule.binding else SCENES


def can_move(framework: Framework, ref: str, rule: Rule, check: Check) -> bool:
    """Whether a better answer to the question brings this unmet condition nearer."""
    if check["met"]:
        return False
    if rule.kind == "either":
        pairs = zip(rule.of, check["of"], strict=True)
        return any(can_move(framework, ref, each, found) for each, found in pairs)
    if rule.kind == "count":
        return ref in check["short"]
    inside = ref in framework.part(rule.part).all_questions
    return inside and (rule.kind == "score" or framework.questions[ref].of_level == rule.level)


def gap_text(level: Level | None, places: int) -> str:
    """What separates from the next level, in one sentence."""
    if level is None:
        return _("The highest level is reached.")
    unmet = [condition for condition in level.conditions if not condition.met]
    gaps = [words for c in unmet if (words := _short_among(c, unmet, places))]
    return _("%(gap)s short of %(level)s.") % {"gap": enumerated(gaps), "level": level.name}


def enumerated(items: Sequence[str]) -> str:
    """Several things in a sentence: "a, b and c"."""
    *most, last = items or [""]
    listed = pgettext("between items of an enumeration", ", ").join(most)
    return listed + pgettext("between the last two of a list", " and ") + last if most else last


def rule_text(framework: Framework, texts: Texts, rule: Rule) -> str:
    """A condition as the framework states it: "Total score of at least 45 (of 100)"."""
    if rule.kind == "either":
        return _one_of(rule_text(framework, texts, each) for each in rule.of)
    label = label_of(framework, texts, rule)
    if rule.kind == "passed":
        mark = share_text(framework.part(rule.part).pass_mark)
        return _("%(label)s: met to %(share)s%%") % {"label": label, "share": mark}
    most = _most(framework, rule)
    if rule.kind == "count" and rule.at_least is None:
        return _("%(label)s: all %(out_of)s") % {"label": label, "out_of": most}
    filled = {"label": label, "needed": exact_text(rule.at_least or ZERO), "out_of": most}
    if rule.kind == "score":
        return _("%(label)s of at least %(needed)s (of %(out_of)s)") % filled
    return _("%(label)s: %(needed)s of %(out_of)s") % filled


def condition_of(
    framework: Framework,
    texts: Texts,
    rule: Rule,
    check: Check,
    blockers: Sequence[Blocker],
) -> Condition:
    """One condition with where the firm stands."""
    kind = kind_of(rule)
    return Condition(
        ref=rule.ref,
        kind=kind,
        label=label_of(framework, texts, rule),
        needed=_needed(framework, rule, check["needed"]),
        has=_has(framework, rule, check),
        need=check["needed"],
        have=check["has"],
        short=check["missing"],
        gap=_gap(framework, kind, check["missing"]),
        out_of=_most(framework, rule),
        met=check["met"],
        of_total=rule.kind == "count" or rule.part == framework.total_part,
        status=_status(framework, kind, check),
        counted=tuple(check.get("counted", ())),
        lacking=tuple(texts.question(ref).label for ref in check.get("short", ())),
        nearest=tuple(b for b in blockers if can_move(framework, b.ref, rule, check)),
        of=tuple(
            condition_of(framework, texts, each, found, blockers)
            for each, found in zip(rule.of, check.get("of", ()), strict=True)
        ),
    )


def label_of(framework: Framework, texts: Texts, rule: Rule) -> str:
    """What a condition is about: in the release's own words where it has some."""
    if rule.ref in texts.conditions:
        return texts.conditions[rule.ref]
    if rule.kind == "either":
        return _one_of(label_of(framework, texts, each) for each in rule.of)
    if rule.kind == "count":
        return _label_of_count(rule)
    if rule.part == framework.total_part and rule.kind == "score":
        return _("Total score")
    filled = {"part": texts.part(rule.part).name, "level": rule.level}
    if rule.kind == "passed":
        return _("Requirements of level %(level)d in “%(part)s”") % filled
    return _("Points of “%(part)s”") % filled


def share_text(rate: Fraction) -> str:
    """A rate in per cent, to one decimal where it needs one."""
    return exact_text(Fraction(rounded_text(rate * 100, 1)))


def _floor(framework: Framework, rung: Rung) -> Fraction | None:
    """The points that the level asks of the total; None where it asks for other things only."""
    return next(
        (
            condition.at_least or ZERO
            for condition in rung.conditions
            if condition.kind == "score" and condition.part == framework.total_part
        ),
        None,
    )


def _one_of(alternatives: Iterable[str]) -> str:
    return pgettext("between two alternatives", "; or ").join(alternatives)


def _label_of_count(rule: Rule) -> str:
    if rule.level is None:
        points = points_text(exact_text(rule.points or ZERO))
        return _("Core questions with at least %(points)s") % {"points": points}
    if rule.binding:
        return _("Binding scenes (★) among them")
    return _("Scenes at level %(level)d or above") % {"level": rule.level}


def _needed(framework: Framework, rule: Rule, number: str) -> str:
    """What is asked; whole points stand without decimals, as the release states them."""
    return (
        number if number.isdigit() and rule.kind == "score" else _with_unit(framework, rule, number)
    )


def _has(framework: Framework, rule: Rule, check: Check) -> str:
    """Where the firm stands; exactly where rounding would make an unmet mark look met."""
    shown = _with_unit(framework, rule, check["has"])
    looks_met = rule.kind == "score" and Fraction(shown) >= Fraction(check["needed"])
    return check["has"] if looks_met and not check["met"] and is_short(check["has"]) else shown


def _with_unit(framework: Framework, rule: Rule, number: str) -> str:
    kind = kind_of(rule)
    if kind == SCORE:
        return _brief(framework, number)
    if kind == PASSED:
        return f"{share_text(Fraction(number))}%"
    count = int(number)
    if kind == EITHER:
        return _("%(count)d of %(total)d") % {"count": count, "total": len(rule.of)}
    if kind == ITEMS:
        return ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
    return ngettext("%(count)d scene", "%(count)d scenes", count) % {"count": count}


def _most(framework: Framework, rule: Rule) -> str:
    if rule.kind == "score":
        return exact_text(framework.part(rule.part).max_points)
    if rule.kind == "passed":
        return "1"
    if rule.kind == "either":
        return str(len(rule.of))
    return str(len(list(countable(framework, rule))))


def _brief(framework: Framework, number: str) -> str:
    """A number for a table; what would round to nothing is given exactly."""
    shown = rounded_text(Fraction(number), framework.places, framework.rounding)
    return shown if Fraction(shown) else number


def _gap(framework: Framework, kind: str, missing: str) -> str:
    """What is missing as a bare number; what is counted has no decimals."""
    return _brief(framework, missing) if kind in (SCORE, PASSED) else missing


def _status(framework: Framework, kind: str, check: Check) -> str:
    if check["met"]:
        return _("met")
    if kind == EITHER:
        return _("not met")
    if kind in (SCORE, PASSED):
        return _("short by %(points)s") % {"points": _distance(framework, kind, check["missing"])}
    count = int(check["missing"])
    return ngettext("%(count)d short", "%(count)d short", count) % {"count": count}


def _distance(framework: Framework, kind: str, missing: str) -> str:
    if kind == SCORE:
        return _brief(framework, missing)
    return f"{share_text(Fraction(missing))}%"


def _short_among(condition: Condition, unmet: Sequence[Condition], places: int) -> str:
    """One part of the gap; binding scenes are some of the scenes, so they are told with them."""
    if condition.kind not in (SCENES, BINDING):
        return _short_of(condition, places)
    scenes = next((each for each in unmet if each.kind == SCENES), None)
    binding = next((each for each in unmet if each.kind == BINDING), None)
    if not scenes or not binding:
        return _short_of(condition, places)
    more = int(scenes.short) > int(binding.short)
    if condition is not (scenes if more else binding):
        return ""
    if not more:
        return _short_of(binding, places)
    told = {"scenes": _short_of(scenes, places), "count": int(binding.short)}
    return _("%(scenes)s (%(count)d of them binding ★)") % told


def _short_of(condition: Condition, places: int) -> str:
    """One part of the gap; a gap that would round to nothing is given exactly."""
    if condition.kind == SCORE:
        gap = Fraction(condition.short)
        shown = rounded_text(gap, places)
        points = points_text(shown if Fraction(shown) else condition.short)
        if condition.of_total:
            return points
        return _("%(points)s (%(label)s)") % {"points": points, "label": condition.label}
    if condition.kind in (PASSED, EITHER):
        return _("“%(label)s”") % {"label": condition.label}
    count = int(condition.short)
    words = {
        SCENES: ngettext("%(count)d scene", "%(count)d scenes", count),
        BINDING: ngettext("%(count)d binding scene", "%(count)d binding scenes", count),
        ITEMS: ngettext("%(count)d core question", "%(count)d core questions", count),
    }
    return words[condition.kind] % {"count": count}
