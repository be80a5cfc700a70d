from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from enterprises.ecosystem.models import Consent
from enterprises.register.searching import fold
from gongfu.core.actor import Actor
from gongfu.core.models import Role

MAX_SEARCH = 80
PAIRS_ASKED = 4  # enough to narrow down; the folded name decides


class EnterpriseQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> "EnterpriseQuerySet":
        """Firms an actor may know of: all for the city, those in reach for others, else none."""
        if actor.role in (Role.CITY_REGULATOR, Role.SYSTEM):
            return self
        if actor.role == Role.DISTRICT_REGULATOR:
            return self.filter(district_id=actor.district_code)
        if actor.is_firm:
            return self.filter(pk=actor.enterprise_id)
        if actor.role in (Role.PROVIDER_LEAD, Role.SECOND_SIGNER):
            return self._reached(
                assignments__provider_id=actor.provider_id, assignments__ended_on=None
            )
        if actor.role == Role.CONSULTANT:
            return self._reached(
                assignments__provider_id=actor.provider_id,
                assignments__consultant__user_id=actor.user_id,
                assignments__ended_on=None,
            )
        if actor.role == Role.PARTNER:
            return self.with_any(Consent.objects.open_to(actor, Consent.FieldGroup.PROFILE))
        return self.none()

    def _reached(self, **path: object) -> "EnterpriseQuerySet":
        """Firms at the end of a relation, each once: a predicate in SQL, never a list of ids."""
        return self.filter(pk__in=self.model._default_manager.filter(**path).values("pk"))

    def matching(self, words: str) -> "EnterpriseQuerySet":
        """Firms whose name contains the words or whose credit code begins with them."""
        text = fold(words)[:MAX_SEARCH]
        if not text:
            return self
        named = self.filter(search_text__contains=text)
        for path in _gram_paths(text):
            named = named._reached(**path)
        return self.filter(Q(uscc__startswith=text.upper()) | Q(pk__in=named.values("pk")))

    def with_any(self, rows: QuerySet) -> "EnterpriseQuerySet":
        """Firms to which at least one of the given rows (each with an `enterprise`) belongs."""
        return self.filter(Exists(rows.filter(enterprise=OuterRef("pk"))))


def _gram_paths(text: str) -> list[dict[str, str]]:
    """Lookups of the search index that a name containing the text must satisfy."""
    if len(text) == 1 and not text.isascii():
        return [{"grams__gram__startswith": text}]
    pairs = list(dict.fromkeys(text[i : i + 2] for i in range(len(text) - 1)))
    pairs = [pair for pair in pairs if not pair.isascii()]
    step = -(-len(pairs) // PAIRS_ASKED) or 1
    return [{"grams__gram": pair} for pair in pairs[::step]]
