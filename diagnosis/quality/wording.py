"""What a flag says: what was measured, what it may mean, and that it is a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from diagnosis.catalogue import framework_for
from diagnosis.models import Assessment, Flag, Rule
from diagnosis.quality.thresholds import Threshold, thresholds
from gongfu.core.actor import Actor
from gongfu.core.languages import short

NUMBERS_TOLD = 3
MEASURES = {
    Rule.OUTLIER: gettext_lazy(
        "How far a figure lies from the median of firms of the same industry and size, in robust "
        "standard deviations of the logarithm"
    ),
    Rule.STRAIGHT: gettext_lazy("Share of single-choice answers in one run at the same level"),
    Rule.SPEED: gettext_lazy("Seconds for each answer, from the first to the last"),
    Rule.COPIED: gettext_lazy("Share of answers that another firm gave as well"),
    Rule.GAP: gettext_lazy("Self-assessed minus verified score, in per cent of full marks"),
}
MEANS = {
    Rule.OUTLIER: gettext_lazy(
        "It may be a slip of the unit, or a firm that really differs. Ask for the records."
    ),
    Rule.STRAIGHT: gettext_lazy(
        "Somebody may have ticked without reading, or the firm really stands at one level. "
        "Ask for an example of two questions."
    ),
    Rule.SPEED: gettext_lazy(
        "The answers may have been prepared on paper, or not been thought about. Ask who filled in."
    ),
    Rule.COPIED: gettext_lazy(
        "One person may have filled in for several firms, or firms of one group share their "
        "systems. Ask both."
    ),
    Rule.GAP: gettext_lazy(
        "The firm may have read the questions differently, or the visit was brief. "
        "Compare the findings."
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A flag in words; `partners` are assessments that the reader may open."""

    title: str
    sentences: Sequence[str]
    means: str
    partners: Sequence[Assessment] = ()


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as the page explains it."""

    title: str
    measures: str
    threshold: Threshold
    basis: str


def rule_lines() -> list[RuleLine]:
    """Every rule with its number and what that rests on."""
    known = thresholds()
    return [
        RuleLine(str(rule.label), str(MEASURES[rule]), known[rule], known[rule].basis[short()])
        for rule in Rule
    ]


def tell(flag: Flag, actor: Actor) -> Told:
    rule = Rule(flag.rule)
    partners = _partners(flag, actor) if rule == Rule.COPIED else ()
    return Told(str(rule.label), _sentences(flag, len(partners)), str(MEANS[rule]), partners)


def _sentences(flag: Flag, seen: int) -> list[str]:
    details = flag.details
    if flag.rule == Rule.OUTLIER:
        return _numbers(flag.assessment, details["numbers"])
    if flag.rule == Rule.COPIED:
        return _shared(details["partners"], seen)
    return [_measured(flag, details)]


def _measured(flag: Flag, details: Mapping[str, Any]) -> str:
    if flag.rule == Rule.STRAIGHT:
        return (
            _("%(run)s of %(of)s single-choice answers in a row are at the same level.") % details
        )
    if flag.rule == Rule.SPEED:
        told = {"each": f"{flag.value.normalize():f}", **details}
        return _("%(answers)s answers in %(seconds)s seconds: %(each)s seconds each.") % told
    if details["gap"].startswith("-"):
        said = _("The visit found %(value)s per cent of full marks more than the firm said.")
    else:
        said = _("The firm said %(value)s per cent of full marks more than the visit found.")
    return said % {"value": f"{flag.value.normalize():f}"}


def _numbers(assessment: Assessment, numbers: Sequence[Sequence[str]]) -> list[str]:
    """The farthest first; a number that several questions ask for is told once."""
    texts = framework_for(assessment).texts(short())
    said: dict[str, str] = {}
    for path, number, usual, _z in numbers:
        ref, name = path.split(".", 1)
        label = texts.question(ref).fields[name].label
        told = {"name": label, "number": number, "usual": f"{Decimal(usual).normalize():f}"}
        words = _("%(name)s: %(number)s; half of the group have more than %(usual)s.") % told
        said.setdefault(label, words)
    return list(said.values())[:NUMBERS_TOLD]


def _shared(partners: Sequence[Sequence[int]], seen: int) -> list[str]:
    said = [
        _("%(same)s of %(of)s answers are those of another firm.") % {"same": same, "of": of}
        for _other, same, of in partners[:1]
    ]
    unseen = len(partners) - seen
    if unseen:
        words = ngettext(
            "%(count)d of these firms lies outside your district.",
            "%(count)d of these firms lie outside your district.",
            unseen,
        )
        said.append(words % {"count": unseen})
    return said


def _partners(flag: Flag, actor: Actor) -> list[Assessment]:
    keys = [other for other, _same, _of in flag.details["partners"]]
    found = Assessment.objects.visible_to(actor).filter(pk__in=keys)
    return list(found.select_related("enterprise").order_by("pk"))
