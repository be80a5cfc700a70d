"""What an uploaded file is called: for people as they named it, on disk at random."""

import re
import secrets
import unicodedata

FOLDER = "evidence"
MAX_LENGTH = 120
_UNWANTED = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


def clean_name(raw: str) -> tuple[str, str]:
    """The name without path, control and direction marks, and its extension in lower case."""
    last = re.split(r"[/\\]", _UNWANTED.sub("", raw))[-1]
    name = " ".join(unicodedata.normalize("NFC", last).split()).strip(". ")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return name[:MAX_LENGTH], ""
    extension = extension.lower()[:10]
    return f"{stem[: MAX_LENGTH - len(extension) - 1]}.{extension}", extension


def random_path() -> str:
    """A place below the folder of files that nobody can guess and no name can influence."""
    token = secrets.token_hex(16)
    return f"{FOLDER}/{token[:2]}/{token}"
