"""A firm on one page: the figures of its report, composed the same way, without a number."""

import dataclasses

from diagnosis.models import Assessment, Status
from gongfu.core import clock
from reports.models import Report
from reports.narrative.editing import newest_narrative
from reports.services.composing import compose
from reports.services.printing import print_summary


def summary_of(*, assessment: Assessment, language: str) -> bytes:
    """The PDF; of the verified result once there is one, else of what the firm declared."""
    verified = assessment.status == Status.VERIFIED
    context = compose(
        assessment=assessment,
        language=language,
        kind=Report.Kind.DIAGNOSIS if verified else Report.Kind.SELF,
        narrative=newest_narrative(assessment, language) if verified else None,
    )
    issue = dataclasses.replace(context.issue, issued_on=clock.today())
    brief = dataclasses.replace(context, issue=issue, answers=(), opinion=None)
    return print_summary(brief, language=language)
