"""Where a partner's client exchanges its secret for a token, and gives a token back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from oauth2_provider.views import RevokeTokenView, TokenView

from gongfu.core.throttling import Limit, limit

# Checking a secret is dear on purpose, so one address may try only so often.
TRIES = Limit("client_secret", amount=60, seconds=60)


class Token(TokenView):
    """One grant only; the library would also take device codes here."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        limit(request, TRIES)
        return self.authorization_flow_token_response(request, *args, **kwargs)


class Revoke(RevokeTokenView):
    """A token given back early."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        limit(request, TRIES)
        return super().post(request, *args, **kwargs)
