"""What is odd about the answers of a sheet, in words; it never stands in the way of anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.catalogue import framework_for
from diagnosis.maturity import Texts
from diagnosis.maturity.doubting import (
    APART,
    CONTRADICTORY,
    SLIPPED,
    UNALIKE,
    UNREGISTERED,
    UNUSUAL,
    Doubt,
    doubts,
)
from diagnosis.maturity.fields import FieldPath
from diagnosis.maturity.numbers import rounded_text
from diagnosis.maturity.resolving import Reading
from diagnosis.models import Assessment
from diagnosis.presenting import numbering
from diagnosis.presenting.computing import joined, listed
from diagnosis.presenting.figures import with_unit
from enterprises.register.profiling import register_of
from gongfu.core.languages import short

Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A question that a hint is about, and the section on which it stands."""

    ref: str
    no: str
    section: str


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at again; the first of its places is where it is best corrected."""

    message: str
    places: tuple[Place, ...]
    at: FieldPath | None = None  # the one figure under which `brief` says it
    brief: str = ""  # without the name of the figure and its value
    registered: str = ""  # what the register calls it, where the register may be wrong as well

    @property
    def refs(self) -> tuple[str, ...]:
        return tuple(place.ref for place in self.places)


def hints_of(assessment: Assessment, answers: Mapping[str, Any]) -> tuple[Hint, ...]:
    """Every hint about the plain answers of an assessment, each once, in the order of the form.

    The same that the question cards show. Costs no query where the enterprise is loaded.
    """
    reading = Reading(framework_for(assessment), answers, assessment.profile)
    return hints_in(reading, register_of(assessment.enterprise))


def hints_in(reading: Reading, register: Mapping[str, str]) -> tuple[Hint, ...]:
    """The hints about one sheet; `register` is what the register knows of the firm."""
    framework = reading.framework
    if not framework.quantities and not framework.contradictions:
        return ()
    texts, numbers = framework.texts(short()), numbering(framework)
    told = (_Told(reading, texts, numbers, doubt) for doubt in doubts(reading, register))
    return tuple(each.hint() for each in told)


class _Told:
    """One doubt on its way into words."""

    def __init__(
        self, reading: Reading, texts: Texts, numbers: Mapping[str, str], doubt: Doubt
    ) -> None:
        self.framework, self.texts = reading.framework, texts
        self.numbers, self.doubt = numbers, doubt

    def hint(self) -> Hint:
        sections, homes = self.framework.section_of, self._homes()
        refs = dict.fromkeys(home.question for home in homes) or self.doubt.questions
        places = tuple(Place(ref, self.numbers[ref], sections[ref].ref) for ref in refs)
        said, brief = _SAID[self.doubt.kind](self), _BRIEF.get(self.doubt.kind)
        if brief is None:
            return Hint(said, places)
        asked = self.framework.field(self.framework.quantity(homes[0]))
        registered = asked.register if self.doubt.kind == UNREGISTERED else ""
        return Hint(said, places, homes[0], brief(self), registered)

    def _homes(self) -> tuple[FieldPath, ...]:
        """Of each number the field where it is best corrected: its own, if that holds it."""
        groups = (paths for _number, paths in self.doubt.numbers)
        speaking = ((self.framework.quantity(paths[0]), paths) for paths in groups)
        return tuple(key if key in paths else paths[0] for key, paths in speaking)

    def slipped_briefly(self) -> str:
        return _("Unusual. Did you mean %(meant)s?") % self._one()

    def unusual_briefly(self) -> str:
        return _("Unusual; please check.")

    def unregistered_briefly(self) -> str:
        return _("The register says %(meant)s. What you enter counts.") % self._one()

    def apart_briefly(self) -> str:
        other = self._label(self.doubt.numbers[1][1][0])
        return _("Far from %(other)s; please check.") % {"other": other}

    def unalike(self) -> str:
        given = joined(
            tuple(
                _place(self._nos(paths))
                % {"value": self._with_unit(number, paths[0]), "no": _and(self._nos(paths))}
                for number, paths in self.doubt.numbers
            )
        )
        return _("%(label)s: %(given)s. It should be the same figure; please check.") % {
            "label": self._label(self.doubt.paths[0]),
            "given": given,
        }

    def slipped(self) -> str:
        return _("%(label)s: %(value)s is unusual. Did you mean %(meant)s?") % self._one()

    def unusual(self) -> str:
        field = self.framework.field(self.framework.quantity(self.doubt.paths[0]))
        low, high = (
            None if end is None else self._with_unit(end, self.doubt.paths[0])
            for end in (field.usual_min, field.usual_max)
        )
        ends = {"low": low, "high": high, **self._one()}
        if low is None:
            return _("%(label)s: %(value)s is unusual, more than %(high)s. Please check.") % ends
        if high is None:
            return _("%(label)s: %(value)s is unusual, less than %(low)s. Please check.") % ends
        return _("%(label)s: %(value)s is unusual; it is mostly from %(low)s to %(high)s.") % ends

    def unregistered(self) -> str:
        return (
            _(
                "%(label)s: you enter %(value)s, the register says %(meant)s. "
                "Please check; what you enter counts."
            )
            % self._one()
        )

    def apart(self) -> str:
        (one, ones), (other, others) = self.doubt.numbers
        told = {
            "one": self._label(ones[0]),
            "value": self._with_unit(one, ones[0]),
            "other": self._label(others[0]),
            "against": self._with_unit(other, others[0]),
            "times": self._times(one, other),
        }
        if not one or not other:
            return _("%(one)s: %(value)s, %(other)s: %(against)s. Please check.") % told
        return (
            _("%(one)s: %(value)s, %(other)s: %(against)s, a factor of %(times)s. Please check.")
            % told
        )

    def contradictory(self) -> str:
        """The words of the release, with what the question is called."""
        if self.doubt.rule is None:
            return ""
        label = self.texts.question(self.doubt.rule.question).label
        return self.doubt.rule.says[self.texts.lang].replace("{label}", label)

    def _one(self) -> Words:
        number, paths = self.doubt.numbers[0]
        told = {"label": self._label(paths[0]), "value": self._with_unit(number, paths[0])}
        if self.doubt.meant is not None:
            told["meant"] = self._with_unit(self.doubt.meant, paths[0])
        return told

    def _label(self, path: FieldPath) -> str:
        return self.texts.question(path.question).fields[path.field].label

    def _with_unit(self, number: Fraction, path: FieldPath) -> str:
        unit = self.texts.question(path.question).fields[path.field].unit
        return with_unit(number, unit)

    def _nos(self, paths: tuple[FieldPath, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.numbers[path.question] for path in paths))

    @staticmethod
    def _times(one: Fraction, other: Fraction) -> str:
        low, high = sorted((abs(one), abs(other)))
        return rounded_text(high / low, 1) if low else ""


def _place(nos: tuple[str, ...]) -> str:
    return ngettext("%(value)s in question %(no)s", "%(value)s in questions %(no)s", len(nos))


def _and(nos: tuple[str, ...]) -> str:
    """Numbers of questions as a sentence names them: "12 and 15"."""
    if len(nos) == 1:
        return nos[0]
    return _("%(first)s and %(last)s") % {"first": listed(nos[:-1]), "last": nos[-1]}


_SAID: Mapping[str, Callable[[_Told], str]] = {
    UNALIKE: _Told.unalike,
    SLIPPED: _Told.slipped,
    UNUSUAL: _Told.unusual,
    UNREGISTERED: _Told.unregistered,
    APART: _Told.apart,
    CONTRADICTORY: _Told.contradictory,
}
# What is said under a figure itself, where a page has room for it there.
_BRIEF: Mapping[str, Callable[[_Told], str]] = {
    SLIPPED: _Told.slipped_briefly,
    UNUSUAL: _Told.unusual_briefly,
    UNREGISTERED: _Told.unregistered_briefly,
    APART: _Told.apart_briefly,
}
