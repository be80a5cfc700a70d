from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gongfu.core.scope_names import declare_names


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = _("Enterprises")

    def ready(self) -> None:
        """Say what the scopes of grants are called; the core knows their keys only."""
        for kind in ("enterprise", "district", "provider"):
            declare_names(kind, f"enterprises.scope_names.{kind}_names")
