"""How several people work on one assessment: whose section it is, and what they say about it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment
from enterprises.models import Membership

if TYPE_CHECKING:
    from gongfu.core.actor import Actor

LONGEST_COMMENT = 2000


class Keeper(models.Model):
    """Who sees to a section. It helps people to share the work and forbids nobody anything.

    Without a membership the section is free again because its keeper has left; the name stays.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="keepers")
    section = models.CharField(max_length=60)
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=60)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("keeper of a section")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "section"], name="keeper_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.section}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, actor: "Actor") -> "CommentQuerySet":
        """Comments on the assessments in reach: providers and regulators once it is submitted."""
        return self.filter(assessment__in=Assessment.objects.visible_to(actor))

    def unread_by(self, user_id: int | None) -> "CommentQuerySet":
        """What others have said since this person last looked at the question's thread."""
        seen = CommentsSeen.objects.filter(
            user=user_id,
            assessment=OuterRef("assessment"),
            key=OuterRef("key"),
            newest__gte=OuterRef("pk"),
        )
        return self.filter(~Exists(seen), withdrawn_at__isnull=True).exclude(by=user_id)


class Comment(models.Model):
    """One contribution to the talk about a question; never edited, at most withdrawn."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="comments")
    key = models.CharField(max_length=60)
    text = models.TextField(_("comment"), max_length=LONGEST_COMMENT, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    by_role = models.CharField(max_length=24)  # a Role, as it was then
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        indexes = [models.Index(fields=["assessment", "key"], name="comment_thread")]

    def __str__(self) -> str:
        return f"{self.key} {self.by_name}"


class CommentsSeen(models.Model):
    """How far a person has read the thread of a question."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    newest = models.PositiveBigIntegerField()  # id of the newest comment that was shown

    class Meta:
        verbose_name = _("comments seen")
        constraints = [
            models.UniqueConstraint(fields=["user", "assessment", "key"], name="seen_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key} {self.newest}"
