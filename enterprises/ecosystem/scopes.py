"""Which scopes a client may ask for: those written on its partner, read afresh each time."""

from typing import Any

from oauth2_provider.scopes import BaseScopes
from oauth2_provider.settings import oauth2_settings

from enterprises.ecosystem.models import Partner


class PartnerScopes(BaseScopes):
    """A scope taken from a partner is gone at once, whatever its tokens say."""

    def get_all_scopes(self) -> dict[str, str]:
        return oauth2_settings.SCOPES

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        if application is None:
            return []
        granted = Partner.objects.filter(application=application).values_list("scopes", flat=True)
        return [scope for scope in granted.first() or () if scope in self.get_all_scopes()]

    get_default_scopes = get_available_scopes
