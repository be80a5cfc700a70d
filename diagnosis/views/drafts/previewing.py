"""The draft as the firm will see it, with a score to try; nothing is stored."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diagnosis.drafting.files import Files
from diagnosis.drafting.reviewing import review_files
from diagnosis.drafting.trying import Trying
from diagnosis.maturity import Framework, Section
from diagnosis.views.drafts.reach import closed, draft_or_404
from gongfu.core.languages import short
from gongfu.core.requests import Request


def preview(request: Request, draft_id: int) -> HttpResponse:
    """The whole questionnaire on one page."""
    return _preview(request, draft_id, "")


def preview_section(request: Request, draft_id: int, ref: str) -> HttpResponse:
    """One section of it."""
    return _preview(request, draft_id, ref)


def _preview(request: Request, draft_id: int, ref: str) -> HttpResponse:
    draft = draft_or_404(request, draft_id)
    if draft.release:
        return closed(draft.release)
    review = review_files(Files.of_draft(draft), draft.stem)
    framework = review.shown_in(short())
    if framework is None:
        messages.error(
            request,
            _("There is no preview yet: %(problem)s") % {"problem": review.complaints[0]},
        )
        return redirect("diagnosis:draft", draft.pk)
    sections = _chosen(framework, ref)
    posted = request.POST if request.method == "POST" else QueryDict()
    trying = Trying(framework, posted)
    outcome = trying.outcome() if request.method == "POST" else None
    texts = framework.texts(short())
    context = {
        "draft": draft,
        "texts": texts,
        "sections": [(texts.section(s.ref), s.ref, trying.cards(s.questions)) for s in sections],
        "rail": [(s.ref, texts.section(s.ref).title) for s in framework.sections],
        "ref": ref,
        "outcome": outcome,
        "traits": trying.traits(),
        "problems": trying.problems(),
    }
    status = 422 if trying.errors else 200
    return render(request, "diagnosis/drafts/preview.html", context, status=status)


def _chosen(framework: Framework, ref: str) -> tuple[Section, ...]:
    if not ref:
        return framework.sections
    if ref not in framework.section_by_ref:
        raise Http404
    return (framework.section_by_ref[ref],)
