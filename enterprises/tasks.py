"""Job handlers of this app: each calls one service."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from enterprises.models import ScopeRun
from enterprises.programme.services import applying_rule
from enterprises.register.models import Claim, Correction, RegisterImport
from enterprises.register.services import deciding_claims, deciding_corrections
from enterprises.register.services.applying import apply_import
from enterprises.register.services.checking import check_import
from enterprises.register.services.claiming import (
    BY_LETTER,
    BY_REQUEST,
    answer_letter,
    confirm_request,
    keep_request,
)
from enterprises.register.services.receiving import APPLY, CHECK, UNDO
from enterprises.register.services.undoing import undo_import
from gongfu.core.actor import Actor
from gongfu.core.jobs import Lease, handler
from gongfu.core.models import Job, User
from gongfu.core.ui.states import name_job

name_job(CHECK, _("Check of a list"))
name_job(APPLY, _("Import of a list"))
name_job(UNDO, _("Undoing an import"))
name_job(BY_LETTER, _("Answer to a letter code"))
name_job(BY_REQUEST, _("Request to come in"))
name_job(applying_rule.JOB, _("Application of a scope rule"))
name_job(deciding_claims.ANSWER, _("Answer to a request"))
name_job(deciding_corrections.ANSWER, _("Answer to corrections"))


def _import_of(lease: Lease) -> RegisterImport:
    return RegisterImport.objects.get(pk=lease.job.payload["import"])


def _actor_of(lease: Lease) -> Actor:
    """The job acts, the person who started it answers for it."""
    return replace(Actor.system("import"), pseudonym=lease.job.payload["pseudonym"])


@handler(applying_rule.JOB)
def run_rule(lease: Lease) -> None:
    run = ScopeRun.objects.select_related("campaign").get(pk=lease.job.payload["run"])
    actor = replace(Actor.system("scope"), pseudonym=run.author)
    applying_rule.apply_run(run=run, actor=actor, lease=lease)


@handler(CHECK)
def run_check(lease: Lease) -> None:
    check_import(register_import=_import_of(lease), lease=lease)


@handler(APPLY)
def run_apply(lease: Lease) -> None:
    apply_import(register_import=_import_of(lease), actor=_actor_of(lease), lease=lease)


@handler(UNDO)
def run_undo(lease: Lease) -> None:
    undo_import(register_import=_import_of(lease), actor=_actor_of(lease), lease=lease)


@handler(BY_LETTER)
def run_letter(lease: Lease) -> None:
    with lease.complete():
        answer_letter(**lease.job.payload)
        _forget(lease)


@handler(BY_REQUEST)
def run_request(lease: Lease) -> None:
    """The request is kept before the mail is tried, so that no mail server can lose it."""
    told = lease.job.payload
    keep_request(asked_at=lease.job.created_at, **told)
    with lease.complete():
        confirm_request(uscc=told["uscc"], email=told["email"], language=told["language"])
        _forget(lease)


@handler(deciding_claims.ANSWER)
def run_claim_answer(lease: Lease) -> None:
    with lease.complete():
        deciding_claims.mail_answer(claim=Claim.objects.get(pk=lease.job.payload["claim"]))


@handler(deciding_corrections.ANSWER)
def run_correction_answer(lease: Lease) -> None:
    payload = lease.job.payload
    with lease.complete():
        deciding_corrections.mail_answer(
            user=User.objects.get(pk=payload["user"]),
            corrections=list(Correction.objects.filter(pk__in=payload["corrections"])),
        )


def _forget(lease: Lease) -> None:
    """What a person entered is kept no longer than the answer takes."""
    Job.objects.filter(pk=lease.job.pk).update(payload={})
