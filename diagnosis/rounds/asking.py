"""What moved far since the last round, in words: please look at it again."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.hints import Hint, Place
from diagnosis.maturity import Framework
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.shifting import Shift, shifts
from diagnosis.models import Assessment
from diagnosis.presenting import numbering
from diagnosis.presenting.computing import listed
from diagnosis.presenting.figures import with_unit
from diagnosis.rounds.earlier import LastRound, asked_alike
from diagnosis.rounds.years import in_their_years
from gongfu.core.languages import short


def moved_far(
    last: LastRound, assessment: Assessment, framework: Framework, answers: Mapping[str, Any]
) -> tuple[Hint, ...]:
    """A hint for every figure far from last time and every verified measure that is gone."""
    moved = in_their_years(last.framework, framework, last.answers)
    alike = asked_alike(last.framework, framework)
    before = {ref: value for ref, value in moved.items() if ref in alike}
    reading = Reading(framework, answers, assessment.profile)
    found = shifts(framework, before, reading, was_verified=last.was_verified)
    return tuple(_hints(framework, found, last.year))


def _hints(framework: Framework, found: Iterator[Shift], year: str) -> Iterator[Hint]:
    numbers = numbering(framework)
    for shift in found:
        section = framework.section_of[shift.ref].ref
        place = Place(shift.ref, numbers[shift.ref], section)
        yield Hint(_said(framework, shift, year), (place,))


def _said(framework: Framework, shift: Shift, year: str) -> str:
    texts = framework.texts(short())
    words = texts.question(shift.ref)
    if shift.dropped:
        names = tuple(texts.option(shift.ref, option) for option in shift.dropped)
        return ngettext(
            "%(label)s: verified in %(year)s and not ticked now: %(names)s. Is it really gone?",
            "%(label)s: verified in %(year)s and not ticked now: %(names)s. Are they really gone?",
            len(names),
        ) % {"label": words.label, "year": year, "names": listed(names)}
    field = words.fields[shift.field]
    ends = {
        "label": field.label,
        "year": year,
        "before": with_unit(shift.before, field.unit),
        "after": with_unit(shift.after, field.unit),
    }
    return (
        _("%(label)s: %(before)s in %(year)s, %(after)s now. Far from last time; please check.")
        % ends
    )
