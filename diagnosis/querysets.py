from django.db import models
from django.db.models import Exists, OuterRef

from enterprises.models import Consent, Enterprise
from gongfu.core.actor import Actor
from gongfu.core.models import Role


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> "AssessmentQuerySet":
        """Assessments of the firms in reach; regulators and providers see submitted ones only.

        What its firm has discarded is in nobody's lists; see `discarded_of`.
        """
        if actor.role == Role.PARTNER:
            return self.consented_to(actor)
        firms = Enterprise.objects.visible_to(actor)
        reachable = self.filter(enterprise__in=firms, discarded_at__isnull=True)
        return (
            reachable
            if actor.is_firm or actor.role == Role.SYSTEM
            else reachable.exclude(status="draft")
        )

    def discarded_of(self, actor: Actor) -> "AssessmentQuerySet":
        """What the actor's own firm has discarded and may take back."""
        if not actor.is_firm:
            return self.none()
        firms = Enterprise.objects.visible_to(actor)
        return self.filter(enterprise__in=firms, discarded_at__isnull=False)

    def consented_to(self, actor: Actor) -> "AssessmentQuerySet":
        """Submitted assessments whose firms let this partner see their profile, levels and scores.

        Both are needed: a filter by district or size would tell the profile of a firm.
        """
        scores = Consent.objects.open_to(actor, Consent.FieldGroup.SCORES)
        return self.exclude(status="draft").filter(
            Exists(scores.filter(enterprise=OuterRef("enterprise"))),
            enterprise__in=Enterprise.objects.visible_to(actor),
        )


class ScoreQuerySet(models.QuerySet):
    def current(self) -> "ScoreQuerySet":
        """The valid score of each kind."""
        return self.filter(is_current=True)
