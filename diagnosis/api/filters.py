import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from diagnosis.models import Assessment, Score, Status
from enterprises.api.filters import ChangedSince, firm_filters

SHARED_STATES = [choice for choice in Status.choices if choice[0] != Status.DRAFT]
KINDS = (Score.Kind.SELF, Score.Kind.VERIFIED)


class AssessmentFilter(django_filters.FilterSet):
    """Assessments by firm, state, level, and since when they or their scores changed."""

    district, industry, size = firm_filters("enterprise__")
    enterprise = django_filters.CharFilter(
        "enterprise__uscc", max_length=18, help_text="Unified social credit code."
    )
    campaign = django_filters.CharFilter("campaign__slug", max_length=50)
    status = django_filters.ChoiceFilter(choices=SHARED_STATES)
    level = django_filters.NumberFilter(
        method="of_level",
        min_value=0,
        max_value=9,
        decimal_places=0,
        help_text="Rank of the verified score, or of the self-score where none is verified; "
        "0 finds level 0 where a framework has one, and scores without a level.",
    )
    changed_since = ChangedSince()

    class Meta:
        model = Assessment
        fields: list[str] = []

    def of_level(self, queryset: QuerySet, name: str, rank: int) -> QuerySet:
        scores = Score.objects.current().filter(assessment=OuterRef("pk"))
        at_level = Q(level=rank) if rank else Q(level=0) | Q(level__isnull=True)
        verified = scores.filter(kind=Score.Kind.VERIFIED)
        return queryset.filter(
            Exists(verified.filter(at_level))
            | ~Exists(verified) & Exists(scores.filter(at_level, kind=Score.Kind.SELF))
        )
