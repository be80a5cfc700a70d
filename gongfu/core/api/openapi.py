"""How the OpenAPI document speaks of what all endpoints share: sign-in and errors."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from oauth2_provider.scopes import get_scopes_backend

from gongfu.core.access import SCOPES

PROBLEM = {
    "type": "object",
    "description": "Every error has this shape. `code` is stable; the other texts are for people.",
    "required": ["code", "detail", "fields", "request_id"],
    "properties": {
        "code": {"type": "string", "example": "invalid"},
        "detail": {"type": "string"},
        "fields": {
            "type": "object",
            "description": "Name of a parameter to what was wrong with it.",
            "additionalProperties": {"type": "string"},
        },
        "request_id": {"type": "string", "description": "Give this to the help line."},
    },
}
ERRORS = {
    "400": "A parameter is unknown or not valid; `fields` says which and what was expected.",
    "401": "No token, or one that is unknown, expired or revoked.",
    "403": "The token lacks the scope.",
    "404": "Not there, or the firm did not agree.",
    "429": "Too many calls; come again after the seconds in `Retry-After`.",
}


class PartnerScheme(OpenApiAuthenticationExtension):
    """OAuth 2 client credentials, with the scope that the view's capability needs."""

    target_class = "gongfu.core.api.clients.ActorAuthentication"
    name = "partner"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        flow = {"tokenUrl": "/api/token/", "scopes": get_scopes_backend().get_all_scopes()}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> Any:
        scope = SCOPES.get(getattr(auto_schema.view, "capability", ""))
        return {self.name: [scope]} if scope else None


def describe_errors(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add the shared error answers to every operation."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path, methods in result["paths"].items():
        for operation in methods.values():
            for status in _possible(path, operation):
                operation["responses"][status] = _answer(status)
    return result


def _possible(path: str, operation: dict[str, Any]) -> list[str]:
    missing = "404" in operation["responses"] or "{" in path
    closed = any(operation.get("security", ()))
    return [
        "400",
        *(["401", "403"] if closed else ["401"]),
        *(["404"] if missing else []),
        "429",
    ]


def _answer(status: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": ERRORS[status],
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == "429":
        seconds = {"schema": {"type": "integer"}, "description": "Seconds to wait."}
        answer["headers"] = {"Retry-After": seconds}
    return answer
