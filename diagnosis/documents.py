"""The document of a stored score, whole for whoever looks at it."""

from typing import Any

from django.core.cache import cache

from diagnosis import maturity
from diagnosis.models import Score

DAY = 24 * 3600


def whole_document(framework: maturity.Framework, row: Score) -> dict[str, Any]:
    """Add the way to the next level, which a seeded score does not keep, or another core found.

    It is most of the work of scoring, and of a whole city hardly anybody asks for it.
    """
    if "blocking" in row.document and row.core_version == maturity.CORE_VERSION:
        return row.document
    key = f"blocking:{framework.digest}:{row.inputs_digest}:{maturity.CORE_VERSION}"
    return row.document | {"blocking": cache.get_or_set(key, lambda: _way(framework, row), DAY)}


def _way(framework: maturity.Framework, row: Score) -> list[dict[str, Any]]:
    scored = maturity.score(framework, row.answers, row.passport.get("profile", {}))
    return [answer.as_dict() for answer in scored.blocking]
