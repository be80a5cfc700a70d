"""The rows: what is broken, on which services, and which fault points each one passes."""

from dataclasses import dataclass

SQLITE, PG = "sqlite", "pg"
PROFILES = (SQLITE, PG)


@dataclass(frozen=True)
class Row:
    """`name` is the function in `module` that returns the Outcome; `name_control` its control."""

    id: str
    module: str
    name: str
    points: tuple[str, ...] = ()
    profiles: tuple[str, ...] = PROFILES


SCORE = ("job.claimed", "score.computed", "score.stored", "job.complete")
REPORT = ("job.claimed", "report.rendered", "report.filed", "report.registered", "job.complete")
CHECK = ("job.claimed", "import.parsed", "import.checked", "job.complete")
APPLY = (
    "job.claimed",
    "import.planned",
    "import.before_write",
    "import.created",
    "import.updated",
    "import.written",
    "job.complete",
)
UNDO = ("job.claimed", "import.before_undo", "import.undone", "job.complete")
MAIL = ("job.claimed", "mail.marked", "mail.sent", "job.complete")
REMIND = ("remind.made",)
CORRECT = ("correction.written",)
AUTOSAVE = ("answer.logged", "answer.saved")
SUBMIT = ("submit.moved", "submit.recorded", "submit.queued")
VERIFY = ("verify.moved", "verify.queued")
ATTACH = ("evidence.reserved",)
FOLLOW = ("plan.noted",)
ASK = ("plan_check.asked",)
OPEN = ("opening_many.one",)
SCOPE = ("scope_run.piece",)

ROWS = (
    Row("R-A04", "revoking", "stale_accesses"),
    Row("R-B08", "uploads", "hostile_uploads"),
    Row("R-B11", "uploads", "hostile_names"),
    Row("R-F01", "autosave", "killed_web_workers", points=AUTOSAVE),
    Row("R-F02", "autosave", "synced_saves"),
    Row(
        "R-F03",
        "work",
        "killed_at_every_point",
        points=SCORE + REPORT + CHECK + APPLY + UNDO + MAIL,
    ),
    Row("R-F04", "work", "killed_worker_groups"),
    Row("R-F11", "contention", "many_writers", profiles=(SQLITE,)),
    Row("R-F14", "steps", "lost_leases", points=OPEN + SCOPE),
    Row(
        "R-F16",
        "steps",
        "failing_statements",
        points=SUBMIT + VERIFY + ATTACH + REMIND + CORRECT + FOLLOW + ASK,
    ),
)
BY_ID = {row.id: row for row in ROWS}
