"""One mail in the evening about what colleagues said that day and the reader has not looked at."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from diagnosis.models import Assessment, Comment, Notice, Status
from diagnosis.recipients import WRITERS, firm_people
from diagnosis.services.mailing import post
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.models import RoleGrant, ScopeKind, User

KIND = "comments"
FROM_HOUR = 17  # of the city's day: late enough for one mail about the whole of it
FRESH = timedelta(days=1)  # what is older was told yesterday


def digest_comments(*, now: datetime, actor: Actor) -> int:
    """Post the mails of this evening; return to how many people. Safe to run again and again.

    Owners and editors alone are told, unless they stopped these mails, once a day at most over all
    their firms, and only about drafts: what is said after submitting stands on the pages of whoever
    works on it.
    """
    local = timezone.localtime(now)
    if local.hour < FROM_HOUR:
        return 0
    about = local.date().isoformat()
    told = set(Notice.objects.filter(kind=KIND, about=about).values_list("user_id", flat=True))
    chosen = _chosen(_talked_about(now, actor), told, now)
    for assessment, users in chosen:
        with transaction.atomic():
            post(kind=KIND, about=about, assessment=assessment, users=users, actor=actor)
    return sum(len(users) for _assessment, users in chosen)


def unread_talk(*, user: User, now: datetime) -> QuerySet[Comment]:
    """What others said since a day ago in drafts of firms where this person may answer."""
    grants = RoleGrant.objects.valid_on(clock.city_day(now)).filter(
        user=user, role__in=WRITERS, scope_kind=ScopeKind.ENTERPRISE
    )
    firms = [int(key) for key in grants.values_list("scope_key", flat=True)]
    fresh = Comment.objects.filter(
        assessment__enterprise__in=firms,
        assessment__status=Status.DRAFT,
        assessment__discarded_at=None,
        at__gt=now - FRESH,
        at__lte=now,
    )
    return fresh.unread_by(user.pk)


def _talked_about(now: datetime, actor: Actor) -> QuerySet[Assessment]:
    talk = Comment.objects.filter(at__gt=now - FRESH, withdrawn_at=None)
    drafts = Assessment.objects.visible_to(actor).filter(status=Status.DRAFT)
    found = drafts.filter(pk__in=talk.values("assessment")).select_related("enterprise")
    return found.order_by("-pk")


def _chosen(
    assessments: Iterable[Assessment], told: set[int], now: datetime
) -> list[tuple[Assessment, list[User]]]:
    """Each person under the newest assessment of theirs; the mail itself covers all of them."""
    chosen = []
    for assessment in assessments:
        people = [
            user
            for user in firm_people(assessment.enterprise)
            if user.comment_mails and user.pk not in told
        ]
        users = [user for user in people if unread_talk(user=user, now=now).exists()]
        told.update(user.pk for user in users)
        chosen.append((assessment, users))
    return chosen
