"""A provider that plans for a firm says first whether it sells what the plan calls for."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from diagnosis.models import Disclosure, Plan, PlanItem
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.errors import Forbidden
from gongfu.core.models import User


def must_disclose(plan: Plan, actor: Actor) -> bool:
    """Whether the actor's provider has not said it of every item; nobody else is asked."""
    if not actor.is_provider:
        return False
    return plan.items.exclude(disclosures__provider=actor.provider_id).exists()


def refuse_undisclosed(plan: Plan, actor: Actor) -> None:
    """Nothing of a plan is changed by a provider that kept its own interest to itself."""
    if must_disclose(plan, actor):
        raise Forbidden(_("Say first whether you or a related company sell what this plan needs."))


def disclose(*, plan: Plan, sells: Mapping[int, bool], user: User, actor: Actor) -> None:
    """Keep what the provider says of each item, by its key; a later word replaces the earlier."""
    if not actor.is_provider or actor.provider_id is None:
        raise Forbidden(_("Only the provider of the diagnosis says this."))
    Disclosure.objects.bulk_create(
        (
            Disclosure(
                item_id=item,
                provider_id=actor.provider_id,
                sells=answer,
                said_at=clock.now(),
                said_by=user,
                said_name=user.name,
            )
            for item, answer in sells.items()
        ),
        update_conflicts=True,
        unique_fields=["item", "provider"],
        update_fields=["sells", "said_at", "said_by", "said_name"],
    )


def carry_disclosures(items: Iterable[PlanItem], earlier: Iterable[PlanItem]) -> None:
    """What was said of a solution stands when a later plan holds it again."""
    present = {item.solution: item for item in items}
    said = Disclosure.objects.filter(item__in=list(earlier)).select_related("item")
    Disclosure.objects.bulk_create(
        Disclosure(
            item=present[each.item.solution],
            provider_id=each.provider_id,
            sells=each.sells,
            said_at=each.said_at,
            said_by_id=each.said_by_id,
            said_name=each.said_name,
        )
        for each in said
        if each.item.solution in present
    )
