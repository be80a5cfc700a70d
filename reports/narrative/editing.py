"""Saving the consultant's words: a version for each save, nothing ever overwritten."""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diagnosis.library import solutions as library
from diagnosis.models import Assessment, Status
from gongfu.core import clock
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Forbidden, Invalid, Locked
from gongfu.core.inputs import clean_text
from gongfu.core.models import User
from reports.document.render import unmapped
from reports.narrative.models import Narrative
from reports.narrative.passages import INTEREST, passages_of

LONGEST = 3_000  # characters of one passage


def newest_narrative(assessment: Assessment, language: str) -> Narrative | None:
    """What the next diagnosis report in this language would print."""
    versions = Narrative.objects.filter(assessment=assessment, language=language)
    return versions.order_by("number").last()


def save_narrative(
    *,
    assessment: Assessment,
    language: str,
    base: int,
    texts: Mapping[str, str],
    solutions: Collection[str],
    interest: str,
    user: User,
    actor: Actor,
    restores: Narrative | None = None,
) -> Narrative:
    """Keep a new version on top of version `base`, 0 where there is none yet.

    What says the same as the newest one is not kept twice.
    """
    _check_may(assessment, actor)
    said = _checked(assessment, language, texts)
    chosen = sorted(set(solutions) & library().keys())
    interest = interest if chosen else ""
    _check_interest(chosen, interest, said)
    newest = newest_narrative(assessment, language)
    if (newest.number if newest else 0) != base:
        raise _overtaken()
    if newest and (newest.texts, newest.solutions, newest.interest) == (said, chosen, interest):
        return newest
    try:
        with transaction.atomic():
            return Narrative.objects.create(
                assessment=assessment,
                language=language,
                number=base + 1,
                texts=said,
                solutions=chosen,
                interest=interest,
                saved_at=clock.now(),
                saved_by=user,
                saved_name=user.name,
                restores=restores,
            )
    except IntegrityError as error:
        raise _overtaken() from error


def restore_narrative(*, version: Narrative, base: int, user: User, actor: Actor) -> Narrative:
    """Return to an older text by a new version that says the same."""
    return save_narrative(
        assessment=version.assessment,
        language=version.language,
        base=base,
        texts=version.texts,
        solutions=version.solutions,
        interest=version.interest,
        user=user,
        actor=actor,
        restores=version,
    )


def _check_may(assessment: Assessment, actor: Actor) -> None:
    if not may(actor, "report.edit"):
        raise Forbidden(_("The texts of a report are written by the provider of the diagnosis."))
    if assessment.status == Status.DRAFT:
        raise Locked(_("Submit the self-assessment first; the report follows it."))


def _checked(assessment: Assessment, language: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Every passage cleaned, empty ones left out."""
    said: dict[str, str] = {}
    problems: dict[str, str] = {}
    for key in (*(each.key for each in passages_of(assessment, language)), INTEREST):
        try:
            text = _clean(texts.get(key, ""))
        except Invalid as error:
            problems[key] = error.message
        else:
            said |= {key: text} if text else {}
    if problems:
        raise Invalid(_("Nothing was saved yet; please check what is marked."), fields=problems)
    return said


def _clean(raw: str) -> str:
    """One passage, refused where the report could not print it."""
    text = clean_text(raw.replace("\r\n", "\n"), max_length=LONGEST, multiline=True)
    if lacking := unmapped(text, extra_fonts=settings.EXTRA_FONTS):
        named = ", ".join(f"{char} (U+{ord(char):04X})" for char in lacking)
        raise Invalid(
            _("The fonts of the report lack %(characters)s; please write it in another way.")
            % {"characters": named}
        )
    return text


def _check_interest(chosen: Collection[str], interest: str, said: Mapping[str, str]) -> None:
    """Whoever recommends must say whether it earns by it."""
    if not chosen:
        return
    if interest not in Narrative.Interest.values:
        text = _("You chose solutions. Say whether the provider sells any of them.")
        raise Invalid(text, fields={"interest_kind": text})
    if interest == Narrative.Interest.OWN and INTEREST not in said:
        text = _("Name what the provider or a company tied to it sells.")
        raise Invalid(text, fields={INTEREST: text})


def _overtaken() -> Conflict:
    return Conflict(
        _(
            "Somebody else saved a newer version meanwhile. Your text is still in the form: "
            "compare it with theirs, then save again."
        )
    )
