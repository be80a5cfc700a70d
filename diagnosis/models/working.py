"""What is in the making: kept whether sound or not, until it is published."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongfu.core.models import Role

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class WorkQuerySet(models.QuerySet["Work"]):
    def visible_to(self, actor: "Actor") -> Self:
        """Authors work on all drafts together; nobody else sees any."""
        return self.all() if actor.role == Role.AUTHOR else self.none()

    def open(self) -> Self:
        """Drafts that are not published yet."""
        return self.filter(**{f"{self.model.PUBLISHED}__isnull": True})


class Work(models.Model):
    """A draft of any kind; `PUBLISHED` names the field that tells what it was published as.

    `revision` counts the saves; who saves names the revision seen, so nobody writes over another.
    """

    PUBLISHED: ClassVar[str]

    revision = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(_("begun by"), max_length=60)
    edited_by_name = models.CharField(_("last saved by"), max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(_("last saved"), auto_now=True)

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return getattr(self, f"{self.PUBLISHED}_id") is not None
