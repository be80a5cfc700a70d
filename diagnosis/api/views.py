from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView, RetrieveAPIView

from diagnosis.api.filters import KINDS, AssessmentFilter
from diagnosis.api.frameworks import FrameworkDetailSerializer, FrameworkSerializer
from diagnosis.api.serializers import AssessmentSerializer
from diagnosis.models import Assessment, Release, Score
from enterprises.api.pulling import LoggedPulls
from enterprises.models import Consent
from gongfu.core.api.clients import actor_of
from gongfu.core.api.paging import KeysetPagination


@extend_schema_view(
    list=extend_schema(
        summary="Assessments with their scores",
        description="Submitted assessments of the firms that agreed to share profile and scores.",
    ),
    retrieve=extend_schema(summary="One assessment"),
)
class AssessmentViewSet(LoggedPulls):
    capability = "api.assessments"
    field_groups = (Consent.FieldGroup.PROFILE, Consent.FieldGroup.SCORES)
    serializer_class = AssessmentSerializer
    filterset_class = AssessmentFilter
    queryset = Assessment.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def firm_of(self, row: Assessment) -> int:
        return row.enterprise_id

    def get_queryset(self) -> QuerySet[Assessment]:
        scores = Score.objects.current().filter(kind__in=KINDS).defer("passport", "answers")
        return (
            Assessment.objects.visible_to(actor_of(self.request))
            .select_related("enterprise", "campaign", "release")
            .defer("release__source", "release__texts")
            .prefetch_related(Prefetch("scores", scores.order_by("kind"), "shared_scores"))
        )


@extend_schema(summary="Published frameworks", description="Open to everybody.")
class FrameworkList(ListAPIView):
    authentication_classes: list[Any] = []
    serializer_class = FrameworkSerializer
    queryset = Release.objects.all()
    pagination_class = KeysetPagination


@extend_schema(summary="One framework: parts, questions, options and levels in both languages")
class FrameworkDetail(RetrieveAPIView):
    authentication_classes: list[Any] = []
    serializer_class = FrameworkDetailSerializer
    queryset = Release.objects.all()

    def get_object(self) -> Release:
        return get_object_or_404(Release, ref=self.kwargs["ref"], version=self.kwargs["version"])
