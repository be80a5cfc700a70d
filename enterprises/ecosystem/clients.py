"""Which clients may sign in at the token address."""

from typing import Any

from oauth2_provider.models import Application
from oauth2_provider.oauth2_validators import OAuth2Validator


class ConfidentialClients(OAuth2Validator):
    """Only clients that can keep a secret; a public one is refused even with the right one."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        known = super().authenticate_client(request, *args, **kwargs)
        return known and request.client.client_type == Application.CLIENT_CONFIDENTIAL

    def authenticate_client_id(self, *args: Any, **kwargs: Any) -> bool:
        return False
