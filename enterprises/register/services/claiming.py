"""Let a person ask for a firm: with the code of a letter, or by a request to the district.

The page that calls this learns nothing: whether a firm, a letter or an account exists is looked up
by the worker alone, and told by mail to the address that was given.
"""

import secrets
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from enterprises.register.letter_codes import digest, is_same
from enterprises.register.models import Claim, Invitation, Letter, Membership
from enterprises.register.services.inviting import close_invitations, open_door
from enterprises.register.services.mailing import address, send
from gongfu.core import clock, jobs
from gongfu.core.actor import Actor
from gongfu.core.models import AuditEntry, Role
from gongfu.core.services.auditing import record

BY_LETTER, BY_REQUEST = "claim-by-letter", "claim-by-request"
TRIES_A_DAY = 5
ACTOR = Actor.system("claim")


def claim_by_letter(*, uscc: str, code: str, email: str, actor: Actor) -> None:
    """Queue the look-up of a letter code; one digest is computed, whatever the code is of."""
    _queue(BY_LETTER, actor, uscc=uscc, given=digest(uscc, code), email=email)


def claim_by_request(
    *, uscc: str, email: str, name: str, position: str, phone: str, note: str, actor: Actor
) -> None:
    """Queue a request that the district will decide."""
    person = {"name": name, "position": position, "phone": phone, "note": note}
    _queue(BY_REQUEST, actor, uscc=uscc, email=email, **person)


def _queue(kind: str, actor: Actor, **payload: Any) -> None:
    payload["language"] = get_language() or ""
    jobs.enqueue(kind=kind, key=secrets.token_hex(8), actor=actor, payload=payload)


def answer_letter(*, uscc: str, given: str, email: str, language: str) -> None:
    """Mail the way in if the code is that of the firm's letter, else what may be wrong."""
    letter = _letter_of(uscc)
    fits = letter is not None and _try(letter, given)
    if letter is not None:
        _audit(letter, fits=fits)
    with override(language):
        if letter is not None and fits:
            _let_in(letter, email)
        else:
            subject = _("Your letter code could not be confirmed")
            claim = address("enterprises:claim")
            send(to=email, subject=subject, name="letter_refused", uscc=uscc, url=claim)


def _letter_of(uscc: str) -> Letter | None:
    """The letter that may still be used: not replaced, expired or used, of a firm with nobody in.

    A letter rests for the day once it was tried too often; then it looks like none.
    """
    rested = ~Q(tried_on=clock.today()) | Q(tried_on=None) | Q(tries__lt=TRIES_A_DAY)
    letters = Letter.objects.select_for_update(of=("self",)).filter(
        rested,
        enterprise__uscc=uscc,
        enterprise__memberships=None,
        voided_at=None,
        expires_at__gt=clock.now(),
    )
    unused = Q(invitation=None) | Q(invitation__accepted_at=None)
    return letters.filter(unused).select_related("enterprise", "invitation").first()


def _try(letter: Letter, given: str) -> bool:
    """Compare, and count a miss of today."""
    if is_same(letter.code_digest, given):
        return True
    today = clock.today()
    letter.tries = letter.tries + 1 if letter.tried_on == today else 1
    letter.tried_on = today
    letter.save(update_fields=["tries", "tried_on"])
    return False


def _let_in(letter: Letter, email: str) -> None:
    """A second use before the first was taken up replaces it: the first address may be a typo."""
    if letter.invitation is not None:
        close_invitations(Invitation.objects.filter(pk=letter.invitation.pk))
    letter.invitation, url = open_door(
        enterprise=letter.enterprise, email=email, role=Role.OWNER, actor=ACTOR
    )
    letter.save(update_fields=["invitation"])
    subject = _("Your way into %(name)s") % {"name": letter.enterprise.name}
    send(to=email, subject=subject, name="way_in", invitation=letter.invitation, url=url)


def _audit(letter: Letter, *, fits: bool) -> None:
    result = AuditEntry.Result.OK if fits else AuditEntry.Result.REFUSED
    target = f"letter:{letter.pk}"
    record(actor=ACTOR, action="enterprises:claim", target=target, result=result)


def keep_request(
    *, uscc: str, email: str, asked_at: datetime, language: str, **person: str
) -> None:
    """Keep the request, or renew the open one of the same person; twice is once.

    This comes before any mail and stands whatever becomes of it: the district decides it even
    where no mail server answers. Somebody who belongs to the firm already asks for nothing.
    """
    kept = Claim.objects.filter(uscc=uscc, email=email, created_at__gte=asked_at)
    if _belongs(uscc, email) or kept.exists():
        return
    Claim.objects.update_or_create(
        uscc=uscc,
        email=email,
        state=Claim.State.OPEN,
        defaults={**person, "language": language, "created_at": asked_at},
    )


def confirm_request(*, uscc: str, email: str, language: str) -> None:
    """Say by mail that the request has come, or that the person belongs to the firm already."""
    with override(language):
        if _belongs(uscc, email):
            subject = _("You belong to this enterprise already")
            send(to=email, subject=subject, name="belongs", uscc=uscc, url=address("account_login"))
        else:
            send(to=email, subject=_("Your request has arrived"), name="request_arrived", uscc=uscc)


def _belongs(uscc: str, email: str) -> bool:
    return Membership.objects.filter(enterprise__uscc=uscc, user__email=email).exists()
