"""What every view of an assessment begins with."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from diagnosis.answers import Document
from diagnosis.catalogue import framework_for
from diagnosis.deck import Deck
from diagnosis.maturity import Framework, Section
from diagnosis.models import AnswerSheet, Assessment, Evidence, Status, Voice
from diagnosis.which_release import name_of
from enterprises.ecosystem.looking import shows_firm
from enterprises.register.profiling import register_of
from gongfu.core.access import may
from gongfu.core.errors import Forbidden, Gone
from gongfu.core.models import User
from gongfu.core.requests import Request

LONG_TEXTS = ("source", "texts", "samples")  # of a release; read once per process


def reachable(request: Request) -> QuerySet[Assessment]:
    """Assessments this person may see; the text of the release is read only when it is needed."""
    return (
        Assessment.objects.visible_to(request.actor)
        .select_related("release", "enterprise", "campaign")
        .defer(*(f"release__{name}" for name in LONG_TEXTS))
    )


def assessment_or_404(request: Request, assessment_id: int) -> Assessment:
    """The assessment, or not found: a foreign one does not exist.

    Raises Gone where the person's own firm has discarded it.
    """
    found = reachable(request).filter(pk=assessment_id).first()
    if found is None:
        raise _discarded(request, assessment_id) or Http404(assessment_id)
    shows_firm(request, found.enterprise_id, campaign_id=found.campaign_id)
    return found


def _discarded(request: Request, assessment_id: int) -> Gone | None:
    """Who put it away and when, as far as it was this firm's; None for everybody else."""
    rows = Assessment.objects.discarded_of(request.actor).filter(pk=assessment_id)
    gone = rows.select_related("release", "discarded_by").first()
    if gone is None:
        return None
    told = {
        "name": name_of(gone.release),
        "by": gone.discarded_by.name if gone.discarded_by else "–",
        "day": date_format(timezone.localtime(gone.discarded_at), "Y-m-d"),
    }
    said = _("“%(name)s” was discarded by %(by)s on %(day)s; its answers are kept.") % told
    if may(request.actor, "assessment.discard"):
        way_on = _("You can take it back on the start page.")
    else:
        way_on = _("An owner of your company can take it back on the start page.")
    return Gone(f"{said} {way_on}")


def locked_sheet_or_404(request: Request, assessment_id: int) -> AnswerSheet:
    """The firm's answers with their assessment, by one query; nobody else can change them until
    the transaction ends."""
    sheets = (
        AnswerSheet.objects.filter(
            assessment__in=Assessment.objects.visible_to(request.actor), voice=Voice.SELF
        )
        .select_related("assessment__release", "assessment__enterprise")
        .defer(*(f"assessment__release__{name}" for name in LONG_TEXTS))
        .select_for_update(of=("self",))
    )
    return get_object_or_404(sheets, assessment=assessment_id)


def person_of(request: Request) -> User:
    """Who signs for what is saved; the access table lets nobody here without an account."""
    if not isinstance(request.user, User):
        raise Forbidden(_("You may not open this page."))
    return request.user


def may_answer(request: Request, assessment: Assessment) -> bool:
    """Whether this person can change answers of it now."""
    return assessment.status == Status.DRAFT and may(request.actor, "assessment.answer")


def document_of(assessment: Assessment, voice: Voice = Voice.SELF) -> Document:
    """The stored answers of one voice."""
    sheet = AnswerSheet.objects.filter(assessment=assessment, voice=voice).first()
    return sheet.document if sheet else {}


def files_of(assessment: Assessment) -> list[Evidence]:
    """The files beside the answers; of a draft also those that can still be brought back."""
    kept = assessment.evidence.filter(removed_at__isnull=True)
    if assessment.status == Status.DRAFT:
        kept |= assessment.evidence.restorable()
    return list(kept.order_by("pk"))


def deck_of(
    request: Request,
    assessment: Assessment,
    voice: Voice = Voice.SELF,
    *,
    with_files: bool = True,
) -> Deck:
    """The cards of one voice; evidence belongs to the firm's."""
    return Deck(
        framework_for(assessment),
        document_of(assessment, voice),
        files_of(assessment) if with_files and voice == Voice.SELF else (),
        request.actor.name,
        assessment.profile,
        register_of(assessment.enterprise) if voice == Voice.SELF else None,
    )


def section_or_404(framework: Framework, ref: str) -> Section:
    if ref not in framework.section_by_ref:
        raise Http404(ref)
    return framework.section_by_ref[ref]


def framework_of_question(assessment: Assessment, ref: str) -> Framework:
    """The framework, provided that it asks this question."""
    framework = framework_for(assessment)
    if ref not in framework.questions:
        raise Http404(ref)
    return framework
