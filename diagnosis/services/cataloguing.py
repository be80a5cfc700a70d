"""Writing solutions: drafts, publishing an edition, withdrawing and offering anew."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diagnosis.cataloguing.differing import differences
from diagnosis.cataloguing.reviewing import needed_by, review_set, review_source
from diagnosis.cataloguing.sources import (
    digest_of_source,
    present_source,
    present_sources,
    supplied_source,
)
from diagnosis.drafting.files import read_tree, text_of
from diagnosis.library import forget_library, library
from diagnosis.maturity import FrameworkError
from diagnosis.maturity.reading import MAX_BYTES
from diagnosis.models import SolutionDraft, SolutionEdition
from diagnosis.services.holding import held_draft
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Invalid, Locked, TooLarge
from gongfu.core.inputs import clean_text
from gongfu.core.languages import short
from gongfu.core.models import AuditEntry
from gongfu.core.services.auditing import record
from gongfu.core.services.changing import note_change

LONGEST_REASON = 200


class Seen(NamedTuple):
    """A draft as its page showed it: `onto` is the digest of the text it takes over from."""

    draft: SolutionDraft
    revision: int
    onto: str


def start_solution(*, source: str, actor: Actor) -> SolutionDraft:
    """Keep the text of a new draft, whatever it says."""
    draft = SolutionDraft(author_id=actor.user_id, author_name=actor.name)
    _take(draft, source, actor)
    draft.save()
    return draft


@transaction.atomic
def start_solutions(*, sources: Mapping[str, str], actor: Actor) -> list[SolutionDraft]:
    """Keep uploaded texts, all or none, as drafts; what says nothing new makes none.

    They are checked as one set, so that new solutions may need each other.

    Raises Invalid with every complaint where a text is not sound: half of an upload is not taken.
    """
    reviews = review_set(list(sources.items()))
    complaints = [str(complaint) for review in reviews for complaint in review.complaints]
    if complaints:
        raise Invalid(
            complaints[0],
            fields={f"files-{number}": text for number, text in enumerate(complaints)},
        )
    return [
        start_solution(source=source, actor=actor)
        for source in sources.values()
        if differences(present_source(ref_of(source)), source)
    ]


@transaction.atomic
def save_solution(
    *, draft: SolutionDraft, source: str, revision: int, actor: Actor
) -> SolutionDraft:
    """Keep the text as given, unless somebody else saved the draft meanwhile."""
    held = held_draft(draft, revision)
    _take(held, source, actor)
    held.revision += 1
    held.save()
    return held


@transaction.atomic
def discard_solution(*, draft: SolutionDraft, revision: int) -> None:
    """Remove a draft for good."""
    held_draft(draft, revision).delete()


def publish_solution(
    *, draft: SolutionDraft, revision: int, onto: str, actor: Actor, request_id: str = ""
) -> SolutionEdition:
    """Freeze a draft as the present edition."""
    seen = Seen(draft, revision, onto)
    return publish_solutions(drafts=[seen], actor=actor, request_id=request_id)[0]


@transaction.atomic
def publish_solutions(
    *, drafts: Sequence[Seen], actor: Actor, request_id: str = ""
) -> list[SolutionEdition]:
    """Freeze drafts as the present editions, all or none; what one needs another may bring.

    Nobody publishes over an edition that they have not seen beside their own.
    """
    ordered = sorted(drafts, key=lambda each: each.draft.pk)  # so that no two wait for each other
    held = [held_draft(each.draft, each.revision) for each in ordered]
    refs = _sound_refs([each.source for each in held])
    present = present_sources(refs)
    for seen, draft, ref in zip(ordered, held, refs, strict=True):
        _refuse_unseen(ref, draft.source, present.get(ref, ""), seen.onto)
    for draft, ref in zip(held, refs, strict=True):
        action = "diagnosis:solution_publish"
        draft.edition = _add(ref, draft.source, actor, action=action, audit=request_id)
        draft.save(update_fields=["edition"])
    return [draft.edition for draft in held if draft.edition]


def _sound_refs(sources: Sequence[str]) -> list[str]:
    """The refs of texts that are sound together."""
    reviews = review_set([("", source) for source in sources])
    for complaint in (each for review in reviews for each in review.complaints):
        raise Invalid(_("Not published. %(problem)s") % {"problem": complaint})
    return [review.solution.ref for review in reviews if review.solution]


def _refuse_unseen(ref: str, source: str, present: str, onto: str) -> None:
    if digest_of_source(present) != onto:
        raise Conflict(
            _("Not published: %(solution)s was changed meanwhile. Look at the differences again.")
            % {"solution": ref}
        )
    if not differences(present, source):
        raise Invalid(
            _("Not published. The draft of %(solution)s says the same as the present edition.")
            % {"solution": ref}
        )


@transaction.atomic
def withdraw_solution(
    *, ref: str, reason: str, actor: Actor, request_id: str = ""
) -> SolutionEdition:
    """Recommend a solution to nobody from now on; plans that have it keep it."""
    said = clean_text(reason, max_length=LONGEST_REASON)
    if not said:
        raise Invalid(_("Say why."), fields={"reason": _("Say why it is withdrawn.")})
    if ref not in library().offered:
        raise Locked(_("This solution is withdrawn already."))
    if needed := needed_by(ref):
        names = ", ".join(each.names[short()] for each in needed)
        raise Invalid(
            _("Not withdrawn. These solutions need it first; change them before: %(names)s.")
            % {"names": names}
        )
    action = "diagnosis:solution_withdraw"
    return _add(ref, present_source(ref), actor, action=action, audit=request_id, withdrawn=said)


@transaction.atomic
def offer_solution(*, ref: str, actor: Actor, request_id: str = "") -> SolutionEdition:
    """Recommend a withdrawn solution again; refused where it no longer fits the library."""
    if ref in library().offered:
        raise Locked(_("This solution is on offer already."))
    source = present_source(ref)
    if complaints := review_source(source).complaints:
        raise Invalid(_("Not offered. %(problem)s") % {"problem": complaints[0]})
    return _add(ref, source, actor, action="diagnosis:solution_withdraw", audit=request_id)


def ref_of(source: str) -> str:
    """The ref that a text gives itself; empty where it cannot be read."""
    try:
        return text_of(read_tree(source, "-").get("ref"))
    except FrameworkError:
        return ""


def _take(draft: SolutionDraft, source: str, actor: Actor) -> None:
    if len(source.encode(errors="replace")) > MAX_BYTES:
        raise TooLarge(_("The file “%(file)s” is larger than 1 MB.") % {"file": draft.ref})
    draft.source, draft.edited_by_name = source, actor.name
    draft.ref = "".join(each for each in ref_of(source) if each.isprintable())[:60] or draft.ref


def _add(
    ref: str, source: str, actor: Actor, *, action: str, audit: str, withdrawn: str = ""
) -> SolutionEdition:
    """One more edition; before the first that an author writes, the text that it came with."""
    try:
        with transaction.atomic():
            made = _numbered(ref, source, actor, withdrawn)
    except IntegrityError as error:
        raise Conflict(_("Somebody else changed this solution just now; look again.")) from error
    forget_library()
    note_change(kind="solution", key=ref)
    target = f"solution:{made} digest:{made.digest[:12]}"
    record(actor=actor, action=action, target=target, result=AuditEntry.Result.OK, request_id=audit)
    return made


def _numbered(ref: str, source: str, actor: Actor, withdrawn: str) -> SolutionEdition:
    editions = SolutionEdition.objects
    last = editions.filter(ref=ref).order_by("-number").values_list("number", flat=True).first()
    supplied = supplied_source(ref) if last is None else ""
    at = clock.now()
    if supplied:
        editions.create(
            ref=ref,
            number=1,
            source=supplied,
            digest=digest_of_source(supplied),
            is_supplied=True,
            published_at=at,
        )
    return editions.create(
        ref=ref,
        number=(last or int(bool(supplied))) + 1,
        source=source,
        digest=digest_of_source(source),
        is_withdrawn=bool(withdrawn),
        reason=withdrawn,
        published_at=at,
        by_id=actor.user_id,
        by_name=actor.name,
    )
