"""Files that an author uploads: YAML, several of them, a ZIP of them, or a workbook."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from diagnosis.drafting.files import RULES, SAMPLES, Files, read_tree, text_of, write_files
from diagnosis.drafting.workbook.book import read_book
from diagnosis.drafting.workbook.faults import Faulty
from diagnosis.drafting.workbook.places import Places
from diagnosis.maturity import FrameworkError
from diagnosis.maturity.reading import MAX_BYTES

MOST_FILES = 12
ZIP = b"PK\x03\x04"
YAML_NAMES = (".yaml", ".yml")
LANGUAGE = re.compile(r"[a-z]{2,3}")


class Upload(NamedTuple):
    """An uploaded file, read whole."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What an upload brought: files by short name, and for a workbook where each thing stood."""

    parts: dict[str, str]
    places: Places = field(default_factory=Places)

    def onto(self, files: Files | None) -> Files:
        """The files of a draft with those of the upload in their place; the others stay."""
        if files is None:
            files = Files(self.parts[RULES], {})
        for which, text in self.parts.items():
            files = files.with_file(which, text)
        return files


class NotTaken(Exception):
    """Nothing of the upload was taken; `reasons` say why, each naming the file."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(reasons[0])
        self.reasons = reasons


def take_uploads(uploads: Iterable[Upload], *, need_rules: bool) -> Taken:
    """Read uploaded files by what they hold, whatever they are called."""
    uploads = list(uploads)
    if len(uploads) == 1 and is_workbook(uploads[0].content):
        return _workbook(uploads[0])
    parts: dict[str, str] = {}
    for upload in _unpacked(uploads):
        which, text = _yaml(upload)
        if which in parts:
            raise NotTaken(
                _("%(file)s: expected one file of each kind, found a second one (%(kind)s)")
                % {"file": upload.name, "kind": which}
            )
        parts[which] = text
    if not parts:
        raise NotTaken(_("Choose a file first."))
    if need_rules and RULES not in parts:
        raise NotTaken(_("Among the files none holds the rules (with the key “format”)."))
    return Taken(parts)


def is_workbook(content: bytes) -> bool:
    """Whether a ZIP holds a workbook; what is damaged counts as one and is refused as such."""
    if not content.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return True
    return not any(name.lower().endswith(YAML_NAMES) for name in names)


def _workbook(upload: Upload) -> Taken:
    try:
        trees, places = read_book(upload.content)
    except Faulty as error:
        raise NotTaken(*(f"{upload.name}: {fault}" for fault in error.faults)) from error
    for lang in trees.texts:
        _check_language(upload.name, lang)
    files = write_files(trees)
    parts = {which: text for which, text in files.items() if text}
    return Taken({RULES: "", **parts}, places)


def _unpacked(uploads: Iterable[Upload]) -> Iterator[Upload]:
    """Every file, those of archives included; no more of each is read than the limit."""
    count = 0
    for upload in uploads:
        for found in _members(upload) if upload.content.startswith(ZIP) else (upload,):
            count += 1
            if count > MOST_FILES:
                raise NotTaken(_("Upload at most %(most)d files.") % {"most": MOST_FILES})
            if len(found.content) > MAX_BYTES:
                raise NotTaken(_("%(file)s: expected at most 1 MB") % {"file": found.name})
            yield found


def _members(upload: Upload) -> Iterator[Upload]:
    try:
        with zipfile.ZipFile(io.BytesIO(upload.content)) as archive:
            for entry in archive.infolist()[: 10 * MOST_FILES]:
                if not entry.filename.lower().endswith(YAML_NAMES):
                    continue
                with archive.open(entry) as file:
                    yield Upload(entry.filename, file.read(MAX_BYTES + 1))
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError, NotImplementedError) as error:
        raise NotTaken(
            _("%(file)s: the archive is damaged or has a password") % {"file": upload.name}
        ) from error


def _yaml(upload: Upload) -> tuple[str, str]:
    """Tell by its keys which file of a framework this is."""
    try:
        text = upload.content.decode("utf-8-sig").replace("\r\n", "\n")
        tree = read_tree(text, upload.name)
    except UnicodeDecodeError as error:
        raise NotTaken(_("%(file)s: expected UTF-8 text") % {"file": upload.name}) from error
    except FrameworkError as error:
        raise NotTaken(str(error)) from error
    if "format" in tree or ("questions" in tree and "language" not in tree):
        return RULES, text
    if "language" in tree:
        language = text_of(tree["language"])
        _check_language(upload.name, language)
        return language, text
    if "samples" in tree:
        return SAMPLES, text
    raise NotTaken(
        _("%(file)s: expected rules (key “format”), words (key “language”) or samples")
        % {"file": upload.name}
    )


def _check_language(file: str, language: str) -> None:
    if not LANGUAGE.fullmatch(language):
        raise NotTaken(
            _("%(file)s: expected a language such as zh or en, found “%(found)s”")
            % {"file": file, "found": language[:20]}
        )


def zip_file(files: Files, stem: str) -> io.BytesIO:
    """The files of a framework as an archive laid out like the shipped ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{stem}.yaml", files.rules)
        for language, text in files.texts.items():
            archive.writestr(f"texts/{stem}.{language}.yaml", text)
        if files.samples:
            archive.writestr(f"samples/{stem}.yaml", files.samples)
    out.seek(0)
    return out
