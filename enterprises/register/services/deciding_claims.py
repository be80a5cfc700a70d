"""The district answers those who asked to be let into a firm; mail tells them, either way."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from enterprises.register.models import Claim, Enterprise
from enterprises.register.services.inviting import open_door
from enterprises.register.services.mailing import send
from gongfu.core import clock, jobs
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid, Locked

ANSWER = "claim-answer"


@transaction.atomic
def approve_claim(*, claim: Claim, role: str, actor: Actor) -> None:
    """Let the person in with a role; the invitation goes out by mail."""
    if not Enterprise.objects.filter(uscc=claim.uscc).exists():
        raise Locked(
            _(
                "The register has no enterprise with this credit code. Import it first; the "
                "request waits."
            )
        )
    _decide(claim, actor, state=Claim.State.APPROVED, role=role)


@transaction.atomic
def refuse_claim(*, claim: Claim, reason: str, actor: Actor) -> None:
    """Turn the person down; the reason goes out by mail."""
    if not reason:
        words = _("Say why; the person reads it.")
        raise Invalid(words, fields={"reason": words})
    _decide(claim, actor, state=Claim.State.REFUSED, reason=reason)


def _decide(claim: Claim, actor: Actor, **values: str) -> None:
    """Once: of two who decide at the same time the second is told."""
    waiting = Claim.objects.waiting().filter(pk=claim.pk)
    if not waiting.update(**values, decided_at=clock.now(), decided_by_id=actor.user_id):
        raise Locked(_("This request was decided already."))
    jobs.enqueue(kind=ANSWER, key=str(claim.pk), actor=actor, payload={"claim": claim.pk})


def mail_answer(*, claim: Claim) -> None:
    """Tell the person; the code of the invitation is made here, so that it is kept nowhere."""
    with override(claim.language):
        if claim.state == Claim.State.REFUSED:
            subject = _("Your request was not approved")
            send(to=claim.email, subject=subject, name="request_refused", claim=claim)
            return
        _invite(claim)


def _invite(claim: Claim) -> None:
    enterprise = Enterprise.objects.get(uscc=claim.uscc)
    claim.invitation, url = open_door(
        enterprise=enterprise,
        email=claim.email,
        role=claim.role,
        actor=Actor.system("claim"),
    )
    claim.save(update_fields=["invitation"])
    subject = _("Your way into %(name)s") % {"name": enterprise.name}
    send(to=claim.email, subject=subject, name="way_in", invitation=claim.invitation, url=url)
