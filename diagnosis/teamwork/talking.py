"""What was said about the questions, and what of it somebody has not read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.fields import BooleanField

from diagnosis.answers import ref_of
from diagnosis.models import Assessment, Comment, Status
from gongfu.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Mark:
    """How much was said about a question, or in a section, and how much of it is new to me."""

    count: int = 0
    unread: int = 0

    def __add__(self, other: "Mark") -> "Mark":
        return Mark(self.count + other.count, self.unread + other.unread)


NOTHING = Mark()


def marks_of(assessment: Assessment, actor: Actor) -> dict[str, Mark]:
    """Question to its mark, all in one query; withdrawn comments do not count."""
    said = Comment.objects.visible_to(actor).filter(assessment=assessment, withdrawn_at=None)
    fresh = Comment.objects.filter(assessment=assessment).unread_by(actor.user_id).values("pk")
    is_new = Case(
        When(pk__in=fresh, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    rows = said.annotate(is_new=is_new).values_list("key", "is_new")
    counts = Counter(key for key, _new in rows)
    news = Counter(key for key, new in rows if new)
    return {ref_of(key): Mark(count, news[key]) for key, count in counts.items()}


def total(marks: Mapping[str, Mark], refs: Iterable[str]) -> Mark:
    """The marks of several questions together."""
    return sum((marks.get(ref, NOTHING) for ref in refs), NOTHING)


def unread_by_assessment(actor: Actor, assessments: Iterable[int | None]) -> dict[int, int]:
    """How many comments each assessment holds that this person has not read; one query."""
    wanted = [pk for pk in assessments if pk is not None]
    return _unread(actor, Comment.objects.filter(assessment__in=wanted))


def pressing_by_assessment(actor: Actor, assessments: Iterable[int]) -> dict[int, int]:
    """The same without what is moot: said before it was submitted, or verified since."""
    draft = Q(assessment__status=Status.DRAFT)
    under_way = Q(assessment__status__in=(Status.SUBMITTED, Status.IN_REVIEW))
    later = under_way & Q(at__gte=F("assessment__submitted_at"))
    return _unread(actor, Comment.objects.filter(draft | later, assessment__in=list(assessments)))


def _unread(actor: Actor, comments: QuerySet[Comment]) -> dict[int, int]:
    found = Comment.objects.visible_to(actor).filter(pk__in=comments.values("pk"))
    counted = found.unread_by(actor.user_id).values("assessment").annotate(number=Count("pk"))
    return dict(counted.values_list(F("assessment"), "number"))
