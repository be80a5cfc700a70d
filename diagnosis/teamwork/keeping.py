"""Whose section is whose, and what is still open in mine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from diagnosis.answers import plain_answers
from diagnosis.catalogue import framework_for
from diagnosis.maturity import Framework, progress
from diagnosis.models import AnswerSheet, Assessment, Keeper, Status, Voice
from diagnosis.presenting import numbering
from gongfu.core.actor import Actor
from gongfu.core.clock import today
from gongfu.core.languages import short

BACK = urlencode({"next": "mine"})


@dataclass(frozen=True, slots=True)
class Kept:
    """Who sees to a section; a keeper without a member has left, and the section is free."""

    name: str
    member: int | None
    is_me: bool

    @property
    def has_left(self) -> bool:
        return self.member is None


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    no: str
    label: str
    is_scene: bool
    url: str


@dataclass(frozen=True, slots=True)
class MySection:
    """One of my sections with what is not answered in it."""

    assessment: Assessment
    framework_name: str
    title: str
    url: str
    answered: int
    total: int
    questions: tuple[OpenQuestion, ...]


def keepers_of(assessment: Assessment, actor: Actor) -> dict[str, Kept]:
    """Section to its keeper; whoever may no longer act for the firm has left."""
    rows = Keeper.objects.filter(assessment=assessment).select_related("membership__grant")
    return {row.section: _kept(row, actor) for row in rows}


def _kept(row: Keeper, actor: Actor) -> Kept:
    member, day = row.membership, today()
    if member is not None:
        grant = member.grant
        if grant.valid_from > day or (grant.valid_to is not None and grant.valid_to < day):
            member = None
    is_me = member is not None and member.user_id == actor.user_id
    return Kept(row.name, member.pk if member else None, is_me)


def my_sections(actor: Actor, assessments: Iterable[Assessment]) -> list[MySection]:
    """My sections of those assessments that can still be answered, nearest due date first."""
    drafts = {each.pk: each for each in assessments if each.status == Status.DRAFT}
    mine: dict[int, set[str]] = {}
    found = Keeper.objects.filter(
        assessment__in=drafts, membership__user=actor.user_id, membership__grant=actor.grant_id
    )
    for assessment, section in found.values_list("assessment", "section"):
        mine.setdefault(assessment, set()).add(section)
    sheets = AnswerSheet.objects.filter(assessment__in=mine, voice=Voice.SELF)
    documents = dict(sheets.values_list("assessment", "document")) if mine else {}
    ordered = sorted((drafts[pk] for pk in mine), key=lambda each: (each.due_on, each.pk))
    return [
        section
        for each in ordered
        for section in _sections(each, documents.get(each.pk, {}), mine[each.pk])
    ]


def last_submitted(actor: Actor, assessments: QuerySet[Assessment]) -> Assessment | None:
    """The newest submitted assessment in which sections are mine; it waits for nothing."""
    mine = Keeper.objects.filter(membership__user=actor.user_id, membership__grant=actor.grant_id)
    found = assessments.filter(pk__in=mine.values("assessment")).exclude(status=Status.DRAFT)
    return found.order_by("-submitted_at").first()


def open_count(sections: Iterable[MySection]) -> int:
    return sum(len(section.questions) for section in sections)


def _sections(
    assessment: Assessment, document: Mapping[str, dict[str, object]], refs: set[str]
) -> list[MySection]:
    framework = framework_for(assessment)
    done = progress(framework, plain_answers(document, framework.ref), assessment.profile)
    texts = framework.texts(short())
    return [
        MySection(
            assessment=assessment,
            framework_name=texts.short_name,
            title=texts.section(part.ref).title,
            url=_url(assessment, part.ref),
            answered=part.answered,
            total=part.total,
            questions=_questions(framework, assessment, part.ref, part.missing),
        )
        for part in done.sections
        if part.ref in refs and part.total
    ]


def _questions(
    framework: Framework, assessment: Assessment, section: str, refs: Iterable[str]
) -> tuple[OpenQuestion, ...]:
    texts, numbers = framework.texts(short()), numbering(framework)
    url = _url(assessment, section)
    return tuple(
        OpenQuestion(
            no=numbers[ref],
            label=texts.question(ref).label,
            is_scene=framework.questions[ref].is_scene,
            url=f"{url}#{ref}",
        )
        for ref in refs
    )


def _url(assessment: Assessment, section: str) -> str:
    """The section, on the way back to my questions."""
    return f"{reverse('diagnosis:section', args=[assessment.pk, section])}?{BACK}"
