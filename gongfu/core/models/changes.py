from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """Something an outside reader may follow has changed.

    Written in the transaction of the change. `number` is given afterwards by the one sequencer,
    in commit order as seen by it, so a reader who has seen n never misses a later one below n.
    """

    class Operation(models.TextChoices):
        UPSERT = "upsert", _("created or changed")
        DELETE = "delete", _("deleted")

    id = models.BigAutoField(primary_key=True)
    number = models.BigIntegerField(unique=True, null=True)
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=40)
    operation = models.CharField(max_length=8, choices=Operation, default=Operation.UPSERT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change")
        indexes = [
            models.Index(fields=["kind", "number"], name="change_kind_number"),
            models.Index(
                fields=["id"], name="change_unnumbered", condition=models.Q(number__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} {self.operation}"
