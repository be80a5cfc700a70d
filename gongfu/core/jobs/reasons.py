"""What a failed job tells the person: the reason and what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongfu.core.models import Job

REASONS = {
    "unexpected": gettext_lazy(
        "An unexpected error happened %(attempts)s times in a row. Try again later; "
        "if it happens again, give the help line the job number."
    ),
    "worker_lost": gettext_lazy(
        "The work was interrupted several times. Try again; "
        "if it happens again, give the help line the job number."
    ),
}


def reason_text(job: Job) -> str:
    """The reason of a failed job in the language of the reader."""
    if job.reason in REASONS:
        return str(REASONS[job.reason]) % {"attempts": job.attempts, **job.reason_params}
    return str(job.reason_params.get("message") or _("The reason is unknown."))
