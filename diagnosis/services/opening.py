from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_of
from diagnosis.maturity import progress
from diagnosis.models import AnswerSheet, Assessment, AssessmentMove, Release, Status
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
    """Invite a firm to answer the campaign's framework; a second call returns the same one."""
    release = release_of(campaign)
    with transaction.atomic():
        assessment, created = Assessment.objects.get_or_create(
            enterprise=enterprise,
            campaign=campaign,
            framework_ref=release.ref,
            defaults={
                "release": release,
                "profile": profile_of(enterprise),
                "due_on": due_on or campaign.due_on,
                "opened_at": clock.now(),
                "total": progress(framework_of(release), {}, profile_of(enterprise)).total,
                "is_simulated": enterprise.is_simulated or campaign.is_simulated,
            },
        )
        if created:
            _begin(assessment, actor)
    return assessment


def release_of(campaign: Campaign) -> Release:
    """The published release that the campaign names as `ref version`."""
    ref, _space, version = campaign.framework.partition(" ")
    release = Release.objects.filter(ref=ref, version=version).first()
    if release is None:
        raise Invalid(
            _("The framework %(framework)s of this campaign is not published.")
            % {"framework": campaign.framework}
        )
    return release


def _begin(assessment: Assessment, actor: Actor) -> None:
    AnswerSheet.objects.create(assessment=assessment)
    AssessmentMove.objects.create(
        assessment=assessment,
        after=Status.DRAFT,
        at=assessment.opened_at,
        by_id=actor.user_id,
    )
    record_step(
        campaign=assessment.campaign,
        enterprise=assessment.enterprise,
        step=Step.INVITED,
        on=clock.city_day(assessment.opened_at),
        actor=actor,
        source=f"assessment:{assessment.pk}:{Step.INVITED}",
    )
    note_change(kind="assessment", key=str(assessment.pk))
