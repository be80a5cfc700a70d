"""What waits for one person of a firm: questions, views, differences, comments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.following.waiting import due_for
from diagnosis.models import Assessment, Status
from diagnosis.teamwork.keeping import my_sections, open_count
from diagnosis.teamwork.opinions import standing_of
from diagnosis.teamwork.talking import pressing_by_assessment
from diagnosis.which_release import name_of
from gongfu.core.access import may
from gongfu.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do, where, and what it belongs to."""

    text: str
    url: str
    hint: str = ""


def waiting_for(
    actor: Actor, assessments: Sequence[Assessment], shown: Assessment | None = None
) -> list[Waiting]:
    """In the order in which it is best done, assessments as they come.

    The page tells the open questions of the one that is `shown` beside its progress.
    """
    return [
        *_questions(actor, [each for each in assessments if each != shown]),
        *_views(actor, assessments),
        *_checks(actor, assessments),
        *_unread(actor, assessments),
    ]


def _questions(actor: Actor, assessments: Sequence[Assessment]) -> Iterator[Waiting]:
    number = open_count(my_sections(actor, assessments))
    if number:
        text = ngettext(
            "%(count)d question is waiting for you",
            "%(count)d questions are waiting for you",
            number,
        ) % {"count": number}
        yield Waiting(text, reverse("diagnosis:mine"), _("In the sections that are yours"))


def _views(actor: Actor, assessments: Sequence[Assessment]) -> Iterator[Waiting]:
    """Only the first draft: views of one that is long over wait for nobody."""
    newest = next((each for each in assessments if each.status == Status.DRAFT), None)
    found = standing_of(newest, actor) if newest else None
    if newest is None or found is None:
        return
    if found.waits_for_me:
        url = reverse("diagnosis:opinion", args=[newest.pk])
        yield Waiting(
            _("Your own view of the key questions is asked"), url, name_of(newest.release)
        )
    if found.unsettled and may(actor, "assessment.answer"):
        text = ngettext(
            "%(count)d difference between your views is not settled",
            "%(count)d differences between your views are not settled",
            len(found.unsettled),
        ) % {"count": len(found.unsettled)}
        yield Waiting(
            text, reverse("diagnosis:opinions", args=[newest.pk]), name_of(newest.release)
        )


def _checks(actor: Actor, assessments: Sequence[Assessment]) -> Iterator[Waiting]:
    for check in due_for(actor, assessments):
        assessment = check.plan.assessment
        text = _("How far is your plan? The check after %(months)d months is due") % {
            "months": check.months
        }
        url = reverse("diagnosis:plan_check", args=[assessment.pk, check.pk])
        yield Waiting(text, url, assessment.campaign.name)


def _unread(actor: Actor, assessments: Sequence[Assessment]) -> Iterator[Waiting]:
    unread = pressing_by_assessment(actor, [each.pk for each in assessments])
    for each in assessments:
        if number := unread.get(each.pk):
            text = ngettext("%(count)d unread comment", "%(count)d unread comments", number) % {
                "count": number
            }
            hint = f"{each.campaign.name} · {name_of(each.release)}"
            yield Waiting(text, reverse("diagnosis:comments", args=[each.pk]), hint)
