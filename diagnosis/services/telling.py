"""Mails between colleagues: this section is yours, your view is asked."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_for
from diagnosis.models import Assessment, Keeper, Opinion, Status
from gongfu.core import jobs
from gongfu.core.actor import Actor
from gongfu.core.languages import short
from gongfu.core.models import User

KEEPER_JOB, OPINION_JOB = "keeper-mail", "opinion-mail"


def tell_keeper(*, assessment: Assessment, user_id: int, actor: Actor) -> None:
    """Queue one mail about all sections that a person sees to now."""
    _queue(KEEPER_JOB, assessment, user_id, actor)


def tell_opinion(*, assessment: Assessment, user_id: int, actor: Actor) -> None:
    """Queue the mail that asks a person for a view of the key items."""
    _queue(OPINION_JOB, assessment, user_id, actor)


def _queue(kind: str, assessment: Assessment, user_id: int, actor: Actor) -> None:
    payload = {"assessment": assessment.pk, "user": user_id, "by": actor.name}
    jobs.enqueue(kind=kind, key=f"{assessment.pk}:{user_id}", actor=actor, payload=payload)


def send_keeper_mail(*, assessment: int, user: int, by: str) -> bool:
    """Name the sections and the due date; nothing is sent where none is left to see to."""
    opened, person = _found(assessment, user)
    if not person or opened.status != Status.DRAFT:
        return False
    kept = Keeper.objects.filter(assessment=opened, membership__user=person)
    refs = set(kept.values_list("section", flat=True))
    with translation.override(person.language or settings.LANGUAGE_CODE):
        texts = framework_for(opened).texts(short())
        sections = framework_for(opened).sections
        titles = [texts.section(each.ref).title for each in sections if each.ref in refs]
        if titles:
            subject = _("Sections of the self-assessment for you to fill in")
            _send(person, subject, "keeper", by, opened, "diagnosis:mine", titles)
    return bool(titles)


def send_opinion_mail(*, assessment: int, user: int, by: str) -> bool:
    """Ask for the view, unless it was given or taken from the person meanwhile."""
    opened, person = _found(assessment, user)
    waiting = Opinion.objects.filter(
        round__assessment=opened, user=user, handed_in_at=None, round__closed_at=None
    ).first()
    if not person or not waiting or opened.status != Status.DRAFT:
        return False
    with translation.override(person.language or settings.LANGUAGE_CODE):
        titles = [waiting.get_standpoint_display()]
        subject = _("Your view of the key questions is asked")
        _send(person, subject, "opinion", by, opened, "diagnosis:opinion", titles)
    return True


def _found(assessment: int, user: int) -> tuple[Assessment, User | None]:
    opened = Assessment.objects.select_related("release", "enterprise").get(pk=assessment)
    return opened, User.objects.filter(pk=user, is_active=True).first()


def _send(
    person: User,
    subject: str,
    template: str,
    by: str,
    opened: Assessment,
    route: str,
    titles: list[str],
) -> None:
    place = [] if route == "diagnosis:mine" else [opened.pk]
    context = {
        "person": person,
        "by": by,
        "assessment": opened,
        "titles": titles,
        "url": settings.PUBLIC_URL + reverse(route, args=place),
    }
    text = render_to_string(f"diagnosis/mails/{template}.txt", context)
    send_mail(subject, text, None, [person.email])
