"""The assessments that an export reaches, with the words of their frameworks."""

from functools import cache
from typing import Any

from django.db.models import QuerySet

from diagnosis.answers import remembered_value, written_of
from diagnosis.catalogue import framework_for
from diagnosis.deck import Deck
from diagnosis.models import Assessment
from gongfu.core.actor import Actor


class About:
    """The assessments in reach, with the words of each framework read once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        rows = Assessment.objects
        found = rows.visible_to(actor) | rows.discarded_of(actor)
        found = found.select_related("campaign", "release").order_by("pk")
        self.assessments = {row.pk: row for row in found}
        self.deck = cache(self._deck)

    def _deck(self, pk: int) -> Deck:
        assessment = self.assessments[pk]
        return Deck(framework_for(assessment), {}, profile=assessment.profile)

    def of(self, rows: "QuerySet[Any]", path: str = "assessment") -> "QuerySet[Any]":
        """Rows of a table that belong to the assessments in reach."""
        return rows.filter(**{f"{path}__in": list(self.assessments)}).order_by("pk")

    def question(self, pk: int, ref: str) -> str:
        """Number and label of a question; its ref where the framework asks it no more."""
        deck = self.deck(pk)
        if ref not in deck.framework.questions:
            return ref
        return f"{deck.numbers[ref]} {deck.texts.question(ref).label}"

    def answer(self, pk: int, ref: str, value: Any) -> str:
        """An answer in words; a value of the history may stand beside its details."""
        written, value = written_of(value), remembered_value(value)
        deck = self.deck(pk)
        known = value is not None and ref in deck.framework.questions
        return deck.in_words(ref, value, written) if known else ""
