"""What the API says of an assessment: the numbers stored with the score, as it was made."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from diagnosis.models import Assessment, Score


class ValueSerializer(serializers.Serializer):
    """A number twice: exact, as decimal or n/d, and rounded by the rule of the framework."""

    exact = serializers.CharField()
    shown = serializers.CharField()


class LevelSerializer(serializers.Serializer):
    rank = serializers.IntegerField()
    ref = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField())


class DimensionSerializer(serializers.Serializer):
    """One part of the framework, as `ref` names it there; what was not assessed is left out."""

    ref = serializers.CharField()
    earned = ValueSerializer()
    max = ValueSerializer()
    rate = ValueSerializer(help_text="Per cent of the maximum")


class ScoreSerializer(serializers.ModelSerializer):
    """The score of one kind, with the parts it is the sum of."""

    total = serializers.SerializerMethodField()
    level = serializers.SerializerMethodField(help_text="null: below the lowest, or no levels")
    dimensions = serializers.SerializerMethodField()
    inputs_digest = serializers.CharField(
        read_only=True,
        help_text="SHA-256 of the scoring inputs: the answers that were scored and what of the "
        "profile is used. The receipt carries another digest, that of the whole answer sheet",
    )

    class Meta:
        model = Score
        fields = (
            "kind",
            "total",
            "level",
            "dimensions",
            "inputs_digest",
            "core_version",
            "scored_at",
        )
        read_only_fields = fields

    @extend_schema_field(ValueSerializer)
    def get_total(self, score: Score) -> dict[str, str]:
        return score.document["total"]

    @extend_schema_field(LevelSerializer(allow_null=True))
    def get_level(self, score: Score) -> dict[str, Any] | None:
        level = score.document["level"]
        return level and {name: level[name] for name in ("rank", "ref", "names")}

    @extend_schema_field(DimensionSerializer(many=True))
    def get_dimensions(self, score: Score) -> list[dict[str, Any]]:
        return [{"ref": ref, **part} for ref, part in score.document["parts"].items()]


class FrameworkKeySerializer(serializers.Serializer):
    """The release the assessment was answered on; see frameworks."""

    ref = serializers.CharField()
    version = serializers.CharField()
    digest = serializers.CharField()


class AssessmentSerializer(serializers.ModelSerializer):
    enterprise = serializers.CharField(
        source="enterprise.uscc", help_text="Unified social credit code"
    )
    campaign = serializers.CharField(source="campaign.slug")
    framework = FrameworkKeySerializer(source="release")
    scores = ScoreSerializer(many=True, source="shared_scores")

    class Meta:
        model = Assessment
        fields = (
            "id",
            "enterprise",
            "campaign",
            "framework",
            "status",
            "submitted_at",
            "verified_at",
            "scores",
            "is_simulated",
            "updated_at",
        )
        read_only_fields = fields
