"""My own view of the key items."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diagnosis.cards import Card
from diagnosis.catalogue import framework_for
from diagnosis.deck import Deck
from diagnosis.inputs import raw_answer
from diagnosis.models import Assessment, Opinion
from diagnosis.services.voicing import save_opinion
from diagnosis.views.opinions.faults import error_at
from diagnosis.views.reach import assessment_or_404
from gongfu.core.errors import Invalid
from gongfu.core.requests import Request


def opinion(request: Request, assessment_id: int) -> HttpResponse:
    """My own view of the key items; nobody else sees it before it is handed in."""
    assessment = assessment_or_404(request, assessment_id)
    mine = _mine_or_404(request, assessment)
    if request.method != "POST":
        return _opinion_page(request, assessment, mine, mine.document)
    framework = framework_for(assessment)
    raws = {ref: raw_answer(framework.questions[ref], request.POST) for ref in mine.round.refs}
    hand_in = request.POST.get("go") == "hand-in"
    try:
        save_opinion(opinion=mine, raws=raws, hand_in=hand_in, actor=request.actor)
    except Invalid as error:
        return _opinion_page(request, assessment, mine, raws, error)
    if not hand_in:
        messages.success(request, _("Saved; hand your view in when it is complete."))
        return redirect("diagnosis:opinion", assessment.pk)
    messages.success(request, _("Thank you, your view is handed in."))
    return redirect("diagnosis:opinions", assessment.pk)


def _mine_or_404(request: Request, assessment: Assessment) -> Opinion:
    """The view asked of this person; there may be none."""
    found = Opinion.objects.visible_to(request.actor).filter(
        round__assessment=assessment, user=request.actor.user_id
    )
    mine = found.select_related("round").first()
    if mine is None:
        raise Http404(assessment.pk)
    mine.round.assessment = assessment
    return mine


def _opinion_page(
    request: Request,
    assessment: Assessment,
    mine: Opinion,
    typed: dict[str, Any],
    error: Invalid | None = None,
) -> HttpResponse:
    framework = framework_for(assessment)
    deck = Deck(framework, {}, profile=assessment.profile)
    fields = error.fields if error else {}
    cards = [
        deck.card(ref, raw=typed.get(ref), error=error_at(ref, fields)) for ref in mine.round.refs
    ]
    context = {
        "assessment": assessment,
        "mine": mine,
        "cards": cards,
        "is_open": mine.handed_in_at is None and not mine.round.is_over,
        "problems": _problems(cards, error),
        "simulated": assessment.is_simulated,
    }
    status = error.status if error else 200
    return render(request, "diagnosis/opinions/opinion.html", context, status=status)


def _problems(cards: list[Card], error: Invalid | None) -> list[tuple[str, str]]:
    if error and not error.fields:
        return [("", error.message)]
    return [(card.wrong, card.error) for card in cards if card.error]
