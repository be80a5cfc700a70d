"""Uploaded YAML files, those in archives among them: read no further than the limits allow."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from diagnosis.maturity.reading import MAX_BYTES
from gongfu.core.errors import Invalid

ZIP = b"PK\x03\x04"
YAML_NAMES = (".yaml", ".yml")
LONGEST_NAME = 80
# The other ways to pack inflate without bound before the first byte can be counted.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Upload(NamedTuple):
    """An uploaded file, read whole."""

    name: str
    content: bytes


class Limits(NamedTuple):
    """How many files an upload may bring, and how many bytes they may come to unpacked."""

    files: int
    together: int


class NotTaken(Invalid):
    """Nothing of the upload was taken; `reasons` say why, each naming the file."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(reasons[0])
        self.reasons = reasons


def unpacked(uploads: Iterable[Upload], limits: Limits) -> Iterator[Upload]:
    """Every file, those of archives included; raises NotTaken at the first beyond a limit."""
    count = together = 0
    for upload in uploads:
        for found in _members(upload, limits) if upload.content.startswith(ZIP) else (upload,):
            count += 1
            together += len(found.content)
            if count > limits.files:
                raise too_many(limits)
            if len(found.content) > MAX_BYTES:
                raise NotTaken(_("%(file)s: expected at most 1 MB") % {"file": found.name})
            if together > limits.together:
                raise NotTaken(
                    _("%(file)s: expected all files together to have at most %(most)d MB unpacked")
                    % {"file": upload.name, "most": limits.together // MAX_BYTES}
                )
            yield found


def too_many(limits: Limits) -> NotTaken:
    return NotTaken(_("Upload at most %(most)d files.") % {"most": limits.files})


def text_in(upload: Upload) -> str:
    """The text of a file; raises NotTaken where no database could keep it."""
    try:
        text = upload.content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise NotTaken(_("%(file)s: expected UTF-8 text") % {"file": upload.name}) from error
    if "\x00" in text:
        raise NotTaken(
            _("%(file)s: expected text without control characters") % {"file": upload.name}
        )
    return text


def _members(upload: Upload, limits: Limits) -> Iterator[Upload]:
    """The YAML files of an archive; of each no more than one byte over the limit is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(upload.content)) as archive:
            entries = [e for e in archive.infolist() if e.filename.lower().endswith(YAML_NAMES)]
            if len(entries) > limits.files:
                raise too_many(limits)
            for entry in entries:
                if entry.compress_type not in PACKED:
                    raise NotTaken(
                        _("%(file)s: expected an archive packed as an ordinary ZIP")
                        % {"file": upload.name}
                    )
                with archive.open(entry) as file:
                    yield Upload(_shown(entry.filename), file.read(MAX_BYTES + 1))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        raise NotTaken(
            _("%(file)s: the archive is damaged or has a password") % {"file": upload.name}
        ) from error


def _shown(name: str) -> str:
    """The end of a path, where files of one archive differ, as messages may show it."""
    return "".join(letter for letter in name if letter.isprintable())[-LONGEST_NAME:]
