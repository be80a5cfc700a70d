from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongfu.core.models import Role

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class RegisterImportQuerySet(models.QuerySet["RegisterImport"]):
    def visible_to(self, actor: "Actor") -> "RegisterImportQuerySet":
        """The city sees every import; a district sees those of its own people."""
        if actor.role in (Role.CITY_REGULATOR, Role.SYSTEM):
            return self
        if actor.role == Role.DISTRICT_REGULATOR:
            return self.filter(created_by_id=actor.user_id, district_id=actor.district_code)
        return self.none()


class RegisterImport(models.Model):
    """An uploaded register file: checked first, then applied whole, and undone whole if need be."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be checked")
        CHECKED = "checked", _("Checked, nothing changed yet")
        REFUSED = "refused", _("The file cannot be read")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    file = models.CharField(max_length=200)  # path under the data folder
    file_name = models.CharField(_("file"), max_length=200)
    file_digest = models.CharField(max_length=64)
    file_size = models.PositiveBigIntegerField()
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    problem = models.JSONField(
        default=dict, blank=True
    )  # why the whole file was refused: code, params
    columns = models.JSONField(default=list, blank=True)  # [header, field] in the file's order
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    district = models.ForeignKey("enterprises.District", models.PROTECT, null=True, blank=True)
    job = models.ForeignKey("core.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("register import")

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One line of an import: what it would do or did, what stood there before, or why not."""

    class Outcome(models.TextChoices):
        CREATE = "create", _("New")
        UPDATE = "update", _("Changed")
        SAME = "same", _("Unchanged")
        REFUSED = "refused", _("Refused")

    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("row"))  # as the spreadsheet counts, header = 1
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    uscc = models.CharField(max_length=40, blank=True)
    raw = models.JSONField(default=list)  # of a refused line: its cells as text, as in the file
    before = models.JSONField(
        default=dict
    )  # field -> value in the register before; empty for a new one
    after = models.JSONField(default=dict)  # field -> new value, changed fields only
    faults = models.JSONField(default=list)  # {column, value, code, params, remark}
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("import row")
        constraints = [
            models.UniqueConstraint(fields=["register_import", "number"], name="import_row_once")
        ]
        indexes = [
            models.Index(fields=["register_import", "outcome", "number"], name="import_row_outcome")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"
