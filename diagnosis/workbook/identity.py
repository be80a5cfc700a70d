"""What makes a workbook ours: the hidden sheet that says what it was made for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MARK, FORMAT = "gongfu-workbook", "1"
LONGEST_TOKEN = 20
REVISION, SHEET = "revision", "sheet"


@dataclass(frozen=True, slots=True)
class Identity:
    """One download: of which assessment and release, and the revision of each answer in it."""

    assessment: str
    release: str  # its digest
    token: str  # of this download
    revisions: Mapping[str, int]

    def rows(self) -> Iterable[tuple[str, ...]]:
        """The hidden sheet, texts only."""
        yield MARK, FORMAT
        yield "assessment", self.assessment
        yield "release", self.release
        yield "token", self.token
        for ref, revision in self.revisions.items():
            yield REVISION, ref, str(revision)


class NotOurs(Exception):
    """The workbook was not made here, or is too old to be read; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_identity(rows: Iterable[list[str]]) -> Identity:
    """Read the hidden sheet back."""
    lines = list(rows)
    if not lines or lines[0][0] != MARK:
        raise NotOurs("foreign")
    if lines[0][1:2] != [FORMAT]:
        raise NotOurs("outdated")
    facts = {line[0]: line[1] for line in lines if len(line) == 2}
    if not {"assessment", "release", "token"} <= set(facts):
        raise NotOurs("foreign")
    revisions = {line[1]: _whole(line[2]) for line in lines if line[0] == REVISION and line[2:]}
    token = "".join(letter for letter in facts["token"] if letter.isascii() and letter.isalnum())
    return Identity(facts["assessment"], facts["release"], token[:LONGEST_TOKEN], revisions)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
