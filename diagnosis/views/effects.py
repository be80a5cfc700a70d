"""What a release in the place of another would change, for the pages that show it when asked."""

from typing import Any

from diagnosis.maturity import Framework, Level
from diagnosis.models import Release
from diagnosis.services.comparing import LevelChanges, preview_levels, preview_switch
from gongfu.core.languages import short
from gongfu.core.requests import Request

FEWEST_FIRMS = 5  # fewer could be told apart by those who know them


def effect_of(request: Request, release: Release, candidate: Framework) -> dict[str, Any]:
    """The context of `frameworks/effect.html`; it reads every assessment, so only on `?effect=`."""
    if "effect" not in request.GET:
        return {"wanted": False}
    levels = preview_levels(release=release, candidate=candidate)
    words = candidate.texts(short())
    switch = preview_switch(release=release, candidate=candidate)
    return {
        "wanted": True,
        "switch": switch,
        "new_questions": [(ref, words.question(ref).label) for ref in switch.new_questions],
        "levels": levels if levels.firms >= FEWEST_FIRMS else None,
        "fewest": FEWEST_FIRMS,
        "heads": [_name(level) for level in levels.new],
        "rows": _rows(levels),
    }


def _rows(levels: LevelChanges) -> list[dict[str, Any]]:
    return [{"name": _name(old), "cells": cells} for old, cells in levels.table]


def _name(level: Level | None) -> str:
    """Empty for no level."""
    return level.names[short()] if level and short() in level.names else level.ref if level else ""
