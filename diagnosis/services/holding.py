"""Holding a draft while it is changed."""

from typing import TypeVar

from django.utils.translation import gettext as _

from diagnosis.models.working import Work
from gongfu.core.errors import Conflict, Locked

W = TypeVar("W", bound=Work)


def held_draft(draft: W, revision: int) -> W:
    """The draft as it stands now, locked; refused if it is not the one that the person has seen."""
    held = type(draft)._default_manager.select_for_update().filter(pk=draft.pk).first()
    if held is None:
        raise Locked(_("Somebody discarded this draft meanwhile."))
    if held.is_published:
        raise Locked(_("This draft is published and can no longer be changed."))
    if held.revision != revision:
        raise Conflict(
            _(
                "Not saved: %(name)s saved this draft meanwhile. Look at the present state, then "
                "save once more to put your entries in its place."
            )
            % {"name": held.edited_by_name},
            revision=held.revision,
        )
    return held
