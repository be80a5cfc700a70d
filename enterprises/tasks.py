"""Job handlers of this app: each calls one service."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from enterprises.register.models import RegisterImport
from enterprises.register.services.applying import apply_import
from enterprises.register.services.checking import check_import
from enterprises.register.services.receiving import APPLY, CHECK, UNDO
from enterprises.register.services.undoing import undo_import
from gongfu.core.actor import Actor
from gongfu.core.jobs import Lease, handler
from gongfu.core.ui.states import name_job

name_job(CHECK, _("Check of a list"))
name_job(APPLY, _("Import of a list"))
name_job(UNDO, _("Undoing an import"))


def _import_of(lease: Lease) -> RegisterImport:
    return RegisterImport.objects.get(pk=lease.job.payload["import"])


def _actor_of(lease: Lease) -> Actor:
    """The job acts, the person who started it answers for it."""
    return replace(Actor.system("import"), pseudonym=lease.job.payload["pseudonym"])


@handler(CHECK)
def run_check(lease: Lease) -> None:
    check_import(register_import=_import_of(lease), lease=lease)


@handler(APPLY)
def run_apply(lease: Lease) -> None:
    apply_import(register_import=_import_of(lease), actor=_actor_of(lease), lease=lease)


@handler(UNDO)
def run_undo(lease: Lease) -> None:
    undo_import(register_import=_import_of(lease), actor=_actor_of(lease), lease=lease)
