"""A published framework as data: every code an assessment or a score may name, with its words."""

from fractions import Fraction
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from diagnosis.catalogue import framework_of
from diagnosis.maturity import Framework
from diagnosis.maturity.framework import Condition, Level, Part
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.questions import Question
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
    rule = serializers.ChoiceField(
        choices=["sum", "mean", "lowest", "levels", "placed"],
        help_text="How its points come from what lies below it",
    )
    max = serializers.CharField(help_text="Exact points")
    weight = serializers.CharField(
        allow_null=True, help_text="Among its sisters; null where all weigh the same"
    )
    weight_depends = serializers.BooleanField(help_text="Other firms have other weights")
    names = serializers.DictField(child=serializers.CharField())
    questions = serializers.ListField(child=serializers.CharField())


class OptionSerializer(serializers.Serializer):
    ref = serializers.CharField()
    points = serializers.CharField(help_text="Exact points; 0 for the levels of a scene")
    level = serializers.IntegerField(allow_null=True)
    counts = serializers.BooleanField(help_text="false: does not apply, leaves the denominator")
    names = serializers.DictField(child=serializers.CharField())


class RowSerializer(serializers.Serializer):
    ref = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField())


class QuestionSerializer(serializers.Serializer):
    ref = serializers.CharField()
    kind = serializers.ChoiceField(choices=["single", "multi", "scene", "rows", "table"])
    binding = serializers.BooleanField()
    max = serializers.CharField(help_text="Exact points")
    out_of = serializers.CharField(help_text="Points of the options that earn the maximum")
    of_level = serializers.IntegerField(
        allow_null=True, help_text="The level whose requirement it is"
    )
    depends = serializers.BooleanField(help_text="Asked of some firms only")
    names = serializers.DictField(child=serializers.CharField())
    rows = RowSerializer(many=True)
    options = OptionSerializer(many=True)


class AlternativeSerializer(serializers.Serializer):
    """Points of a part, items at a level or with so many points, or a passed level."""

    ref = serializers.CharField()
    kind = serializers.CharField(help_text="score, count, passed or either")
    part = serializers.CharField(help_text="Empty where questions are listed")
    questions = serializers.ListField(child=serializers.CharField())
    at_least = serializers.CharField(allow_null=True, help_text="null: all of them")
    points = serializers.CharField(allow_null=True)
    level = serializers.IntegerField(allow_null=True)
    binding = serializers.BooleanField()


class ConditionSerializer(AlternativeSerializer):
    alternatives = AlternativeSerializer(many=True, help_text="Of either: one of them must hold")


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
        "rule": part.rule,
        "max": exact_text(part.max_points),
        "weight": _exact(part.weight),
        "weight_depends": bool(part.weight_cases),
        "names": _words(framework, f"parts.{part.ref}.name"),
        "questions": list(part.questions),
    }


def _question(framework: Framework, question: Question) -> dict[str, Any]:
    key = f"questions.{question.ref}"
    return {
        "ref": question.ref,
        "kind": question.kind,
        "binding": question.binding,
        "max": exact_text(question.max_points),
        "out_of": exact_text(question.out_of),
        "of_level": question.of_level,
        "depends": _depends(framework, question),
        "names": _words(framework, f"{key}.label"),
        "rows": [
            {"ref": row, "names": _words(framework, f"{key}.rows.{row}")} for row in question.rows
        ],
        "options": [
            {
                "ref": option.ref,
                "points": exact_text(option.points),
                "level": option.level,
                "counts": not option.excluded,
                "names": _words(framework, f"{key}.options.{option.ref}"),
            }
            for option in question.options
        ],
    }


def _depends(framework: Framework, question: Question) -> bool:
    """Whether its own test or that of a part above it decides if it is asked."""
    above = framework.part_of.get(question.ref)
    tests = [question.shown_when]
    while above:
        tests.append(above.shown_when)
        above = framework.part_of.get(above.ref)
    return any(tests)


def _level(level: Level) -> dict[str, Any]:
    return {
        "rank": level.rank,
        "ref": level.ref,
        "names": dict(level.names),
        "conditions": [
            {**_condition(each), "alternatives": list(map(_condition, each.of))}
            for each in level.conditions
        ],
    }


def _condition(condition: Condition) -> dict[str, Any]:
    return {
        "ref": condition.ref,
        "kind": condition.kind,
        "part": condition.part,
        "questions": list(condition.questions),
        "at_least": _exact(condition.at_least),
        "points": _exact(condition.points),
        "level": condition.level,
        "binding": condition.binding,
    }


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else exact_text(number)
