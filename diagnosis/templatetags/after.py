"""`{% load after %}`: what partials ask for that stand on pages of other rooms."""

from typing import Any

from django.template import Library

from diagnosis import news
from diagnosis.models import Appeal, Assessment, Notice, Release, ReopenRequest, Status
from diagnosis.services.appealing import last_day, may_still_appeal
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.navigation import url_of

register = Library()
REMINDED = 5  # newest reminders that a regulator's page lists


@register.simple_tag
def news_of(actor: Actor, assessment: Assessment | None = None) -> list[news.News]:
    """Messages to the firm; staff read these things elsewhere."""
    return news.news_for(actor, assessment) if actor.is_firm else []


@register.simple_tag
def waiting_for(actor: Actor) -> dict[str, int]:
    """How many requests and appeals wait; empty for whoever has nothing to do with them."""
    return news.waiting_for(actor) if may(actor, "request.decide") else {}


@register.simple_tag
def open_requests(actor: Actor, enterprise_id: int) -> list[ReopenRequest]:
    """Requests of one firm that wait, for those who decide."""
    if not may(actor, "request.decide"):
        return []
    found = ReopenRequest.objects.visible_to(actor).open()
    found = found.filter(assessment__enterprise_id=enterprise_id)
    return list(found.select_related("assessment__campaign"))


@register.simple_tag
def reminders_to(actor: Actor, enterprise_id: int) -> list[Notice]:
    """The mails that reminded one firm, newest first, with their fate, for regulators."""
    if not actor.is_regulator:
        return []
    found = Notice.objects.visible_to(actor)
    found = found.filter(kind="reminder", assessment__enterprise_id=enterprise_id)
    rows = found.order_by("-pk").select_related("assessment__campaign", "user")
    return list(rows[:REMINDED])


@register.simple_tag
def appeal_to(actor: Actor, assessment: Assessment) -> dict[str, Any]:
    """The newest appeal against the assessment, and whether the firm may make one now."""
    made = Appeal.objects.visible_to(actor).filter(assessment=assessment)
    newest = made.exclude(state=Appeal.State.WITHDRAWN).order_by("-pk").first()
    still = assessment.status == Status.VERIFIED and may_still_appeal(assessment)
    waits = newest is not None and newest.state == Appeal.State.OPEN
    return {
        "made": newest,
        "until": last_day(assessment),
        "may_appeal": still and not waits and may(actor, "assessment.request"),
    }


@register.simple_tag
def blank_url(assessment: Assessment | None, release: Release | None = None) -> str:
    """The blank questionnaire of a firm's assessment, or of a release."""
    if assessment:
        return url_of("reports:blank", assessment.pk)
    return url_of("reports:blank_release", release.ref, release.version) if release else ""
