"""What each mail about an assessment says; the language of its reader is active."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.answers import ref_of
from diagnosis.catalogue import framework_for
from diagnosis.deadlines import CHECK_WITHIN, appeal_until
from diagnosis.models import (
    Appeal,
    Assessment,
    Comment,
    Notice,
    PlanCheck,
    Reminder,
    ReopenRequest,
    Status,
)
from diagnosis.presenting import listed, numbering
from diagnosis.services.digesting import KIND, unread_talk
from diagnosis.services.mailing import composer
from gongfu.core import clock
from gongfu.core.languages import short


@composer("reminder")
def reminder(notice: Notice) -> EmailMessage | None:
    """None once it was submitted, or was given another due day."""
    found = Reminder.objects.select_related("assessment").get(pk=notice.about)
    assessment = notice.assessment
    if assessment.status != Status.DRAFT or found.due_on != assessment.due_on:
        return None
    days = (assessment.due_on - clock.today()).days
    subject = due_in_words(days) % {"firm": assessment.enterprise.name}
    return _mail(notice, subject, "reminder", "diagnosis:tasks", days_left=days, late=-days)


def due_in_words(days: int) -> str:
    """The subject of a reminder, with a place for the firm."""
    if days == 0:
        return _("Self-assessment of %(firm)s: due today")
    if days < 0:
        return ngettext(
            "Self-assessment of %%(firm)s: %(days)d day overdue",
            "Self-assessment of %%(firm)s: %(days)d days overdue",
            -days,
        ) % {"days": -days}
    return ngettext(
        "Self-assessment of %%(firm)s: due in %(days)d day",
        "Self-assessment of %%(firm)s: due in %(days)d days",
        days,
    ) % {"days": days}


@composer("plan_check")
def plan_check(notice: Notice) -> EmailMessage | None:
    """None once it was answered, or another plan has taken the place of this one."""
    check = PlanCheck.objects.open().filter(pk=notice.about).select_related("plan").first()
    if check is None:
        return None
    subject = ngettext(
        "How far is the plan of %%(firm)s after %(months)d month?",
        "How far is the plan of %%(firm)s after %(months)d months?",
        check.months,
    ) % {"months": check.months}
    keys = [notice.assessment_id, check.pk]
    until = check.due_on + CHECK_WITHIN
    return _mail(
        notice,
        subject % _firm(notice),
        "plan_check",
        "diagnosis:plan_check",
        *keys,
        check=check,
        until=until,
    )


@composer("request")
def request(notice: Notice) -> EmailMessage | None:
    """None once it was decided or withdrawn."""
    asked = ReopenRequest.objects.get(pk=notice.about)
    if asked.state != ReopenRequest.State.OPEN:
        return None
    subject = _("%(firm)s asks to reopen its self-assessment") % _firm(notice)
    return _mail(notice, subject, "request", "diagnosis:request", asked.pk, asked=asked)


@composer("decision")
def decision(notice: Notice) -> EmailMessage:
    asked = ReopenRequest.objects.get(pk=notice.about)
    accepted = asked.state == ReopenRequest.State.ACCEPTED
    subject = (
        _("Your request to reopen was accepted: %(firm)s")
        if accepted
        else _("Your request to reopen was not accepted: %(firm)s")
    )
    returned = accepted and notice.assessment.status == Status.DRAFT
    return _mail(
        notice,
        subject % _firm(notice),
        "decision",
        "diagnosis:tasks" if returned else "diagnosis:reopen",
        asked=asked,
        accepted=accepted,
        returned=returned,
    )


@composer("appeal")
def appeal(notice: Notice) -> EmailMessage | None:
    """None once it was answered or withdrawn."""
    made = Appeal.objects.get(pk=notice.about)
    if made.state != Appeal.State.OPEN:
        return None
    subject = _("%(firm)s appeals against the verified result") % _firm(notice)
    return _mail(notice, subject, "appeal", "diagnosis:appeal_answer", made.pk, **_facts(made))


@composer("answer")
def answer(notice: Notice) -> EmailMessage:
    made = Appeal.objects.get(pk=notice.about)
    subject = _("The appeal of %(firm)s was answered") % _firm(notice)
    return _mail(notice, subject, "answer", "diagnosis:appeal", **_facts(made))


@composer(KIND)
def comments(notice: Notice) -> EmailMessage | None:
    """None once everything was read or submitted; the words themselves stay on the page."""
    unread = unread_talk(user=notice.user, now=notice.made_at)
    found = list(unread.select_related("assessment__release", "assessment__enterprise"))
    if not found:
        return None
    subject = ngettext(
        "%(count)d new comment of your colleagues on the self-assessment",
        "%(count)d new comments of your colleagues on the self-assessment",
        len(found),
    ) % {"count": len(found)}
    account = f"{settings.PUBLIC_URL}{reverse('core:account')}"
    more = {"talks": _talks(found), "account": account}
    return _mail(notice, subject, "comments", "diagnosis:comments", **more)


def _talks(found: list[Comment]) -> list[dict[str, Any]]:
    """By assessment: which questions were talked about, and by whom."""
    by_assessment: dict[Assessment, list[Comment]] = {}
    for comment in found:
        by_assessment.setdefault(comment.assessment, []).append(comment)
    return [_talk(assessment, said) for assessment, said in by_assessment.items()]


def _talk(assessment: Assessment, said: list[Comment]) -> dict[str, Any]:
    framework = framework_for(assessment)
    texts, numbers = framework.texts(short()), numbering(framework)
    names: dict[str, list[str]] = {}
    for comment in said:
        names.setdefault(ref_of(comment.key), []).append(comment.by_name)
    return {
        "firm": assessment.enterprise.name,
        "framework": texts.short_name,
        "url": f"{settings.PUBLIC_URL}{reverse('diagnosis:comments', args=[assessment.pk])}",
        "rows": [
            _("%(question)s (%(names)s)")
            % {
                "question": f"{numbers[ref]} {texts.question(ref).label}",
                "names": listed(tuple(dict.fromkeys(names[ref]))),
            }
            for ref in framework.questions
            if ref in names
        ],
    }


def mail_of(subject: str, template: str, context: dict[str, Any]) -> EmailMessage:
    """A mail from a text template; its first lines say what happened, its last what to do."""
    return EmailMessage(subject, render_to_string(template, context))


def _mail(
    notice: Notice, subject: str, name: str, route: str, *keys: int, **more: Any
) -> EmailMessage:
    path = reverse(route, args=keys or [notice.assessment_id])
    context = {
        "assessment": notice.assessment,
        "url": f"{settings.PUBLIC_URL}{path}",
        "reader": notice.user,
        **more,
    }
    return mail_of(subject, f"diagnosis/mails/{name}.txt", context)


def _firm(notice: Notice) -> dict[str, str]:
    return {"firm": notice.assessment.enterprise.name}


def _facts(made: Appeal) -> dict[str, Any]:
    framework = framework_for(made.assessment)
    texts, numbers = framework.texts(short()), numbering(framework)
    named = [f"{numbers[ref]} {texts.question(ref).label}" for ref in made.questions]
    return {"appeal": made, "questions": named, "until": appeal_until(made.verified_on)}
