"""Last answers that still hold: confirmed many at a time, and taken back the same way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from diagnosis.answers import Document, key_of, plain_answers, revision
from diagnosis.catalogue import framework_for
from diagnosis.maturity import Framework
from diagnosis.maturity.resolving import Reading
from diagnosis.models import AnswerSheet, Assessment, Status, Voice
from diagnosis.services.answering import keep_counts, locked
from diagnosis.services.writing import lock_sheet
from diagnosis.services.writing_many import Given, store_all
from gongfu.core.models import User


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """What still stands there as the last round had it, in the order of the questionnaire."""

    year: str = ""
    same: tuple[str, ...] = ()  # questions whose answers may hold on as they are
    figures: tuple[str, ...] = ()  # those that ask for figures, which each year has of its own

    @property
    def count(self) -> int:
        return len(self.same) + len(self.figures)

    def among(self, refs: Iterable[str]) -> int:
        """How many of these questions wait."""
        return len({*self.same, *self.figures}.intersection(refs))


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One press: the moment that its answers share, and how many they are."""

    at: datetime
    count: int


def unconfirmed_in(
    framework: Framework, document: Document, profile: Mapping[str, Any], refs: Iterable[str]
) -> Unconfirmed:
    """Of these questions, as far as they are asked."""
    reading = Reading(framework, plain_answers(document, framework.ref), profile)
    years = {ref: _round(document.get(key_of(framework.ref, ref))) for ref in refs}
    left = [ref for ref, year in years.items() if year and reading.is_shown(ref)]
    return Unconfirmed(
        year=years[left[0]] if left else "",
        same=tuple(ref for ref in left if not framework.questions[ref].fields),
        figures=tuple(ref for ref in left if framework.questions[ref].fields),
    )


def _round(kept: Mapping[str, Any] | None) -> str:
    """The round that an answer still comes from; empty for a person's own."""
    if not kept or kept["value"] is None:
        return ""
    return str((kept.get("origin") or {}).get("round") or "")


@transaction.atomic
def confirm_unchanged(
    *, assessment: Assessment, seen: Mapping[str, int], user: User
) -> Confirmed | None:
    """Make last answers the person's own as they are, each with a row of history.

    Only those that stand at the revision that was `seen`, never figures; None where nothing is
    left to confirm. Raises Locked once the assessment was submitted.
    """
    sheet = _locked_sheet(assessment)
    framework = framework_for(assessment)
    found = unconfirmed_in(framework, sheet.document, assessment.profile, seen)
    keys = {ref: key_of(framework.ref, ref) for ref in found.same}
    given: Given = {
        key: (sheet.document[key]["value"], {})
        for ref, key in keys.items()
        if revision(sheet.document, key) == seen[ref]
    }
    return Confirmed(_store(sheet, given, user), len(given)) if given else None


@transaction.atomic
def take_back(*, assessment: Assessment, at: datetime, user: User) -> int:
    """Undo one press of this person, as far as nobody has changed the answers since.

    They wait to be confirmed again; the history keeps both. Return how many.
    """
    sheet = _locked_sheet(assessment)
    given: Given = {
        key: (sheet.document[key]["value"], {"origin": origin})
        for key, origin in _pressed(sheet, at, user)
    }
    _store(sheet, given, user)
    return len(given)


def confirmed_at(assessment: Assessment, at: datetime, user: User) -> Confirmed | None:
    """What one press of this person confirmed and nobody has changed since."""
    sheet = AnswerSheet.objects.filter(assessment=assessment, voice=Voice.SELF).first()
    pressed = _pressed(sheet, at, user) if sheet else []
    return Confirmed(at, len(pressed)) if pressed else None


def _pressed(sheet: AnswerSheet, at: datetime, user: User) -> list[tuple[str, Any]]:
    """The keys of last answers that became the person's own as they were, and their origins."""
    changes = sheet.changes.filter(at=at, by=user).order_by("pk")
    return [
        (change.key, change.old["origin"])
        for change in changes
        if isinstance(change.old, dict)
        and "origin" in change.old
        and change.old["value"] == change.new
        and change.revision == revision(sheet.document, change.key)
    ]


def _locked_sheet(assessment: Assessment) -> AnswerSheet:
    if assessment.status != Status.DRAFT:
        raise locked()
    return lock_sheet(assessment, Voice.SELF)


def _store(sheet: AnswerSheet, given: Given, user: User) -> datetime:
    assessment = sheet.assessment

    def follow(sheet: AnswerSheet, at: datetime) -> None:
        keep_counts(assessment, framework_for(assessment), sheet, at)

    return store_all(sheet=sheet, answers=given, follow=follow, user=user)
