import secrets
from collections.abc import Mapping
from typing import IO

from django.utils import timezone

from diagnosis.answers import Document, plain_answers
from diagnosis.catalogue import framework_for
from diagnosis.maturity.resolving import Reading
from diagnosis.models import Assessment, FilledWorkbook
from diagnosis.workbook.book import Contents, Sources, workbook_file
from diagnosis.workbook.faults import Fault
from diagnosis.workbook.identity import Identity
from diagnosis.workbook.lines import Lines
from diagnosis.workbook.marks import percent
from diagnosis.workbook.notes import Facts
from diagnosis.workbook.opening import Cell, Opened
from diagnosis.workbook.weighing import revisions_of
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.languages import short


def make_workbook(*, assessment: Assessment, document: Document, actor: Actor) -> IO[bytes]:
    """The questionnaire with the answers so far, in the reader's language."""
    framework = framework_for(assessment)
    answers = plain_answers(document, framework.ref)
    identity = Identity(
        str(assessment.pk),
        framework.digest,
        secrets.token_hex(8),
        revisions_of(document, framework),
    )
    return workbook_file(
        Contents(
            facts=_facts(assessment, actor),
            identity=identity,
            lines=_lines(assessment, answers),
            sources=Sources(content=lambda slot: slot.content(answers.get(slot.ref))),
        )
    )


def mark_workbook(
    *, workbook: FilledWorkbook, document: Document, faults: list[Fault], actor: Actor
) -> IO[bytes]:
    """An upload once more as it came, the wrong cells coloured, each with a comment.

    It keeps the revisions of the upload, so that it can be corrected and uploaded in its place.
    """
    assessment, opened = workbook.assessment, Opened.from_json(workbook.content)
    answers = plain_answers(document, assessment.framework_ref)
    typed = {key: _as_typed(cell) for key, cell in opened.cells.items()}
    return workbook_file(
        Contents(
            facts=_facts(assessment, actor),
            identity=opened.identity,
            lines=_lines(assessment, answers),
            sources=Sources(
                content=lambda slot: slot.content(answers.get(slot.ref)),
                typed=typed,
                wrong={fault.key: fault.text for fault in faults},
            ),
        )
    )


def _as_typed(cell: Cell) -> str:
    return percent(cell.text) if cell.kind == "p" else cell.text


def _lines(assessment: Assessment, answers: Mapping[str, object]) -> Lines:
    framework = framework_for(assessment)
    reading = Reading(framework, answers, assessment.profile)
    return Lines(framework, framework.texts(short()), reading)


def _facts(assessment: Assessment, actor: Actor) -> Facts:
    texts = framework_for(assessment).texts(short())
    return Facts(
        enterprise=assessment.enterprise.name,
        campaign=assessment.campaign.name,
        framework=f"{texts.name} ({assessment.release})",
        due_on=assessment.due_on.isoformat(),
        made_by=actor.name,
        made_at=timezone.localtime(clock.now()).strftime("%Y-%m-%d %H:%M"),
        simulated=assessment.is_simulated,
    )
