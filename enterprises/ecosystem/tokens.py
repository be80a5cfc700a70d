"""Where a partner's client exchanges its secret for a token, and gives a token back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from oauth2_provider.views import RevokeTokenView, TokenView

from gongfu.core.throttling import limit

TRIES = {"action": "client_secret", "amount": 60, "seconds": 60}


class Token(TokenView):
    """Checking a secret is dear on purpose, so one address may try only so often."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        limit(request, **TRIES)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One grant only; the library would also take device codes here."""
        return self.authorization_flow_token_response(request, *args, **kwargs)


class Revoke(RevokeTokenView):
    """The same limit: here the secret is checked too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        limit(request, **TRIES)
        return super().dispatch(request, *args, **kwargs)
