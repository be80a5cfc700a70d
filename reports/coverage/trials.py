"""The back-test in words: what was forecast in months gone by, and whether it came true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.coverage.wording import number, sentence_gap, spoken
from reports.forecast.lookback import Trial


@dataclass(frozen=True, slots=True)
class ShownTrial:
    """One earlier forecast, every cell as text; `tone` is that of the tag."""

    day: date
    covered: str
    expected: str
    between: str
    came: str
    word: str
    tone: str


def shown_trials(trials: Sequence[Trial]) -> list[ShownTrial]:
    """The earlier forecasts, the latest first."""
    words = {-1: _("fewer came"), 0: _("held"), 1: _("more came")}
    return [
        ShownTrial(
            trial.made_on,
            number(trial.covered),
            number(trial.forecast.expected),
            f"{number(trial.forecast.low)}–{number(trial.forecast.high)}",
            number(trial.came),
            words[trial.side],
            "warn" if trial.side else "ok",
        )
        for trial in reversed(trials)
    ]


def verdict(trials: Sequence[Trial], day: date) -> str:
    """How many ranges held, and what that says about the one shown now."""
    if not trials:
        return _("Nothing to compare yet: no earlier month end had four months of data before it.")
    held = sum(trial.held for trial in trials)
    told = ngettext(
        "Of %(all)d earlier forecast for %(day)s, %(held)d held.",
        "Of %(all)d earlier forecasts for %(day)s, %(held)d held.",
        len(trials),
    ) % {"all": len(trials), "day": spoken(day), "held": held}
    return told + sentence_gap() + _lesson(trials, held)


def _lesson(trials: Sequence[Trial], held: int) -> str:
    """A miss is no chance where the pace itself has changed, which no range foresees."""
    fewer = sum(trial.side < 0 for trial in trials)
    if held * 2 >= len(trials):
        return _("The range can be relied on as long as the pace does not change.")
    if fewer * 2 > len(trials) - held:
        return _("The pace has slowed since, so rather expect the lower half of the range.")
    return _("The pace has picked up since, so rather expect the upper half of the range.")
