"""A questionnaire to fill in by hand: of a release, or what of it one firm is asked."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from diagnosis.catalogue import framework_for, framework_of
from diagnosis.maturity import Framework, Question
from diagnosis.maturity.questions import When
from diagnosis.models import Assessment, Release
from diagnosis.presenting import numbering
from diagnosis.presenting.telling import shown_when_in_words
from gongfu.core import clock
from gongfu.core.languages import django_code
from reports.document.papers import Blank, BlankPaper, BlankQuestion, BlankSection, Box
from reports.services.printing import print_paper
from reports.services.typesetting import firm_of

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def print_blank(*, release: Release, assessment: Assessment | None, language: str) -> bytes:
    """The PDF, for the firm of an assessment or for anybody."""
    with translation.override(django_code(language)):
        paper = _compose(release, assessment, language)
    return print_paper(paper, language=language)


def _compose(release: Release, assessment: Assessment | None, language: str) -> BlankPaper:
    framework = framework_for(assessment) if assessment else framework_of(release)
    texts = framework.texts(language)
    path = reverse("diagnosis:tasks", args=[assessment.pk]) if assessment else ""
    return BlankPaper(
        simulated=bool(assessment and assessment.is_simulated),
        framework=texts.name,
        release=str(release),
        digest=release.digest,
        summary=texts.summary,
        firm=firm_of(assessment.enterprise) if assessment else None,
        programme=assessment.campaign.name if assessment else None,
        due_on=assessment.due_on if assessment else None,
        printed_on=clock.today(),
        url=f"{settings.PUBLIC_URL}{path}" if path else None,
        sections=tuple(_sections(framework, language, assessment.profile if assessment else None)),
    )


def _sections(
    framework: Framework, language: str, profile: Mapping[str, Any] | None
) -> Iterator[BlankSection]:
    texts, numbers = framework.texts(language), numbering(framework)
    for section in framework.sections:
        words = texts.section(section.ref)
        asked = tuple(
            _question(framework, language, ref, numbers[ref], profile)
            for ref in section.questions
            if not _is_out(framework, ref, profile)
        )
        if asked:
            yield BlankSection(name=words.title, hint=words.hint or None, questions=asked)


def _question(
    framework: Framework, language: str, ref: str, no: str, profile: Mapping[str, Any] | None
) -> BlankQuestion:
    question, texts = framework.questions[ref], framework.texts(language)
    words = texts.question(ref)
    test = question.shown_when
    settled = test is None or _holds(test, profile) is True
    return BlankQuestion(
        no=no,
        is_scene=question.is_scene,
        text=words.text,
        binding=question.binding,
        hint=words.hint or None,
        when=None if settled else shown_when_in_words(texts, test),
        many=question.takes_many,
        boxes=tuple(_boxes(question, words.options, words.option_help)),
        rows=tuple(words.rows[row] for row in question.rows),
        fields=tuple(
            Blank(label=words.fields[field.ref].label, unit=words.fields[field.ref].unit or None)
            for field in question.fields
        ),
    )


def _boxes(
    question: Question, options: Mapping[str, str], helps: Mapping[str, str]
) -> Iterator[Box]:
    for place, option in enumerate(question.options):
        yield Box(
            key=LETTERS[place] if place < len(LETTERS) else str(place + 1),
            text=options[option.ref],
            help=helps.get(option.ref) or None,
            reason=option.reason,
            excludes=option.exclusive and question.takes_many,
        )


def _is_out(framework: Framework, ref: str, profile: Mapping[str, Any] | None) -> bool:
    """Whether this firm is never asked, whatever it answers elsewhere."""
    tests = [framework.questions[ref].shown_when]
    part = framework.part_of.get(ref)
    while part is not None:
        tests.append(part.shown_when)
        part = framework.part_of.get(part.ref)
    return any(test is not None and _holds(test, profile) is False for test in tests)


def _holds(test: When, profile: Mapping[str, Any] | None) -> bool | None:
    """Whether a test of the firm holds; None where it depends on answers or the firm is unknown."""
    if test.kind == "profile":
        return None if profile is None else profile.get(test.ref) in test.values
    if test.kind not in ("all", "any", "not"):
        return None
    parts = [_holds(each, profile) for each in test.of]
    if test.kind == "not":
        return None if parts[0] is None else not parts[0]
    deciding = test.kind == "any"
    if deciding in parts:
        return deciding
    return None if None in parts else not deciding
