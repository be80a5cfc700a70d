"""Districts at risk, by required over present pace, with the calls that would close their gap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.coverage.calls import Calls
from reports.coverage.lines import Line
from reports.coverage.showing import ShownLine, ordered, shown
from reports.coverage.targets import UNDER_WAY
from reports.coverage.wording import number

AT_RISK = 2  # pace class: more than one and a half times the present pace is needed


@dataclass(frozen=True, slots=True)
class Risk:
    """A district that will miss its target at the present pace, and who stands still there."""

    line: Line
    standing_still: int

    @property
    def missing(self) -> int:
        """How many the target will be short of; so many calls have to lead to a diagnosis."""
        return self.line.standing.missing

    @property
    def calls(self) -> int:
        """How many of the firms that stand still would close the gap."""
        return min(self.missing, self.standing_still)

    @property
    def closes(self) -> bool:
        return self.standing_still >= self.missing


def risks(lines: Iterable[Line], calls: Calls) -> list[Risk]:
    """The districts at risk, the highest ratio first; one without any pace before them all."""
    return [
        Risk(line, calls.standing_in(line.key))
        for line in ordered(lines, "")
        if line.standing.state in UNDER_WAY and (line.standing.pace or 0) >= AT_RISK
    ]


@dataclass(frozen=True, slots=True)
class ShownRisk:
    """A district at risk, every cell as text."""

    line: ShownLine
    missing: str
    standing_still: str
    calls: str


def shown_risk(risk: Risk, url: str) -> ShownRisk:
    return ShownRisk(
        shown(risk.line, url),
        number(risk.missing),
        number(risk.standing_still),
        _calls_word(risk),
    )


def _calls_word(risk: Risk) -> str:
    if not risk.closes:
        return _("not enough: %(count)s more needed") % {
            "count": number(risk.missing - risk.standing_still)
        }
    text = ngettext("%(count)s call closes it", "%(count)s calls close it", risk.calls)
    return text % {"count": number(risk.calls)}


def risks_title(found: Sequence[Risk]) -> str:
    """How many districts are at risk, and what their calls would bring."""
    if not found:
        return _("No district is at risk")
    text = ngettext(
        "%(count)s district at risk, %(missing)s enterprises short at its present pace",
        "%(count)s districts at risk, %(missing)s enterprises short at their present pace",
        len(found),
    )
    missing = number(sum(risk.missing for risk in found))
    return text % {"count": len(found), "missing": missing}
