"""Two levels approve what was verified: the district, then the city. Approved is locked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnosis.deadlines import appeal_until
from diagnosis.models import Appeal, Approval, Assessment, ReopenRequest, Score, Status, Tier
from diagnosis.services.requesting import required_text
from gongfu.core import clock
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.errors import Forbidden, Locked
from gongfu.core.models import AuditEntry, Role
from gongfu.core.services.auditing import record

TIER_OF = {Role.DISTRICT_REGULATOR: Tier.DISTRICT, Role.CITY_REGULATOR: Tier.CITY}
BEFORE = {Tier.DISTRICT: "", Tier.CITY: Tier.DISTRICT.value}  # what is approved already
PIECE = 100  # written at once, so that nobody waits long for a bulk approval
LONGEST_REASON = 400

# Assessments with the annotations of `weighed`
Weighed = QuerySet[Any]


class Obstacle(TextChoices):
    """Why an assessment cannot be approved now."""

    NOT_VERIFIED = "not_verified", gettext_lazy("Not verified on site yet")
    DONE = "done", gettext_lazy("Approved at this level already")
    DISTRICT_FIRST = "district_first", gettext_lazy("The district has not approved it yet")
    SAME_PERSON = "same_person", gettext_lazy("You approved it for the district yourself")
    APPEAL = "appeal", gettext_lazy("An appeal is waiting for an answer")
    REQUEST = "request", gettext_lazy("A request to reopen is waiting for a decision")
    APPEAL_TIME = "appeal_time", gettext_lazy("The firm can still appeal")
    NO_SCORE = "no_score", gettext_lazy("The verified score is not worked out yet")


@dataclass(slots=True)
class Outcome:
    """What a bulk approval does or did: the assessments, and those skipped with the obstacle."""

    approved: list[Any] = field(default_factory=list)
    skipped: list[tuple[Any, Obstacle]] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        self.approved += other.approved
        self.skipped += other.skipped


def tier_of(actor: Actor) -> Tier:
    """The level at which this person approves."""
    if not may(actor, "assessment.approve"):
        raise Forbidden(_("District and city administration approve assessments."))
    return TIER_OF[Role(actor.role)]


def approvable(actor: Actor) -> QuerySet[Assessment]:
    """What is approved at all: assessments in reach, without the voluntary ones of firms."""
    return Assessment.objects.visible_to(actor).filter(is_extra=False)


def weighed(found: QuerySet[Assessment], actor: Actor) -> Weighed:
    """The assessments, each with what speaks against approving it."""
    own = {"assessment": OuterRef("pk")}
    mine = Approval.objects.open().filter(tier=Tier.DISTRICT, by=actor.user_id or 0, **own)
    scores = Score.objects.current().filter(kind=Score.Kind.VERIFIED, **own)
    return found.annotate(
        has_appeal=Exists(Appeal.objects.filter(state=Appeal.State.OPEN, **own)),
        has_request=Exists(ReopenRequest.objects.filter(state=ReopenRequest.State.OPEN, **own)),
        has_score=Exists(scores),
        is_mine=Exists(mine),
    )


def obstacle_to(one: Any, tier: Tier, today: date) -> Obstacle | None:
    """The first thing that speaks against approving a weighed assessment at this level."""
    return next((obstacle for obstacle, holds in _obstacles(one, tier, today) if holds), None)


def _obstacles(one: Any, tier: Tier, today: date) -> Iterator[tuple[Obstacle, bool]]:
    yield Obstacle.NOT_VERIFIED, one.status != Status.VERIFIED
    yield Obstacle.DONE, one.approved in (tier, Tier.CITY)
    yield Obstacle.DISTRICT_FIRST, one.approved != BEFORE[tier]
    yield Obstacle.SAME_PERSON, one.is_mine
    yield Obstacle.APPEAL, one.has_appeal
    yield Obstacle.REQUEST, one.has_request
    yield Obstacle.APPEAL_TIME, today <= appeal_until(clock.city_day(one.verified_at))
    yield Obstacle.NO_SCORE, not one.has_score


def look_through(*, found: QuerySet[Assessment], actor: Actor) -> Outcome:
    """What `approve_assessments` would do now."""
    tier, today = tier_of(actor), clock.today()
    return _sorted_out(list(weighed(found, actor).order_by("pk")), tier, today)


def approve_assessments(*, found: QuerySet[Assessment], actor: Actor) -> Outcome:
    """Approve all of these that can be approved now; the others are skipped with the reason."""
    tier, outcome = tier_of(actor), Outcome()
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), PIECE):
        outcome.add(_approve_piece(found, keys[start : start + PIECE], tier, actor))
    return outcome


def approve_assessment(*, assessment: Assessment, actor: Actor) -> None:
    """Approve one assessment, or say why not."""
    found = approvable(actor).filter(pk=assessment.pk)
    outcome = approve_assessments(found=found, actor=actor)
    for _skipped, obstacle in outcome.skipped:
        raise Locked(_("Not approved: %(reason)s.") % {"reason": obstacle.label})


@transaction.atomic
def _approve_piece(
    found: QuerySet[Assessment], keys: Sequence[int], tier: Tier, actor: Actor
) -> Outcome:
    """Look again at what nobody else can change now, then write."""
    rows = weighed(found.filter(pk__in=keys), actor).select_for_update(of=("self",))
    outcome = _sorted_out(list(rows.order_by("pk")), tier, clock.today())
    at, chosen = clock.now(), [one.pk for one in outcome.approved]
    Assessment.objects.filter(pk__in=chosen).update(approved=tier, updated_at=at)
    who = {"by_id": actor.user_id, "by_name": actor.name}
    Approval.objects.bulk_create(
        Approval(assessment_id=pk, tier=tier, at=at, **who) for pk in chosen
    )
    for pk in chosen:
        _note(actor, f"assessment.approved_by_{tier}", pk)
    return outcome


def _sorted_out(rows: Sequence[Any], tier: Tier, today: date) -> Outcome:
    outcome = Outcome()
    for one in rows:
        obstacle = obstacle_to(one, tier, today)
        if obstacle:
            outcome.skipped.append((one, obstacle))
        else:
            outcome.approved.append(one)
    return outcome


@transaction.atomic
def unlock_assessment(*, assessment: Assessment, reason: str, actor: Actor) -> None:
    """Take every approval back with a reason, so that what was found wrong can be corrected.

    It takes two people: whoever approved does not unlock.
    """
    tier = tier_of(actor)
    missing = _("Say why it is unlocked; this is logged, and the firm can read it.")
    reason = required_text(reason, "reason", missing, LONGEST_REASON)
    held = approvable(actor).select_for_update(of=("self",)).get(pk=assessment.pk)
    approvals = held.approvals.open()
    refusal = refusal_to_unlock(held, tier, [one.by_id for one in approvals], actor)
    if refusal:
        raise refusal
    at = clock.now()
    Assessment.objects.filter(pk=held.pk).update(approved="", updated_at=at)
    approvals.update(ended_at=at, ended_by=actor.user_id, ended_by_name=actor.name, reason=reason)
    _note(actor, "assessment.unlocked", held.pk)


def refusal_to_unlock(
    held: Assessment, tier: Tier, approvers: Sequence[int | None], actor: Actor
) -> Locked | Forbidden | None:
    """Why this person cannot unlock the assessment."""
    if not held.approved:
        return Locked(_("This assessment is not approved, so there is nothing to unlock."))
    if held.approved == Tier.CITY and tier != Tier.CITY:
        return Forbidden(_("The city has approved it, so only the city unlocks it."))
    if actor.user_id in approvers:
        return Forbidden(_("You approved it yourself; a second person has to unlock it."))
    return None


def _note(actor: Actor, action: str, assessment_id: int) -> None:
    target = f"assessment:{assessment_id}"
    record(actor=actor, action=action, target=target, result=AuditEntry.Result.OK)
