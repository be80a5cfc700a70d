"""The library of solutions: read by everybody who works with frameworks, written by authors."""

from diagnosis.views.solutions.drafts import discard, draft_file, drafts
from diagnosis.views.solutions.editing import draft, fit, text
from diagnosis.views.solutions.library import edition, file, files, solution, solutions
from diagnosis.views.solutions.publishing import publish, publish_together, withdraw

__all__ = [
    "discard",
    "draft",
    "draft_file",
    "drafts",
    "edition",
    "file",
    "files",
    "fit",
    "publish",
    "publish_together",
    "solution",
    "solutions",
    "text",
    "withdraw",
]
