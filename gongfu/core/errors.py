"""One family of errors; the edges translate it once to HTML and once to JSON."""

from collections.abc import Mapping
from typing import Any


class GongfuError(Exception):
    """A rule of the domain was broken. The message is written for the person who reads it.

    `code` is stable and may be relied on by API clients; `status` is the HTTP status it becomes;
    `fields` maps the name of an input to what is wrong with it.
    """

    code = "error"
    status = 400

    def __init__(
        self, message: str, *, fields: Mapping[str, str] | None = None, **params: Any
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})
        self.params = params


class Invalid(GongfuError):
    """The input breaks a rule; nothing was changed."""

    code, status = "invalid", 422


class Conflict(GongfuError):
    """Somebody else changed the same thing first; nothing was changed."""

    code, status = "conflict", 409


class Gone(GongfuError):
    """The thing was put away; said only to whoever could see it before."""

    code, status = "gone", 410


class Locked(GongfuError):
    """The thing is in a state in which this can no longer be done."""

    code, status = "locked", 409


class Forbidden(GongfuError):
    """The actor may not do this. Never used to reveal that a foreign object exists."""

    code, status = "forbidden", 403


class TooLarge(GongfuError):
    """The upload or the request is larger than the documented limit."""

    code, status = "too_large", 413


class TooMany(GongfuError):
    """A rate or a quota is used up; `retry_after` says in how many seconds to come again."""

    code, status = "too_many", 429

    def __init__(self, message: str, *, retry_after: int, **params: Any) -> None:
        super().__init__(message, retry_after=retry_after, **params)
        self.retry_after = retry_after
