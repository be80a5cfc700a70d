"""Apply a campaign's rule to the register: counted first, then done in pieces by a job.

Each piece is a transaction of its own, and a firm that is in or out already is passed over: a run
that was cut short goes on where it stood.
"""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.models import Campaign, ScopeEntry, ScopeRun
from enterprises.programme.rule import as_data, read_rule
from enterprises.programme.selecting import dry_run, entering, leaving
from enterprises.programme.services.deciding import needed, open_campaign
from enterprises.programme.services.scoping_many import enter_many, leave_many
from enterprises.register.querysets import EnterpriseQuerySet
from gongfu.core import clock, fault, jobs
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Invalid
from gongfu.core.models import Job

JOB = "scope_run"
PIECE = 100  # firms of one transaction: others write in between


@transaction.atomic
def start_run(
    *,
    campaign: Campaign,
    seen: tuple[int, int],
    on: date,
    reason: str,
    takes_out: bool,
    actor: Actor,
) -> ScopeRun:
    """Queue the application of the rule; `seen` is what the dry run showed: how many in, how many
    out. Raises Conflict where the register says otherwise by now, or a run is under way.
    """
    found = open_campaign(campaign)
    if not found.scope_rule:
        raise Invalid(_("Set the rule first; there is none yet."))
    _check_day(found, on)
    if running(found):
        raise Conflict(_("The rule is being applied already; wait until that has ended."))
    total = dry_run(found, read_rule(found.scope_rule), actor).total
    if (total.enters, total.leaves) != seen:
        raise Conflict(
            _("The register has changed since the dry run. Look at the new figures, then apply.")
        )
    run = ScopeRun.objects.create(
        campaign=found,
        rule=as_data(read_rule(found.scope_rule)),
        on=on,
        reason=needed(reason),
        takes_out=takes_out,
        created_at=clock.now(),
        by_id=actor.user_id,
        author=actor.pseudonym,
    )
    run.job = jobs.enqueue(
        kind=JOB, key=run.source, actor=actor, payload={"run": run.pk}, queue=Job.Queue.BULK
    )
    run.save(update_fields=["job"])
    return run


def running(campaign: Campaign) -> bool:
    """Whether the rule of this campaign is being applied now."""
    jobs_of = ScopeRun.objects.filter(campaign=campaign, finished_at=None).values("job")
    return Job.objects.active().filter(pk__in=jobs_of).exists()


def apply_run(*, run: ScopeRun, actor: Actor, lease: jobs.Lease) -> None:
    """Do the job; `actor` reaches every firm and carries the name of whoever started it."""
    if run.finished_at is None:
        _work(run, actor, lease)
    with lease.complete() as result:
        if run.finished_at is None:
            stays = ScopeEntry.objects.filter(campaign_id=run.campaign_id)
            run.entered = stays.filter(source=run.source).count()
            run.left = stays.filter(left_source=run.source).count()
            run.finished_at = clock.now()
            run.save(update_fields=["entered", "left", "finished_at"])
        result["url"] = reverse("enterprises:campaign_rule", args=[run.campaign.slug])


def _work(run: ScopeRun, actor: Actor, lease: jobs.Lease) -> None:
    campaign, rule = run.campaign, read_rule(run.rule)
    enters = entering(campaign, rule, actor)
    leaves = leaving(campaign, rule, actor) if run.takes_out else enters.none()
    done, total = 0, enters.count() + leaves.count()
    for firms, move in ((enters, enter_many), (leaves, leave_many)):
        for keys in _pieces(firms):
            done += move(
                campaign=campaign,
                keys=keys,
                on=run.on,
                reason=run.reason,
                source=run.source,
                actor=actor,
            )
            lease.progress(done, max(done, total))
            fault.point("scope_run.piece")


def _pieces(firms: EnterpriseQuerySet) -> Iterator[list[int]]:
    """The keys in order, a piece at a time; each is read when the one before it is done."""
    last = 0
    found = firms.order_by("pk").values_list("pk", flat=True)
    while keys := list(found.filter(pk__gt=last)[:PIECE]):
        yield keys
        last = keys[-1]


def _check_day(campaign: Campaign, on: date) -> None:
    if not campaign.starts_on <= on <= clock.today():
        text = _("Choose a day from %(first)s, when the campaign starts, to today.") % {
            "first": campaign.starts_on.isoformat()
        }
        raise Invalid(text, fields={"on": text})
