from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a worker of a queue last took a message: clock, broker and worker were alive then."""

    queue = models.CharField(max_length=12, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("heartbeat")

    def __str__(self) -> str:
        return f"{self.queue} {self.at}"
