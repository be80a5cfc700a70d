"""A published framework as data: every code an assessment or a score may name, with its words."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from diagnosis.catalogue import framework_of
from diagnosis.maturity import Framework
from diagnosis.maturity.framework import ZERO, Level, Part, Question
from diagnosis.maturity.numbers import exact_text
from diagnosis.models import Release

Words = dict[str, str]


class FrameworkSerializer(serializers.ModelSerializer):
    names = serializers.SerializerMethodField()
    publisher = serializers.SerializerMethodField()
    issued_on = serializers.SerializerMethodField()

    class Meta:
        model = Release
        fields: tuple[str, ...] = (
            *("ref", "version", "digest", "names"),
            *("publisher", "issued_on", "published_at"),
        )

    def get_names(self, release: Release) -> Words:
        framework = framework_of(release)
        return {lang: framework.texts(lang).name for lang in framework.languages}

    def get_publisher(self, release: Release) -> str:
        return framework_of(release).publisher

    def get_issued_on(self, release: Release) -> str:
        return framework_of(release).issued_on


class PartSerializer(serializers.Serializer):
    ref = serializers.CharField()
    parent_ref = serializers.CharField(allow_null=True)
    max = serializers.CharField(help_text="Exact points")
    names = serializers.DictField(child=serializers.CharField())
    questions = serializers.ListField(child=serializers.CharField())


class OptionSerializer(serializers.Serializer):
    ref = serializers.CharField()
    points = serializers.CharField(help_text="Exact points; 0 for the levels of a scene")
    level = serializers.IntegerField(allow_null=True)
    names = serializers.DictField(child=serializers.CharField())


class QuestionSerializer(serializers.Serializer):
    ref = serializers.CharField()
    kind = serializers.ChoiceField(choices=["single", "multi", "scene"])
    binding = serializers.BooleanField()
    max = serializers.CharField(help_text="Exact points")
    names = serializers.DictField(child=serializers.CharField())
    options = OptionSerializer(many=True)


class ConditionSerializer(serializers.Serializer):
    ref = serializers.CharField()
    kind = serializers.CharField()
    part = serializers.CharField()
    at_least = serializers.CharField()
    level = serializers.IntegerField(allow_null=True)
    binding = serializers.BooleanField()


class LevelRuleSerializer(serializers.Serializer):
    rank = serializers.IntegerField()
    ref = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField())
    conditions = ConditionSerializer(many=True)


class FrameworkDetailSerializer(FrameworkSerializer):
    parts = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField()
    levels = serializers.SerializerMethodField()

    class Meta(FrameworkSerializer.Meta):
        fields: tuple[str, ...] = (
            *FrameworkSerializer.Meta.fields,
            *("parts", "questions", "levels"),
        )

    @extend_schema_field(PartSerializer(many=True))
    def get_parts(self, release: Release) -> list[dict[str, Any]]:
        framework = framework_of(release)
        parents = {
            child.ref: part.ref for part in framework.part_by_ref.values() for child in part.parts
        }
        return [
            _part(framework, part, parents.get(part.ref)) for part in framework.part_by_ref.values()
        ]

    @extend_schema_field(QuestionSerializer(many=True))
    def get_questions(self, release: Release) -> list[dict[str, Any]]:
        framework = framework_of(release)
        return [_question(framework, question) for question in framework.questions.values()]

    @extend_schema_field(LevelRuleSerializer(many=True))
    def get_levels(self, release: Release) -> list[dict[str, Any]]:
        return [_level(level) for level in framework_of(release).levels]


def _words(framework: Framework, key: str) -> Words:
    return {lang: framework.texts(lang).get(key) for lang in framework.languages}


def _part(framework: Framework, part: Part, parent: str | None) -> dict[str, Any]:
    return {
        "ref": part.ref,
        "parent_ref": parent,
        "max": exact_text(part.max_points),
        "names": _words(framework, f"parts.{part.ref}.name"),
        "questions": list(part.questions),
    }


def _question(framework: Framework, question: Question) -> dict[str, Any]:
    return {
        "ref": question.ref,
        "kind": question.kind,
        "binding": question.binding,
        "max": exact_text(question.max_points),
        "names": _words(framework, f"questions.{question.ref}.label"),
        "options": [
            {
                "ref": option.ref,
                "points": exact_text(option.points),
                "level": option.level,
                "names": _words(framework, f"questions.{question.ref}.options.{option.ref}"),
            }
            for option in question.options
        ],
    }


def _level(level: Level) -> dict[str, Any]:
    return {
        "rank": level.rank,
        "ref": level.ref,
        "names": dict(level.names),
        "conditions": [
            {
                "ref": condition.ref,
                "kind": condition.kind,
                "part": condition.part,
                "at_least": exact_text(condition.at_least or ZERO),
                "level": condition.level,
                "binding": condition.binding,
            }
            for condition in level.conditions
        ],
    }
