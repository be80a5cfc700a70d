"""Beside each question what was answered last time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.maturity import Framework
from diagnosis.maturity.resolving import Reading
from diagnosis.models import Assessment
from diagnosis.presenting.wording import quoted_in_words
from diagnosis.rounds.earlier import LastRound, asked_alike, last_round
from gongfu.core.actor import Actor
from gongfu.core.languages import short


@dataclass(frozen=True, slots=True)
class LastTime:
    """The last answers in words, by question; empty in the first round."""

    year: str = ""  # with a word on whether they were verified
    answers: dict[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    def beside(self, own: Mapping[str, Any]) -> dict[str, str]:
        """What was answered otherwise; whatever is the same stands in the answer itself."""
        return {r: words for r, words in self.answers.items() if own.get(r) != self.values[r]}


def last_time(
    assessment: Assessment, actor: Actor, framework: Framework, refs: Iterable[str]
) -> LastTime:
    """What the firm answered last time to these questions, as far as they were asked alike.

    One query; whatever the page shows, saving an answer never looks at it.
    """
    last = last_round(assessment, actor)
    return in_words(last, framework, refs) if last else LastTime()


def in_words(last: LastRound, framework: Framework, refs: Iterable[str]) -> LastTime:
    """The answers of a round as they are quoted beside those of the next."""
    old = last.framework
    alike, texts = asked_alike(old, framework), old.texts(short())
    reading = Reading(old, last.answers, last.assessment.profile)
    found = {
        ref: quoted_in_words(reading, texts, ref)
        for ref in refs
        if ref in alike and reading.is_shown(ref)
    }
    year = _("%(year)s, verified on site") if last.was_verified else "%(year)s"
    given = {ref: words for ref, words in found.items() if words}
    return LastTime(year % {"year": last.year}, given, last.answers)
