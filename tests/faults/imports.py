"""The import batch of R-F03: checked, applied and undone, by half at no moment."""

import time
from collections.abc import Callable, Sequence

from django.core.files.uploadedfile import SimpleUploadedFile

from enterprises.models import Enterprise, LedgerEntry
from enterprises.register.models import RegisterImport
from enterprises.register.services.applying import start_applying
from enterprises.register.services.receiving import receive_file
from enterprises.register.services.undoing import start_undoing
from gongfu.core.actor import Actor
from gongfu.core.models import Job
from tests.enterprises.register.registers import as_csv, sound_row
from tests.faults.city import drafts
from tests.faults.outcome import Outcome
from tests.faults.table import APPLY, CHECK, UNDO
from tests.faults.waiting import PATIENCE, endure, of, perhaps, timed
from tests.faults.world import World

NEW, CHANGED = 30, 3  # lines of each file
ACTOR = Actor.system("faults")
WHOLE = {"all", "none"}
State = RegisterImport.State
Look = Callable[[], object]


class Upload:
    """One file: new firms, and firms of the city that it changes, one of which it moves."""

    def __init__(self, number: int) -> None:
        self.changed = [a.enterprise for a in drafts((number + 1) * CHANGED)[-CHANGED:]]
        rows = [sound_row(number * NEW + line) for line in range(NEW + CHANGED)]
        for row, firm in zip(rows[NEW:], self.changed, strict=True):
            row[0], row[5] = firm.uscc, str(firm.staff + 1)
        self.codes = [row[0] for row in rows[:NEW]]
        file = SimpleUploadedFile(f"{number}.csv", as_csv(rows))
        self.pk = receive_file(file=file, actor=ACTOR).pk

    @property
    def row(self) -> RegisterImport:
        return RegisterImport.objects.select_related("job").get(pk=self.pk)

    def extent(self) -> str:
        """How much of the file stands in the register: all, none, or too little of either."""
        before = {firm.uscc: firm.staff for firm in self.changed}
        found = Enterprise.objects.filter(uscc__in=[*self.codes, *before])
        now = dict(found.values_list("uscc", "staff"))  # one statement: one moment
        new = len(now) - len(before)
        changed = sum(now[code] != staff for code, staff in before.items())
        whole = {(0, 0): "none", (NEW, CHANGED): "all"}
        return whole.get((new, changed), f"{new} of {NEW} new, {changed} of {CHANGED} changed")


def import_batch(world: World, outcome: Outcome) -> None:
    """One file for each point of applying; those of checking and undoing share the files."""
    began = time.monotonic()
    world.order(*CHECK)
    uploads = [Upload(number) for number in range(len(APPLY))]
    if not _watch(world, outcome, uploads, State.CHECKED, len(CHECK)):
        return
    world.order(*APPLY)
    for upload in uploads:
        start_applying(register_import=upload.row, actor=ACTOR)
    if not _watch(world, outcome, uploads, State.APPLIED, len(APPLY)):
        return
    _expect_extent(outcome, uploads, "all")
    moves = LedgerEntry.objects.filter(source__startswith="import:").count()
    world.order(*UNDO)
    undone, kept = uploads[: len(UNDO)], uploads[len(UNDO) :]
    for upload in undone:
        start_undoing(register_import=upload.row, actor=ACTOR)
    _watch(world, outcome, undone, State.UNDONE, len(UNDO))
    _expect_extent(outcome, undone, "none")
    _expect_extent(outcome, kept, "all")
    outcome.figure |= {"imports": len(uploads), "import_s": timed(began), "moves": moves}


def torn_import(world: World) -> bool:
    """Kill a worker in the middle of applying; return whether half of the file was kept."""
    upload = Upload(0)
    _ended([upload], State.CHECKED)
    world.order("import.created")
    start_applying(register_import=upload.row, actor=ACTOR)
    perhaps(lambda: upload.row.state == State.APPLIED or upload.extent() not in WHOLE, seconds=30)
    return upload.extent() not in WHOLE


def _watch(
    world: World, outcome: Outcome, uploads: Sequence[Upload], state: str, kills: int
) -> bool:
    """Wait for the state, looking at the register all the while; return whether all came to it."""
    seen: set[str] = set()
    endure([upload.row.job for upload in uploads])
    _ended(uploads, state, look=lambda: seen.update(upload.extent() for upload in uploads))
    jobs = [upload.row.job for upload in uploads]
    states = [f"{upload.row.state}: {job}" for upload, job in zip(uploads, jobs, strict=True)]
    reached = all(upload.row.state == state for upload in uploads)
    attempts = sum(of(jobs).values_list("attempts", flat=True))
    outcome.n += kills
    outcome.expect(seen <= WHOLE, f"{state}: half an import was seen: {seen}")
    outcome.expect(reached, f"imports are {states}, expected {state}")
    outcome.expect(not world.unfired(), f"{state}: never passed {world.unfired()}")
    outcome.expect(attempts >= len(uploads) + kills, f"{state}: {attempts} attempts only")
    return reached


def _ended(uploads: Sequence[Upload], state: str, *, look: Look = lambda: None) -> None:
    """Return when all are in the state or their jobs have given up."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        look()
        rows = [upload.row for upload in uploads]
        if all(row.state == state or row.job.state == Job.State.FAILED for row in rows):
            return
        time.sleep(0.2)


def _expect_extent(outcome: Outcome, uploads: Sequence[Upload], extent: str) -> None:
    found = {upload.extent() for upload in uploads}
    outcome.expect(found == {extent}, f"in the register: {found}, expected {extent}")
