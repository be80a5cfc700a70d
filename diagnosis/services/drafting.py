"""Beginning, saving and discarding a framework draft. What is saved need not be sound."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.drafting.files import (
    SAMPLES,
    Files,
    Trees,
    read_trees,
    text_of,
    without_broken_samples,
    write_files,
)
from diagnosis.maturity import FrameworkError
from diagnosis.maturity.reading import MAX_BYTES
from diagnosis.models import Draft, Release
from diagnosis.services.holding import held_draft
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid, TooLarge

MOST_LANGUAGES = 8
Edit = Callable[[Trees], None]


def start_draft(*, files: Files, actor: Actor, based_on: Release | None = None) -> Draft:
    """Keep the files of a new draft."""
    _check_size(files)
    draft = Draft(
        based_on=based_on,
        author_id=actor.user_id,
        author_name=actor.name,
        edited_by_name=actor.name,
    )
    _take(draft, files)
    draft.save()
    return draft


@transaction.atomic
def save_draft(*, draft: Draft, files: Files, revision: int, actor: Actor) -> Draft:
    """Keep all files as given, unless somebody else saved the draft meanwhile."""
    held = held_draft(draft, revision)
    return _save(held, files, actor)


@transaction.atomic
def edit_draft(*, draft: Draft, edit: Edit, revision: int, actor: Actor) -> Draft:
    """Change the trees of the draft; files that it leaves alone keep their text.

    Samples that cannot be read stay as they are, for no form changes them.
    """
    held = held_draft(draft, revision)
    files = Files.of_draft(held)
    known = without_broken_samples(files)
    try:
        trees = read_trees(known, held.stem)
    except FrameworkError as error:
        raise Invalid(
            _("A file of this draft cannot be read. Correct it as text first: %(problem)s")
            % {"problem": str(error)}
        ) from error
    edit(trees)
    written = write_files(trees, known)
    if known is not files:
        written = written.with_file(SAMPLES, files.samples)
    return _save(held, written, actor)


@transaction.atomic
def discard_draft(*, draft: Draft, revision: int) -> None:
    """Remove a draft for good."""
    held_draft(draft, revision).delete()


def _save(held: Draft, files: Files, actor: Actor) -> Draft:
    _check_size(files)
    _take(held, files)
    held.revision += 1
    held.edited_by_name = actor.name
    held.save()
    return held


def _take(draft: Draft, files: Files) -> None:
    draft.rules, draft.texts, draft.samples = files.rules, dict(files.texts), files.samples
    try:
        rules = read_trees(Files(files.rules, {})).rules
    except FrameworkError:
        return  # the last names that could be read stay
    draft.ref, draft.version = _shown(rules.get("ref")), _shown(rules.get("version"))


def _shown(name: object) -> str:
    """A name as lists show it; in a draft it may still be anything."""
    return "".join(letter for letter in text_of(name) if letter.isprintable())[:60]


def _check_size(files: Files) -> None:
    if len(files.texts) > MOST_LANGUAGES:
        raise Invalid(
            ngettext(
                "A framework has at most %(most)d language.",
                "A framework has at most %(most)d languages.",
                MOST_LANGUAGES,
            )
            % {"most": MOST_LANGUAGES}
        )
    for which, text in files.items():
        if len(text.encode(errors="replace")) > MAX_BYTES:
            raise TooLarge(_("The file “%(file)s” is larger than 1 MB.") % {"file": which})
