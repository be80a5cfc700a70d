from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_of
from diagnosis.maturity import progress
from diagnosis.models import AnswerSheet, Assessment, AssessmentMove, Release, Status
from diagnosis.services.discarding import bring_back
from diagnosis.which_release import release_of
from enterprises.models import Campaign, Enterprise, Step
from enterprises.programme.services.recording import record_step
from enterprises.register.profiling import profile_of
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid
from gongfu.core.services.changing import note_change


def open_assessment(
    *, enterprise: Enterprise, campaign: Campaign, actor: Actor, due_on: date | None = None
) -> Assessment:
    """Invite a firm to answer what the campaign asks of it; a second call returns the same one.

    The release is chosen now and stays, whatever the campaign or the firm becomes later.
    """
    known = Assessment.objects.filter(enterprise=enterprise, campaign=campaign, is_extra=False)
    if found := known.first():
        return found
    release = release_of(campaign, enterprise)
    return _open(enterprise, campaign, release, actor, due_on or campaign.due_on)


@transaction.atomic
def open_extra(*, beside: Assessment, release: Release, actor: Actor) -> Assessment:
    """Let a firm answer another release in a campaign in which it takes part; it counts nowhere.

    Where the firm has that release in this campaign already, that assessment is returned; one
    that was discarded is taken back with its answers.
    """
    campaign = beside.campaign
    if campaign.closed_on is not None:
        raise Invalid(_("This campaign is closed; no further assessment can be opened in it."))
    known = Assessment.objects.filter(enterprise=beside.enterprise, campaign=campaign)
    if found := known.filter(framework_ref=release.ref).first():
        if found.discarded_at is not None:
            bring_back(found)
        return found
    return _open(beside.enterprise, campaign, release, actor, campaign.due_on, is_extra=True)


def _open(
    enterprise: Enterprise,
    campaign: Campaign,
    release: Release,
    actor: Actor,
    due_on: date,
    *,
    is_extra: bool = False,
) -> Assessment:
    profile = profile_of(enterprise)
    with transaction.atomic():
        assessment, created = Assessment.objects.get_or_create(
            enterprise=enterprise,
            campaign=campaign,
            **({"framework_ref": release.ref} if is_extra else {"is_extra": False}),
            defaults={
                "release": release,
                "framework_ref": release.ref,
                "profile": profile,
                "due_on": due_on,
                "opened_at": clock.now(),
                "total": progress(framework_of(release), {}, profile).total,
                "is_extra": is_extra,
                "is_simulated": enterprise.is_simulated or campaign.is_simulated,
            },
        )
        if created:
            _begin(assessment, actor)
    return assessment


def _begin(assessment: Assessment, actor: Actor) -> None:
    AnswerSheet.objects.create(assessment=assessment)
    AssessmentMove.objects.create(
        assessment=assessment,
        after=Status.DRAFT,
        at=assessment.opened_at,
        by_id=actor.user_id,
    )
    if not assessment.is_extra:
        record_step(
            campaign=assessment.campaign,
            enterprise=assessment.enterprise,
            step=Step.INVITED,
            on=clock.city_day(assessment.opened_at),
            actor=actor,
            source=f"assessment:{assessment.pk}:{Step.INVITED}",
        )
    note_change(kind="assessment", key=str(assessment.pk))
