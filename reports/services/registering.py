"""The register of reports: one row for each issued one, written with the end of its job."""

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any, Self

from django.urls import reverse
from django.utils.translation import gettext as _

from diagnosis.models import Assessment, Score
from enterprises.models import Step
from enterprises.programme.services.recording import record_step
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict
from gongfu.core.models import Job
from gongfu.core.services.changing import note_change
from reports.models import Report, ReportNumber
from reports.narrative.models import Narrative
from reports.services import numbering

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


@dataclass(frozen=True, slots=True)
class Draft:
    """A rendered report that is not in the register yet."""

    number: ReportNumber
    code: str
    inputs_digest: str
    content: bytes
    file: str
    narrative: Narrative | None  # as it was printed


def register(
    job: Job, wanted: Wanted, draft: Draft, previous: Report | None, digest: str
) -> Report:
    """Write the report into the register, in the transaction that ends the job."""
    voice = Score.Kind.SELF if wanted.kind == Report.Kind.SELF else Score.Kind.VERIFIED
    scores = wanted.assessment.scores.select_for_update().filter(kind=voice, is_current=True)
    score = scores.first()
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
        narrative=draft.narrative,
        file=draft.file,
        size=len(draft.content),
        pages=len(PAGE.findall(draft.content)),
        issued_at=clock.now(),
        issued_by_id=job.owner_id,
    )
    if previous:
        _supersede(previous, report)
    if report.kind == Report.Kind.DIAGNOSIS and not wanted.assessment.is_extra:
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


def outcome_of(report: Report) -> dict[str, Any]:
    """What the finished job hands out, and where it is described."""
    return {
        "report": report.pk,
        "url": reverse("reports:download", args=[report.pk]),
        "page": reverse("reports:detail", args=[report.pk]),
    }
