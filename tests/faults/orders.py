"""Orders that a job carries out firm by firm, each for one firm, and what stands afterwards."""

from datetime import timedelta

from diagnosis.models import Assessment
from diagnosis.services.opening_many import start_opening
from diagnosis.services.publishing import publish_shipped
from enterprises.models import LedgerEntry, OpeningLine, ScopeEntry
from enterprises.programme.rule import Rule, rule_of
from enterprises.programme.services.applying_rule import start_run
from enterprises.programme.services.deciding import set_rule
from gongfu.core.clock import today
from gongfu.core.models import Job
from tests import factories


def opening_order() -> Job:
    """Invite the one firm in the scope of a campaign."""
    publish_shipped()
    campaign = factories.CampaignFactory.create(due_on=today() + timedelta(days=90))
    factories.in_scope(campaign)
    city = factories.as_regulator()
    due_on = today() + timedelta(days=30)
    order = start_opening(
        campaign=campaign, wave=None, rule=Rule(), due_on=due_on, seen=1, actor=city
    )
    return _job(order)


def scope_order() -> Job:
    """Take the one firm above scale into the scope of a campaign."""
    city = factories.as_regulator()
    campaign = factories.CampaignFactory.create()
    rule = rule_of(above_scale=True, districts=["310104"])
    set_rule(campaign=campaign, rule=rule, actor=city)
    factories.EnterpriseFactory.create(is_above_scale=True, district_id="310104")
    run = start_run(
        campaign=campaign, seen=(1, 0), on=today(), reason="list", takes_out=False, actor=city
    )
    return _job(run)


def opened_by(job: Job) -> tuple[int, int]:
    """Lines and assessments that an opening order left."""
    lines = OpeningLine.objects.filter(opening__job=job)
    firms = lines.values("enterprise")
    return lines.count(), Assessment.objects.filter(enterprise__in=firms).count()


def entered_by(job: Job) -> tuple[int, int]:
    """Stays and entries of the ledger that a run of a rule left."""
    stays = ScopeEntry.objects.filter(source=job.key)
    return stays.count(), LedgerEntry.objects.filter(source__startswith=job.key).count()


def _job(order: object) -> Job:
    job = getattr(order, "job", None)
    assert isinstance(job, Job)
    return job
