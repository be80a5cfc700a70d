"""The newest reports of the city are really printed; older ones were handed over on paper."""

from collections.abc import Collection, Sequence

from enterprises.models import Consultant
from gongfu.core.actor import Actor
from gongfu.core.models import Job
from gongfu.demo.assessing import Written
from reports.services.issuing import request_report

LANGUAGE = "zh"


def latest_reported(written: Sequence[Written], shown: int, count: int) -> set[int]:
    """The assessments whose report is printed here: the shown firm's, then the newest."""
    reported = [row for row in written if row.case.journey.reported_on]
    reported.sort(
        key=lambda row: (
            row.assessment.enterprise_id == shown,
            row.case.journey.reported_on,
            row.case.firm.number,
        ),
        reverse=True,
    )
    return {row.assessment.pk for row in reported[:count]}


def queue_reports(
    written: Sequence[Written], chosen: Collection[int], consultants: Collection[Consultant]
) -> None:
    """Ask for them as the consultants would; the workers print them once they run."""
    by_user = {consultant.user_id: consultant for consultant in consultants}
    for row in written:
        if row.assessment.pk in chosen:
            consultant = by_user[row.consultant.pk]
            request_report(
                assessment=row.assessment,
                language=LANGUAGE,
                actor=Actor.of_grant(consultant.user, consultant.grant),
                queue=Job.Queue.BULK,
            )
