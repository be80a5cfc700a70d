"""From the wish for a report to an issued one: numbered, filed, immutable."""

from django.conf import settings
from django.utils.translation import gettext as _

from diagnosis.models import Assessment, Status
from gongfu.core import clock, fault, jobs
from gongfu.core.actor import Actor
from gongfu.core.errors import Forbidden, Invalid
from gongfu.core.models import Job
from reports.document.context import ReportContext
from reports.document.render import Unprintable, render
from reports.models import Report
from reports.narrative.editing import newest_narrative
from reports.narrative.models import Narrative
from reports.services import codes, composing, numbering, storing
from reports.services.refusing import cannot_print
from reports.services.registering import Draft, Wanted, outcome_of, register

JOB = "report"
LANGUAGES = ("zh", "en")


def kinds_for(assessment: Assessment, actor: Actor) -> list[str]:
    """What this actor may have issued now, the weightiest first.

    A verified result is issued by those who verified it; a firm prints its own declaration.
    """
    if assessment.status == Status.DRAFT:
        return []
    verified = assessment.status == Status.VERIFIED and not actor.is_firm
    return [Report.Kind.DIAGNOSIS, Report.Kind.SELF] if verified else [Report.Kind.SELF]


def request_report(
    *,
    assessment: Assessment,
    language: str,
    actor: Actor,
    kind: str | None = None,
    reissue: bool = False,
    queue: str = Job.Queue.INTERACTIVE,
) -> Job:
    """Queue a report; asking twice gives the job that is on its way.

    What is issued already and would read the same is not issued again, unless `reissue` says so.
    """
    if language not in LANGUAGES:
        text = _("Choose Chinese or English.")
        raise Invalid(text, fields={"language": text})
    allowed = kinds_for(assessment, actor)
    if not allowed:
        raise composing.NoScore(_("Submit the self-assessment first; the report follows it."))
    chosen = kind or allowed[0]
    if chosen not in allowed:
        raise Forbidden(
            _("The provider issues the diagnosis report, once the on-site review is closed.")
        )
    payload = {
        "assessment": assessment.pk,
        "language": language,
        "kind": str(chosen),
        "reissue": reissue,
    }
    key = job_key(assessment, language, chosen)
    return jobs.enqueue(kind=JOB, key=key, actor=actor, payload=payload, queue=queue)


def job_key(assessment: Assessment, language: str, kind: str) -> str:
    """One report of a kind and language is in the making at a time."""
    return f"assessment:{assessment.pk}:{language}:{kind}"


def issue_report(*, lease: jobs.Lease) -> None:
    """Do the job: compose, number, render and file, then register all at once with its end.

    A job that runs again finds its number; a file without a report is swept away later.
    """
    wanted = Wanted.of(lease.job)
    narrative = _narrative_for(wanted)
    context = composing.compose(
        assessment=wanted.assessment,
        language=wanted.language,
        kind=wanted.kind,
        narrative=narrative,
    )
    digest, previous = composing.content_digest(context), wanted.current()
    if previous and previous.content_digest == digest and not wanted.reissue:
        with lease.complete() as result:
            result.update(outcome_of(previous))
        return
    draft = _render(lease.job, wanted, context, previous, narrative)
    with lease.complete() as result:
        report = register(lease.job, wanted, draft, previous, digest)
        fault.point("report.registered")
        result.update(outcome_of(report))


def _narrative_for(wanted: Wanted) -> Narrative | None:
    """The consultant's words as they stand now; a firm's own declaration carries none."""
    if wanted.kind != Report.Kind.DIAGNOSIS:
        return None
    return newest_narrative(wanted.assessment, wanted.language)


def _render(
    job: Job,
    wanted: Wanted,
    context: ReportContext,
    previous: Report | None,
    narrative: Narrative | None,
) -> Draft:
    day = clock.today()
    number, code = numbering.reserve_number(job=job, year=day.year), codes.new_code()
    context = composing.with_issue(
        context,
        composing.issue_of(
            number=str(number),
            code=code,
            issued_on=day,
            edition=previous.edition + 1 if previous else 1,
            supersedes=previous.number if previous else None,
        ),
    )
    content = _printed(context, wanted.language)
    fault.point("report.rendered")
    file = storing.store(content, year=day.year)
    fault.point("report.filed")
    return Draft(number, code, context.digests.inputs, content, file, narrative)


def _printed(context: ReportContext, language: str) -> bytes:
    try:
        return render(context, "zh" if language == "zh" else "en", extra_fonts=settings.EXTRA_FONTS)
    except Unprintable as error:
        raise cannot_print(error, context) from error
