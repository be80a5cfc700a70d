"""What the pages of every kind of draft share: which state was seen, and the text of a file."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from diagnosis.models.working import Work
from gongfu.core.errors import GongfuError, Invalid
from gongfu.core.requests import Request

_UNKEPT = re.compile("[\x00\ud800-\udfff]")


@dataclass(slots=True)
class WorkForm:
    """A page that edits a draft: what was typed into it, and why that was refused."""

    draft: Work
    typed: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    error: GongfuError | None = field(default=None, kw_only=True)

    @property
    def revision(self) -> int:
        """What the next save must name: after a conflict the state that the person was told of."""
        newer = self.error.params.get("revision") if self.error else None
        return newer or self.draft.revision

    @property
    def status(self) -> int:
        return self.error.status if self.error else 200


def revision_of(posted: Mapping[str, str]) -> int:
    """The revision that the page showed; a page that names none is out of date."""
    text = posted.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0


def typed_text(request: Request) -> str:
    """The text of a file as it was typed into its page."""
    return request.POST.get("text", "").replace("\r\n", "\n")


def refused_text(
    request: Request, draft: Work, save: Callable[[str, int], object]
) -> GongfuError | None:
    """Save the text that was typed over the state that was seen; the refusal if there was one.

    Only what no database keeps is looked for here: the check of the file tells all the rest.
    """
    text = typed_text(request)
    try:
        if _UNKEPT.search(text):
            raise Invalid(_("The text contains control characters; please type it again."))
        save(text, revision_of(request.POST))
    except GongfuError as error:
        look_again(draft)
        return error
    return None


def look_again(draft: Work) -> None:
    """Read a draft as it stands now; one that somebody discarded meanwhile stays as it was seen."""
    with suppress(type(draft).DoesNotExist):
        draft.refresh_from_db()
