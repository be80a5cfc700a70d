"""Levels and their conditions in words."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from diagnosis.maturity import Framework, Texts
from diagnosis.maturity import Level as Rung
from diagnosis.maturity.framework import UNVERIFIED, ZERO
from diagnosis.maturity.framework import Condition as Rule
from diagnosis.maturity.levels import countable
from diagnosis.maturity.numbers import exact_text, rounded_text
from diagnosis.presenting.shapes import Blocker, Condition, Level

SCORE, SCENES, BINDING = "score", "scenes", "binding"


def level_of(
    framework: Framework,
    texts: Texts,
    rung: Rung,
    kept: Mapping[str, Any],
    blockers: Sequence[Blocker],
) -> Level:
    """One level with the state of its conditions as the score kept it."""
    floor = next((c.at_least for c in rung.conditions if c.at_least and c.kind == "score"), ZERO)
    words = texts.level(rung.rank)
    return Level(
        rank=rung.rank,
        name=words.name,
        gist=words.gist,
        threshold=_("from %(points)s points") % {"points": exact_text(floor)},
        floor=exact_text(floor),
        met=kept["met"],
        unverified=rung.status == UNVERIFIED,
        conditions=tuple(
            _condition(framework, texts, rule, check, blockers)
            for rule, check in zip(rung.conditions, kept["checks"], strict=True)
        ),
    )


def kind_of(check: Mapping[str, Any]) -> str:
    """What a condition is about: points, scenes, or binding scenes."""
    if check["kind"] == "score":
        return SCORE
    return BINDING if check["binding"] else SCENES


def gap_text(level: Level | None, places: int) -> str:
    """What separates from the next level, in one sentence."""
    if level is None:
        return _("The highest level is reached.")
    *most, last = (_short_of(c, places) for c in level.conditions if not c.met)
    gap = pgettext("between items of an enumeration", ", ").join(most)
    if most:
        gap += pgettext("between the last two of a list", " and ")
    return _("%(gap)s short of %(level)s.") % {"gap": gap + last, "level": level.name}


def rule_text(framework: Framework, rule: Rule) -> str:
    """A condition as the framework states it: "Scenes at level 2 or above: 6 of 16"."""
    kind = SCORE if rule.kind == "score" else BINDING if rule.binding else SCENES
    return _("%(label)s: %(needed)s of %(out_of)s") % {
        "label": _label(kind, rule),
        "needed": exact_text(rule.at_least or ZERO),
        "out_of": _most(framework, kind, rule),
    }


def _condition(
    framework: Framework,
    texts: Texts,
    rule: Rule,
    check: Mapping[str, Any],
    blockers: Sequence[Blocker],
) -> Condition:
    kind = kind_of(check)
    return Condition(
        kind=kind,
        label=_label(kind, rule),
        needed=_with_unit(kind, check["needed"]),
        has=_with_unit(kind, check["has"]),
        need=check["needed"],
        have=check["has"],
        short=check["missing"],
        out_of=_most(framework, kind, rule),
        met=check["met"],
        status=_status(kind, check),
        counted=tuple(check.get("counted", ())),
        lacking=tuple(texts.question(ref).label for ref in check.get("short", ())),
        nearest=() if check["met"] else tuple(b for b in blockers if kind in b.serves),
    )


def _label(kind: str, rule: Rule) -> str:
    if kind == SCORE:
        return _("Total score")
    if kind == SCENES:
        return _("Scenes at level %(level)d or above") % {"level": rule.level}
    return _("Binding scenes (★) among them")


def _with_unit(kind: str, number: str) -> str:
    if kind == SCORE:
        return number
    count = int(number)
    return ngettext("%(count)d scene", "%(count)d scenes", count) % {"count": count}


def _most(framework: Framework, kind: str, rule: Rule) -> str:
    if kind == SCORE:
        return exact_text(framework.part(rule.part).max_points)
    return str(len(list(countable(framework, rule))))


def _status(kind: str, check: Mapping[str, Any]) -> str:
    if check["met"]:
        return _("met")
    if kind == SCORE:
        return _("short by %(points)s") % {"points": check["missing"]}
    count = int(check["missing"])
    return ngettext("%(count)d short", "%(count)d short", count) % {"count": count}


def _short_of(condition: Condition, places: int) -> str:
    """One part of the gap; a gap that would round to nothing is given exactly."""
    if condition.kind == SCORE:
        gap = Fraction(condition.short)
        shown = rounded_text(gap, places)
        return _("%(points)s points") % {"points": shown if Fraction(shown) else condition.short}
    count = int(condition.short)
    if condition.kind == SCENES:
        return ngettext("%(count)d scene", "%(count)d scenes", count) % {"count": count}
    return ngettext("%(count)d binding scene", "%(count)d binding scenes", count) % {"count": count}
