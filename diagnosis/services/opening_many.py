"""Assessments opened in bulk: counted first, then firm by firm in a job.

Each firm is a transaction of its own and is passed over once it has an assessment or a line, so an
order that was cut short goes on where it stood, and a second order opens nothing twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from diagnosis.models import Assessment
from diagnosis.services.opening import open_assessment
from diagnosis.which_release import LOOKED_AT, lacks_release, unpublished
from enterprises.models import Campaign, Enterprise, Opening, OpeningLine, ScopeEntry, Wave
from enterprises.programme.rule import Rule, as_data, both, read_rule, rule_of
from enterprises.programme.selecting import in_scope_on, meant
from enterprises.register.querysets import EnterpriseQuerySet
from gongfu.core import clock, fault, jobs
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Invalid, Locked
from gongfu.core.models import Job

JOB = "opening_many"
PIECE = 50  # firms that are read at once
Outcome = OpeningLine.Outcome


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an order would do to the firms that a rule means."""

    opens: int
    already: int  # have their assessment of this campaign
    outside: int  # are not in scope today
    no_release: int  # nothing is published for their kind

    @property
    def skipped(self) -> int:
        return self.already + self.outside + self.no_release


def try_opening(*, campaign: Campaign, rule: Rule | None, actor: Actor) -> DryRun:
    """Count what an order would do; nothing is changed. No rule: no firm fits."""
    if rule is None:
        return DryRun(0, 0, 0, 0)
    firms = Enterprise.objects.visible_to(actor).filter(meant(rule))
    inside = firms.filter(_inside(campaign))
    waiting = inside.exclude(_opened(campaign))
    total, within, left = firms.count(), inside.count(), waiting.count()
    lacking = _lacking(campaign, waiting)
    return DryRun(left - lacking, within - left, total - within, lacking)


def to_open(*, campaign: Campaign, rule: Rule, actor: Actor) -> EnterpriseQuerySet:
    """Firms in scope today that the rule means and that have no assessment of this campaign."""
    firms = Enterprise.objects.visible_to(actor).filter(meant(rule), _inside(campaign))
    return firms.exclude(_opened(campaign))


@transaction.atomic
def start_opening(
    *,
    campaign: Campaign,
    wave: Wave | None,
    rule: Rule | None,
    due_on: date,
    seen: int,
    actor: Actor,
) -> Opening:
    """Order it; `seen` is how many the dry run would open.

    Raises Locked where the campaign does not run, Conflict where the register or the scope says
    otherwise by now or an order is being carried out already.
    """
    found = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not Campaign.objects.running_on(clock.today()).filter(pk=found.pk).exists():
        raise Locked(_("This campaign is not running; nobody can be invited to it."))
    _check_due(due_on)
    if being_opened(found):
        raise Conflict(_("Assessments are being opened already; wait until that has ended."))
    rule = _within(rule, actor)
    if rule is None or try_opening(campaign=found, rule=rule, actor=actor).opens != seen:
        raise Conflict(
            _("Register or scope have changed since the dry run. Look at the new figures first.")
        )
    opening = Opening.objects.create(
        campaign=found,
        wave=wave,
        rule=as_data(rule),
        district=actor.district_code or "",
        due_on=due_on,
        made_at=clock.now(),
        by_id=actor.user_id,
        author=actor.pseudonym,
    )
    opening.job = jobs.enqueue(
        kind=JOB,
        key=str(opening),
        actor=actor,
        payload={"opening": opening.pk},
        queue=Job.Queue.BULK,
    )
    opening.save(update_fields=["job"])
    return opening


def being_opened(campaign: Campaign) -> bool:
    """Whether an order of this campaign is being carried out now."""
    orders = Opening.objects.filter(campaign=campaign, finished_at=None).values("job")
    return Job.objects.active().filter(pk__in=orders).exists()


def carry_out(*, opening: Opening, actor: Actor, lease: jobs.Lease) -> None:
    """Do the job; `actor` reaches every firm and carries the name of whoever ordered it."""
    if opening.finished_at is None:
        _work(opening, actor, lease)
    with lease.complete() as result:
        if opening.finished_at is None:
            opening.finished_at = clock.now()
            opening.save(update_fields=["finished_at"])
        result["url"] = reverse("diagnosis:opening_order", args=[opening.pk])


def _work(opening: Opening, actor: Actor, lease: jobs.Lease) -> None:
    firms = to_open(campaign=opening.campaign, rule=read_rule(opening.rule), actor=actor)
    total = firms.count()
    for done, firm in enumerate(_one_by_one(firms), start=1):
        _open_one(opening, firm, actor)
        fault.point("opening_many.one")
        if done % PIECE == 0:
            lease.progress(done, max(done, total))


@transaction.atomic
def _open_one(opening: Opening, firm: Enterprise, actor: Actor) -> None:
    """Open it, or write down why not; the line is kept with the assessment or neither is."""
    try:
        open_assessment(
            enterprise=firm, campaign=opening.campaign, actor=actor, due_on=opening.due_on
        )
        outcome = Outcome.OPENED
    except Invalid:
        outcome = Outcome.NO_RELEASE
    OpeningLine.objects.get_or_create(
        opening=opening, enterprise=firm, defaults={"outcome": outcome}
    )


def _one_by_one(firms: EnterpriseQuerySet) -> Iterator[Enterprise]:
    """In order of their keys; who is still to be opened is asked anew for every piece."""
    last = 0
    while piece := list(firms.filter(pk__gt=last).order_by("pk")[:PIECE]):
        yield from piece
        last = piece[-1].pk


def _inside(campaign: Campaign) -> Exists:
    stays = ScopeEntry.objects.filter(in_scope_on(clock.today()), campaign=campaign)
    return Exists(stays.filter(enterprise=OuterRef("pk")))


def _opened(campaign: Campaign) -> Exists:
    own = Assessment.objects.filter(campaign=campaign, is_extra=False)
    return Exists(own.filter(enterprise=OuterRef("pk")))


def _lacking(campaign: Campaign, firms: EnterpriseQuerySet) -> int:
    """Firms without a published questionnaire; they are looked at only where one is missing."""
    if not unpublished(campaign):
        return 0
    return sum(lacks_release(campaign, firm) for firm in firms.only(*LOOKED_AT).iterator())


def _within(rule: Rule | None, actor: Actor) -> Rule | None:
    """The rule cut to the district that the actor is bound to."""
    own = actor.district_code
    return rule if rule is None or own is None else both(rule, rule_of(districts=[own]))


def _check_due(due_on: date) -> None:
    if due_on < clock.today():
        text = _("The assessments would be due before today; choose a later day.")
        raise Invalid(text, fields={"due_on": text})
