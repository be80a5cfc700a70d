"""Letters to firms that nobody has entered yet; each carries a code that opens the firm once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.register.letter_codes import digest, make_code, read_code
from enterprises.register.models import Enterprise, Invitation, Letter
from enterprises.register.services.inviting import close_invitations
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid

VALID = timedelta(days=60)  # letters travel by post and lie on desks
MOST = 200  # letters of one go


@dataclass(frozen=True, slots=True)
class Written:
    """A letter with its code, which is shown this once."""

    letter: Letter
    code: str


@transaction.atomic
def write_letters(*, enterprises: Sequence[Enterprise], actor: Actor) -> list[Written]:
    """Make a code for each firm; earlier letters to them, and what came of them, are void."""
    if not enterprises:
        raise Invalid(_("Choose at least one enterprise."), fields={"firm": ""})
    if len(enterprises) > MOST:
        raise Invalid(_("At most %(limit)d letters at once.") % {"limit": MOST})
    _void(enterprises)
    written = [_written(firm, actor) for firm in enterprises]
    Letter.objects.bulk_create([one.letter for one in written])
    return written


def _written(firm: Enterprise, actor: Actor) -> Written:
    code = make_code()
    letter = Letter(
        enterprise=firm,
        code_digest=digest(firm.uscc, read_code(code)),
        created_by_id=actor.user_id,
        expires_at=clock.now() + VALID,
    )
    return Written(letter, code)


def _void(enterprises: Sequence[Enterprise]) -> None:
    standing = Letter.objects.filter(enterprise__in=enterprises, voided_at=None)
    close_invitations(Invitation.objects.filter(letter__in=standing))
    standing.update(voided_at=clock.now())
