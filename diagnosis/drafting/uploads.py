"""Files that an author uploads: YAML, several of them, a ZIP of them, or a workbook."""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from diagnosis.drafting.files import RULES, SAMPLES, Files, read_tree, text_of, write_files
from diagnosis.drafting.unpacking import (
    YAML_NAMES,
    ZIP,
    Limits,
    NotTaken,
    Upload,
    text_in,
    unpacked,
)
from diagnosis.drafting.workbook.book import read_book
from diagnosis.drafting.workbook.faults import Faulty
from diagnosis.drafting.workbook.places import Places
from diagnosis.maturity import FrameworkError
from diagnosis.maturity.reading import MAX_BYTES

LIMITS = Limits(files=12, together=12 * MAX_BYTES)
LANGUAGE = re.compile(r"[a-z]{2,3}")


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


def take_uploads(uploads: Iterable[Upload], *, need_rules: bool) -> Taken:
    """Read uploaded files by what they hold, whatever they are called."""
    uploads = list(uploads)
    if len(uploads) == 1 and is_workbook(uploads[0].content):
        return _workbook(uploads[0])
    parts: dict[str, str] = {}
    for upload in unpacked(uploads, LIMITS):
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


def _yaml(upload: Upload) -> tuple[str, str]:
    """Tell by its keys which file of a framework this is."""
    text = text_in(upload)
    try:
        tree = read_tree(text, upload.name)
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
