"""Says of an answer that was taken over where it comes from."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_of
from diagnosis.maturity import Texts
from diagnosis.presenting.computing import listed
from diagnosis.which_release import found_release
from gongfu.core.languages import short


class Origins:
    """Knows each framework once, however many answers come from it."""

    def __init__(self) -> None:
        self._texts: dict[str, Texts | None] = {}

    def text(self, kept: Mapping[str, Any] | None) -> str:
        """The origin that an envelope holds, or the new side of a change; empty where none is."""
        origin = (kept or {}).get("origin")
        if not isinstance(origin, dict):
            return ""
        if "round" in origin:
            return _("As in %(year)s, not confirmed yet") % {"year": origin["round"]}
        texts = self._known(origin["release"])
        if texts is None:
            return _("Taken over from %(framework)s") % {"framework": origin["release"]}
        labels = [texts.question(ref).label for ref in origin["refs"]]
        return _("Taken over from “%(framework)s”: %(questions)s") % {
            "framework": texts.short_name,
            "questions": listed(tuple(labels)),
        }

    def _known(self, key: str) -> Texts | None:
        if key not in self._texts:
            release = found_release(key)
            self._texts[key] = framework_of(release).texts(short()) if release else None
        return self._texts[key]
