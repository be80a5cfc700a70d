"""From the wish for a report to an issued one: numbered, filed, immutable."""

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any, Self

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from diagnosis.models import Assessment, Score, Status
from enterprises.models import Step
from enterprises.programme.services.recording import record_step
from gongfu.core import clock, fault, jobs
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Forbidden, Invalid
from gongfu.core.models import Job
from gongfu.core.services.changing import note_change
from reports.document.context import ReportContext
from reports.document.render import Unprintable, render
from reports.models import Report, ReportNumber
from reports.services import codes, composing, numbering, storing
from reports.services.refusing import cannot_print

JOB = "report"
LANGUAGES = ("zh", "en")
PAGE = re.compile(rb"/Type\s*/Page\b")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a job of this kind is asked for."""

    assessment: Assessment
    language: str
    kind: str
    reissue: bool

    @classmethod
    def of(cls, job: Job) -> Self:
        chosen = Assessment.objects.select_related(
            "enterprise__district", "enterprise__industry", "campaign", "release"
        )
        payload = job.payload
        return cls(
            assessment=chosen.get(pk=payload["assessment"]),
            language=payload["language"],
            kind=payload["kind"],
            reissue=payload["reissue"],
        )

    def current(self) -> Report | None:
        """The report that a new one would replace."""
        same = Report.objects.filter(
            assessment=self.assessment, language=self.language, kind=self.kind
        )
        return same.current().order_by("pk").last()


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
    context = composing.compose(
        assessment=wanted.assessment, language=wanted.language, kind=wanted.kind
    )
    digest, previous = composing.content_digest(context), wanted.current()
    if previous and previous.content_digest == digest and not wanted.reissue:
        with lease.complete() as result:
            result.update(_outcome(previous))
        return
    draft = _render(lease.job, wanted, context, previous)
    with lease.complete() as result:
        report = _register(lease.job, wanted, draft, previous, digest)
        fault.point("report.registered")
        result.update(_outcome(report))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A rendered report that is not in the register yet."""

    number: ReportNumber
    code: str
    inputs_digest: str
    content: bytes
    file: str


def _render(job: Job, wanted: Wanted, context: ReportContext, previous: Report | None) -> _Draft:
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
    return _Draft(number, code, context.digests.inputs, content, file)


def _printed(context: ReportContext, language: str) -> bytes:
    extra = settings.EXTRA_FONTS[0] if settings.EXTRA_FONTS else None
    try:
        return render(context, language, extra_fonts=extra)
    except Unprintable as error:
        raise cannot_print(error) from error


def _register(
    job: Job, wanted: Wanted, draft: _Draft, previous: Report | None, digest: str
) -> Report:
    """Write the report into the register, in the transaction that ends the job."""
    voice = Score.Kind.SELF if wanted.kind == Report.Kind.SELF else Score.Kind.VERIFIED
    score = wanted.assessment.scores.filter(kind=voice, is_current=True).first()
    if score is None or score.inputs_digest != draft.inputs_digest:
        raise Conflict(_("The assessment changed while the report was made. Ask for it again."))
    numbering.use_number(number=draft.number, job=job)
    report = Report.objects.create(
        assessment=wanted.assessment,
        score=score,
        kind=wanted.kind,
        language=wanted.language,
        number=str(draft.number),
        code=draft.code,
        edition=previous.edition + 1 if previous else 1,
        digest=hashlib.sha256(draft.content).hexdigest(),
        content_digest=digest,
        file=draft.file,
        size=len(draft.content),
        pages=len(PAGE.findall(draft.content)),
        issued_at=clock.now(),
        issued_by_id=job.owner_id,
    )
    if previous:
        _supersede(previous, report)
    if report.kind == Report.Kind.DIAGNOSIS:
        _record_delivery(job, wanted.assessment, report)
    note_change(kind="report", key=report.number)
    return report


def _supersede(previous: Report, report: Report) -> None:
    replaced = Report.objects.current().filter(pk=previous.pk).update(superseded_by=report)
    if not replaced:
        raise Conflict(_("Another report was issued meanwhile. Ask for it again."))


def _record_delivery(job: Job, assessment: Assessment, report: Report) -> None:
    """The step of coverage; a report on a self-assessment is none."""
    author = job.owner.pseudonym if job.owner else Actor.system("report").pseudonym
    record_step(
        campaign=assessment.campaign,
        enterprise=assessment.enterprise,
        step=Step.REPORTED,
        on=clock.city_day(report.issued_at),
        actor=replace(Actor.system("report"), pseudonym=author),
        source=f"report:{report.number}",
    )


def _outcome(report: Report) -> dict[str, Any]:
    """What the row of the finished job links to."""
    return {"report": report.pk, "url": reverse("reports:download", args=[report.pk])}
