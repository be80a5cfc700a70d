"""A workbook that the owner behind the sign-in has filled in and uploaded, and not yet taken: new
answers, one that a colleague changed meanwhile, and two cells to correct."""

import hashlib
import json
from collections.abc import Iterator, Mapping

from django.utils.translation import override

from diagnosis.answers import plain_answers
from diagnosis.maturity import Framework
from diagnosis.maturity.resolving import Reading
from diagnosis.models import Assessment, FilledWorkbook, Status, Voice
from diagnosis.workbook.book import FIRST_ROW
from diagnosis.workbook.identity import Identity
from diagnosis.workbook.lines import Lines
from diagnosis.workbook.opening import Cell, Opened
from diagnosis.workbook.slots import NUMBER, OPTION, Slot, all_slots
from diagnosis.workbook.weighing import revisions_of
from enterprises.models import Enterprise
from gongfu.core.models import Role, User

NAME, SHEET, COLUMN = "车间填写.xlsx", "答题表", "D"
NEW = 3
NO_OPTION, NO_NUMBER = "做到了一部分", "八十多"


def add_workbook(
    shown: Enterprise, frameworks: Mapping[str, Framework], people: Mapping[Role, User]
) -> None:
    """Keep it for the newest assessment that is open."""
    drafts = Assessment.objects.filter(enterprise=shown, is_extra=False, status=Status.DRAFT)
    draft = drafts.select_related("release").order_by("-opened_at", "-pk").first()
    if draft is None:
        return
    framework = frameworks[str(draft.release)]
    content = _opened(draft, framework).as_json()
    FilledWorkbook.objects.create(
        assessment=draft,
        by=people[Role.OWNER],
        file_name=NAME,
        digest=hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest(),
        content=content,
        uploaded_at=draft.last_answer_at or draft.opened_at,
    )


def _opened(draft: Assessment, framework: Framework) -> Opened:
    document = draft.sheets.get(voice=Voice.SELF).document
    answers = plain_answers(document, framework.ref)
    slots = all_slots(framework)
    typed = {key: slot.content(answers.get(slot.ref)) for key, slot in slots.items()}
    revisions = revisions_of(document, framework)
    clash = next((slot for slot in _plain(slots) if slot.ref in answers), None)
    if clash:
        revisions.pop(clash.ref)
        typed[clash.key] = _other(framework, clash, typed[clash.key])
    typed |= dict(_added(framework, slots, answers))
    with override("zh-hans"):
        lines = Lines(framework, framework.texts("zh"), Reading(framework, answers, draft.profile))
        rows = {line.slot.key: row for row, line in enumerate(lines.all(), FIRST_ROW) if line.slot}
    cells = {key: Cell(SHEET, f"{COLUMN}{rows[key]}", "t", text) for key, text in typed.items()}
    identity = Identity(str(draft.pk), framework.digest, "demo", revisions)
    return Opened(identity, cells)


def _added(
    framework: Framework, slots: Mapping[str, Slot], answers: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """New answers, and behind them the two cells that cannot be read."""
    unanswered = [slot for slot in _plain(slots) if slot.ref not in answers]
    for slot in unanswered[:NEW]:
        yield slot.key, framework.questions[slot.ref].option_refs[1]
    for slot in unanswered[NEW : NEW + 1]:
        yield slot.key, NO_OPTION
    numbers = [slot for slot in slots.values() if slot.kind == NUMBER]
    for slot in numbers[:1]:
        yield slot.key, NO_NUMBER


def _plain(slots: Mapping[str, Slot]) -> list[Slot]:
    """Questions that are answered with one option and nothing else."""
    counts: dict[str, int] = {}
    for slot in slots.values():
        counts[slot.ref] = counts.get(slot.ref, 0) + 1
    return [slot for slot in slots.values() if slot.kind == OPTION and counts[slot.ref] == 1]


def _other(framework: Framework, slot: Slot, option: str) -> str:
    """Another option of the same question."""
    return next(ref for ref in framework.questions[slot.ref].option_refs if ref != option)
