"""The published frameworks, readable by everybody who works with them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from diagnosis.catalogue import framework_of
from diagnosis.maturity import Framework, Part
from diagnosis.maturity.numbers import exact_text
from diagnosis.models import Release
from diagnosis.presenting import numbering
from diagnosis.presenting.conditions import rule_text
from gongfu.core.access import may
from gongfu.core.languages import short
from gongfu.core.requests import Request


@dataclass(frozen=True, slots=True)
class PartRow:
    """One node of the tree of weights."""

    name: str
    depth: int
    weight: str
    points: str


def frameworks(request: Request) -> HttpResponse:
    """Every release, newest first."""
    rows = [
        {
            "release": release,
            "framework": framework_of(release),
            "texts": framework_of(release).texts(short()),
        }
        for release in Release.objects.order_by("ref", "-version")[:200]
    ]
    return render(request, "diagnosis/frameworks.html", {"rows": rows})


def framework(request: Request, ref: str, version: str) -> HttpResponse:
    """One release: questions, options, points, levels, where each number comes from."""
    release = get_object_or_404(Release, ref=ref, version=version)
    found = framework_of(release)
    context = {
        "release": release,
        "framework": found,
        "texts": found.texts(short()),
        "parts": _parts(found),
        "sections": _sections(found),
        "levels": _levels(found),
        "sources": _sources(found),
        "unverified": found.unverified,
        "others": [str(each) for each in Release.objects.filter(ref=ref).exclude(pk=release.pk)],
        "is_author": may(request.actor, "framework.author"),
    }
    return render(request, "diagnosis/framework.html", context)


def _sources(found: Framework) -> list[dict[str, Any]]:
    words = found.texts(short()).sources
    return [{"words": words[ref], "grade": each.grade} for ref, each in found.sources.items()]


def _parts(found: Framework) -> list[PartRow]:
    texts = found.texts(short())

    def rows(part: Part, depth: int) -> list[PartRow]:
        own = PartRow(
            name=texts.part(part.ref).name,
            depth=depth,
            weight=exact_text(part.weight) if part.weight is not None else "",
            points=exact_text(part.max_points),
        )
        return [own, *(row for child in part.parts for row in rows(child, depth + 1))]

    return rows(found.part(found.total_part), 0)


def _sections(found: Framework) -> list[dict[str, Any]]:
    texts, numbers = found.texts(short()), numbering(found)
    return [
        {
            "ref": section.ref,
            "title": texts.section(section.ref).title,
            "is_scenes": section.kind == "scenes",
            "questions": [_question(found, ref, numbers[ref]) for ref in section.questions],
        }
        for section in found.sections
    ]


def _question(found: Framework, ref: str, no: str) -> dict[str, Any]:
    question, words = found.questions[ref], found.texts(short()).question(ref)
    marks = set(found.unverified)
    return {
        "ref": ref,
        "no": no,
        "question": question,
        "words": words,
        "options": [
            {
                "ref": option.ref,
                "text": words.options[option.ref],
                "points": exact_text(option.points),
                "level": option.level,
                "unverified": f"{ref}.{option.ref}" in marks,
            }
            for option in question.options
        ],
        "fields": [words.fields[field.ref] for field in question.fields],
        "unverified": ref in marks,
        "rule_unverified": f"{ref}.computed" in marks,
        "sources": [found.texts(short()).sources[source] for source in question.sources],
    }


def _levels(found: Framework) -> list[dict[str, Any]]:
    texts = found.texts(short())
    return [
        {
            "rank": level.rank,
            "words": texts.level(level.rank),
            "conditions": [rule_text(found, rule) for rule in level.conditions],
            "unverified": level.status != "verified",
            "sources": [texts.sources[source] for source in level.sources],
        }
        for level in found.levels
    ]
