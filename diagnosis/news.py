"""What a firm should know of its reminders, requests and appeals, and what waits for staff."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.models import Appeal, Assessment, Reminder, ReopenRequest, Status
from gongfu.core import clock
from gongfu.core.actor import Actor

RECENT = timedelta(days=60)  # how long something that has ended is still news
MOST = 3  # of a kind


@dataclass(frozen=True, slots=True)
class News:
    """One message; `quote` is what a person wrote, and `url` leads to more."""

    tone: str
    text: str
    quote: str = ""
    note: str = ""
    url: str = ""
    link: str = ""


def news_for(actor: Actor, assessment: Assessment | None = None) -> list[News]:
    """Messages about one assessment, or about all of the firm's, newest kinds first."""
    since = clock.now() - RECENT
    reminders = _about(Reminder.objects.visible_to(actor).filter(made_at__gte=since), assessment)
    asked = _about(ReopenRequest.objects.visible_to(actor).filter(asked_at__gte=since), assessment)
    made = _about(Appeal.objects.visible_to(actor).filter(made_at__gte=since), assessment)
    found = [
        *(_of_request(one) for one in _newest(asked)),
        *(_of_appeal(one) for one in _newest(made)),
        *(_of_reminder(one) for one in _newest(reminders)),
    ]
    return [one for one in found if one]


def waiting_for(actor: Actor) -> dict[str, int]:
    """How many requests and appeals in reach are open."""
    return {
        "requests": ReopenRequest.objects.visible_to(actor).open().count(),
        "appeals": Appeal.objects.visible_to(actor).open().count(),
    }


def _about(rows: QuerySet, assessment: Assessment | None) -> QuerySet:
    rows = rows.select_related("assessment__campaign")
    return rows.filter(assessment=assessment) if assessment else rows


def _newest(rows: QuerySet) -> list:
    """The newest row of each assessment."""
    newest: dict[int, object] = {}
    for row in rows.order_by("-pk")[: 10 * MOST]:
        newest.setdefault(row.assessment_id, row)
    return list(newest.values())[:MOST]


def _of_reminder(one: Reminder) -> News | None:
    """Nothing once it was submitted, or is due another day."""
    assessment = one.assessment
    if assessment.status != Status.DRAFT or one.due_on != assessment.due_on:
        return None
    days = (one.due_on - clock.today()).days
    told = {"day": clock.city_day(one.made_at).isoformat(), "due": one.due_on.isoformat()}
    if days < 0:
        text = _("We reminded you on %(day)s: the self-assessment was due on %(due)s.") % told
    elif days == 0:
        text = _("We reminded you on %(day)s: the self-assessment is due today.") % told
    else:
        text = ngettext(
            "We reminded you on %(day)s: the self-assessment is due on %(due)s, in %(days)d day.",
            "We reminded you on %(day)s: the self-assessment is due on %(due)s, in %(days)d days.",
            days,
        ) % {**told, "days": days}
    rest = _("Reminders stop once it is submitted.")
    return News("warn" if days < 0 else "", text, note=rest)


def _of_request(one: ReopenRequest) -> News | None:
    assessment = one.assessment
    more = {"url": _page("reopen", assessment), "link": _("Your request")}
    day = {"day": clock.city_day(one.decided_at or one.asked_at).isoformat()}
    if one.state == ReopenRequest.State.OPEN:
        return News("", _("You asked on %(day)s to reopen; it is not decided yet.") % day, **more)
    if one.state == ReopenRequest.State.REFUSED and assessment.status != Status.DRAFT:
        text = _("Your request to reopen was not accepted on %(day)s:") % day
        return News("warn", text, quote=one.answer, **more)
    if one.state == ReopenRequest.State.ACCEPTED and assessment.status == Status.DRAFT:
        due = {"due": assessment.due_on.isoformat(), **day}
        text = _("Your request was accepted on %(day)s. Please submit again by %(due)s.") % due
        return News("", text, quote=one.answer, **more)
    return None


def _of_appeal(one: Appeal) -> News | None:
    more = {"url": _page("appeal", one.assessment), "link": _("Your appeal")}
    if one.state == Appeal.State.OPEN:
        day = {"day": one.answer_due_on.isoformat()}
        text = _("Your appeal is with the district, which answers by %(day)s.") % day
        return News("", text, **more)
    if one.state == Appeal.State.WITHDRAWN:
        return None
    told = {"outcome": one.get_state_display()}
    return News("", _("Your appeal was answered: %(outcome)s.") % told, **more)


def _page(name: str, assessment: Assessment) -> str:
    return reverse(f"diagnosis:{name}", args=[assessment.pk])
