from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.models import AnswerSheet, Assessment, Status, Voice
from gongfu.core import clock
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.errors import Forbidden, Locked
from gongfu.core.models import User
from gongfu.core.services.changing import note_change


def discard_extra(*, assessment: Assessment, actor: Actor, user: User) -> None:
    """Put a voluntary draft out of sight; its answers, files and history stay as they are.

    Raises Locked for the campaign's own assessment and for one that was submitted.
    """
    with transaction.atomic():
        now = _locked(assessment, actor)
        if now.discarded_at is None:
            _keep(assessment, discarded_at=clock.now(), discarded_by=user)


def take_back(*, assessment: Assessment, actor: Actor) -> None:
    """Bring a discarded draft back as it was."""
    with transaction.atomic():
        if _locked(assessment, actor).discarded_at is not None:
            bring_back(assessment)


def bring_back(assessment: Assessment) -> None:
    """For whoever may open such an assessment; call it inside a transaction."""
    _keep(assessment, discarded_at=None, discarded_by=None)


def is_discardable(assessment: Assessment) -> bool:
    return assessment.is_extra and assessment.status == Status.DRAFT


def _locked(assessment: Assessment, actor: Actor) -> Assessment:
    """The assessment as it stands; nobody can answer or submit it until the transaction ends."""
    if not may(actor, "assessment.discard"):
        raise Forbidden(_("Only an owner of your company can discard a self-assessment."))
    sheets = AnswerSheet.objects.select_for_update(of=("self",)).select_related("assessment")
    now = sheets.get(assessment=assessment, voice=Voice.SELF).assessment
    if not is_discardable(now):
        raise Locked(
            _("Only a voluntary self-assessment that is not submitted yet can be discarded.")
        )
    return now


def _keep(assessment: Assessment, **stamps: object) -> None:
    for name, value in stamps.items():
        setattr(assessment, name, value)
    assessment.save(update_fields=[*stamps, "updated_at"])
    note_change(kind="assessment", key=str(assessment.pk))
