from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from gongfu.core.actor import Actor
from gongfu.core.models import Role


class EnterpriseQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> "EnterpriseQuerySet":
        """The firms an actor may know of: all for the city, those in reach for everybody else, none by default."""
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
            return self._reached(
                consents__partner__application_id=actor.partner_id,
                consents__field_group="profile",
                consents__valid_to=None,
            )
        return self.none()

    def _reached(self, **path: object) -> "EnterpriseQuerySet":
        """Firms at the end of a relation, each once: a predicate in SQL, never a list of ids."""
        return self.filter(pk__in=self.model._default_manager.filter(**path).values("pk"))

    def matching(self, words: str) -> "EnterpriseQuerySet":
        """Firms whose name contains the words or whose credit code begins with them."""
        text = "".join(words.split()).casefold()
        if not text:
            return self
        code = Q(uscc__startswith=text.upper())
        named = Q(name_zh__icontains=text) | Q(name_en__icontains=words.strip())
        hits = self
        for gram in {text[i : i + 2] for i in range(len(text) - 1)} or {text}:
            hits = hits._reached(
                **{"grams__gram" if len(gram) == 2 else "grams__gram__startswith": gram}
            )
        return self.filter(code | Q(pk__in=hits.filter(named).values("pk")))

    def with_any(self, rows: QuerySet) -> "EnterpriseQuerySet":
        """Firms to which at least one of the given rows (each with an `enterprise`) belongs."""
        return self.filter(Exists(rows.filter(enterprise=OuterRef("pk"))))
