"""Say something about a question, withdraw it, and note what was read."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.answers import key_of
from diagnosis.catalogue import framework_for
from diagnosis.models import LONGEST_COMMENT, Assessment, Comment, CommentsSeen
from gongfu.core import clock
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.errors import Forbidden, Invalid, Locked
from gongfu.core.inputs import clean_text

ONE_PRESS = timedelta(minutes=1)


@transaction.atomic
def add_comment(*, assessment: Assessment, ref: str, text: str, actor: Actor) -> Comment:
    """Put a comment at the end of a question's thread, whatever the state of the assessment.

    The same words of the same person a moment later are a second press of the button. Who answers
    has read what stood there.

    Raises Invalid for an empty or over-long text, Forbidden for a role that may only read.
    """
    if not may(actor, "comment.write"):
        raise Forbidden(_("You can read these comments but not write any."))
    if ref not in framework_for(assessment).questions:
        raise Invalid(_("There is no such question; choose one of the questionnaire."))
    key, cleaned, now = key_of(assessment.framework_ref, ref), _checked(text), clock.now()
    newest = Comment.objects.filter(assessment=assessment, key=key).order_by("-pk").first()
    if newest and (newest.by_id, newest.text) == (actor.user_id, cleaned) and _just(newest, now):
        return newest
    if newest and actor.user_id:
        note_seen(assessment=assessment, key=key, newest=newest.pk, user_id=actor.user_id)
    return Comment.objects.create(
        assessment=assessment,
        key=key,
        text=cleaned,
        at=now,
        by_id=actor.user_id,
        by_name=actor.name,
        by_role=actor.role,
    )


def _just(newest: Comment, now: datetime) -> bool:
    return now - newest.at < ONE_PRESS


def _checked(text: str) -> str:
    try:
        cleaned = clean_text(text, max_length=LONGEST_COMMENT, multiline=True)
    except Invalid as error:
        raise Invalid(error.message, fields={"text": error.message}) from error
    if not cleaned:
        message = _("Write what you want to say; at most 2,000 characters.")
        raise Invalid(message, fields={"text": message})
    return cleaned


def withdraw_comment(*, comment: Comment, actor: Actor) -> None:
    """Take one's own words back: the text goes, that there was one stays. Twice is once."""
    if comment.by_id is None or comment.by_id != actor.user_id:
        raise Forbidden(_("Only whoever wrote a comment can withdraw it."))
    if comment.withdrawn_at is not None:
        raise Locked(_("This comment was withdrawn already."))
    Comment.objects.filter(pk=comment.pk, withdrawn_at=None).update(
        text="", withdrawn_at=clock.now()
    )


@transaction.atomic
def note_seen(*, assessment: Assessment, key: str, newest: int, user_id: int) -> None:
    """Remember how far a person has read; an older page never makes it less."""
    seen, made = CommentsSeen.objects.select_for_update().get_or_create(
        user_id=user_id, assessment=assessment, key=key, defaults={"newest": newest}
    )
    if not made and seen.newest < newest:
        seen.newest = newest
        seen.save(update_fields=["newest"])
