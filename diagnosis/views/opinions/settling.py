"""One difference between views, and how it ends."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diagnosis.deck import Deck
from diagnosis.inputs import raw_answer
from diagnosis.models import Assessment, OpinionRound
from diagnosis.services.voicing import reason_missing, settle
from diagnosis.teamwork.opinions import Line, comparison_of
from diagnosis.teamwork.settling import choice_of, chosen_answer, offers_of, other_card
from diagnosis.views.opinions.faults import error_at
from diagnosis.views.opinions.landing import next_open
from diagnosis.views.reach import assessment_or_404, deck_of, may_answer, person_of
from gongfu.core.errors import Conflict, GongfuError, Invalid
from gongfu.core.requests import Request


def opinion_settle(request: Request, assessment_id: int, ref: str) -> HttpResponse:
    """One difference: who says what; POST makes one answer the firm's, with the reason."""
    assessment = assessment_or_404(request, assessment_id)
    deck = deck_of(request, assessment, with_files=False)
    found = comparison_of(assessment, request.actor, deck)
    line = found.line(ref) if found else None
    if found is None or line is None:
        raise Http404(ref)
    if request.method != "POST":
        return _settle_page(request, assessment, deck, line)
    try:
        _settle(request, deck, found.round, line)
    except (Invalid, Conflict) as error:
        return _settle_page(request, assessment, deck, line, error)
    said = _("Settled: %(label)s. The answer is the company’s now, with your reason.")
    messages.success(request, said % {"label": line.label})
    return redirect(next_open(found.round))


def _settle(request: Request, deck: Deck, opinion_round: OpinionRound, line: Line) -> None:
    reason = request.POST.get("reason", "")
    settle(
        opinion_round=opinion_round,
        ref=line.ref,
        raw=_chosen(request, deck, line, reason),
        reason=reason,
        base_revision=_revision(request),
        user=person_of(request),
    )


def _chosen(request: Request, deck: Deck, line: Line, reason: str) -> Any:
    """What was chosen; a choice and a reason that are both missing are said at once."""
    try:
        return chosen_answer(request.POST, deck, line)
    except Invalid as error:
        missing = {} if reason.strip() else {"reason": reason_missing()}
        raise Invalid(error.message, fields={**error.fields, **missing}) from error


def _revision(request: Request) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _settle_page(
    request: Request,
    assessment: Assessment,
    deck: Deck,
    line: Line,
    error: GongfuError | None = None,
) -> HttpResponse:
    fields = error.fields if error else {}
    raw = raw_answer(deck.framework.questions[line.ref], request.POST) if error else None
    context = {
        "assessment": assessment,
        "line": line,
        "offers": offers_of(line),
        "card": other_card(deck, line, raw, error_at(line.ref, fields)),
        "text": deck.texts.question(line.ref).text,
        "choice": choice_of(request.POST, raw),
        "reason": request.POST.get("reason", ""),
        "revision": line.revision,
        "errors": fields,
        "problems": _told(line.ref, error),
        "may_write": may_answer(request, assessment),
        "simulated": assessment.is_simulated,
    }
    status = error.status if error else 200
    return render(request, "diagnosis/opinions/settle.html", context, status=status)


def _told(ref: str, error: GongfuError | None) -> list[tuple[str, str]]:
    """Where to go for each problem; a conflict concerns the page as a whole."""
    if error is None:
        return []
    found = [(name.replace(".", "-"), why) for name, why in error.fields.items()]
    return found or [("", error.message)]
