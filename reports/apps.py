from collections.abc import Set

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from enterprises.register.printing import declare_glyphs
from reports.document.fonts import drawable


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Let the register know which names a report can print."""
        declare_glyphs(_glyphs)


def _glyphs() -> Set[int]:
    return drawable(settings.EXTRA_FONTS)
