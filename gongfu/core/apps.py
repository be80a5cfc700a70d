from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "gongfu.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Let every app's `tasks` module register its job handlers."""
        autodiscover_modules("tasks")
