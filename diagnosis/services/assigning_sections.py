"""Who sees to which section: given, taken, freed; nobody is shut out of the others."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_for
from diagnosis.models import Assessment, Keeper, Status
from diagnosis.services.answering import locked
from diagnosis.services.telling import tell_keeper
from enterprises.models import Membership
from gongfu.core import clock
from gongfu.core.access import CAPABILITIES
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid
from gongfu.core.models import RoleGrant


def members_on(enterprise_id: int, day: date) -> QuerySet[Membership]:
    """The people of a firm whose grant is in force."""
    found = Membership.objects.filter(
        enterprise_id=enterprise_id, grant__in=RoleGrant.objects.valid_on(day)
    )
    return found.select_related("user", "grant").order_by("pk")


def who_may_keep(enterprise_id: int, day: date) -> QuerySet[Membership]:
    """Those of them who may answer."""
    return members_on(enterprise_id, day).filter(grant__role__in=CAPABILITIES["assessment.answer"])


@transaction.atomic
def assign_sections(
    *, assessment: Assessment, wanted: Mapping[str, int | None], actor: Actor
) -> int:
    """Give sections to members, or free them; return how many changed hands.

    Whoever is given one by somebody else is told by mail, once for all of them. Raises Invalid
    for a section or a person that is not of this assessment, Locked once it was submitted.
    """
    if assessment.status != Status.DRAFT:
        raise locked()
    people = {m.pk: m for m in who_may_keep(assessment.enterprise_id, clock.today())}
    present = {keeper.section: keeper for keeper in _locked_keepers(assessment)}
    changed = []
    for section, member in wanted.items():
        _check(assessment, section, member, people)
        kept = present.get(section)
        if (kept.membership_id if kept else None) != member or (kept and member is None):
            _give(assessment, section, people.get(member or 0), kept, actor)
            changed.append(member)
    told = {people[member].user_id for member in changed if member is not None}
    for user_id in sorted(told - {actor.user_id}):
        tell_keeper(assessment=assessment, user_id=user_id, actor=actor)
    return len(changed)


def _locked_keepers(assessment: Assessment) -> QuerySet[Keeper]:
    return Keeper.objects.select_for_update().filter(assessment=assessment)


def _check(
    assessment: Assessment, section: str, member: int | None, people: Mapping[int, Membership]
) -> None:
    if section not in framework_for(assessment).section_by_ref:
        message = _("There is no such section in this questionnaire; choose one of the list.")
        raise Invalid(message, fields={"section": message})
    if member is not None and member not in people:
        message = _("Choose a colleague who may answer: an owner or editor of your company.")
        raise Invalid(message, fields={section: message})


def _give(
    assessment: Assessment,
    section: str,
    member: Membership | None,
    kept: Keeper | None,
    actor: Actor,
) -> None:
    if member is None:
        if kept:
            kept.delete()
        return
    given = {
        "membership": member,
        "name": member.user.name,
        "given_at": clock.now(),
        "given_by_id": actor.user_id,
    }
    Keeper.objects.update_or_create(assessment=assessment, section=section, defaults=given)
