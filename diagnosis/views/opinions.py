"""Three views of the key items: ask for them, give mine, compare them, settle a difference."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.cards import Card
from diagnosis.catalogue import framework_for
from diagnosis.deck import Deck
from diagnosis.inputs import base_revision, is_posted, raw_answer
from diagnosis.models import Assessment, Opinion, OpinionRound, Standpoint
from diagnosis.services.adopting import Adopted, adopt_all
from diagnosis.services.assigning_sections import members_on
from diagnosis.services.voicing import (
    adopt,
    ask_for_opinions,
    close_round,
    reason_missing,
    save_opinion,
    settle,
)
from diagnosis.teamwork.opinions import Comparison, Line, comparison_of, round_of
from diagnosis.teamwork.settling import choice_of, chosen_answer, offers_of, other_card
from diagnosis.views.reach import assessment_or_404, deck_of, may_answer, person_of
from gongfu.core import clock
from gongfu.core.errors import Conflict, GongfuError, Invalid
from gongfu.core.requests import Request

ADOPT, ADOPT_ALL = "adopt", "adopt-all"


def opinions(request: Request, assessment_id: int) -> HttpResponse:
    """The round: whom to ask, who has answered, and the views side by side."""
    assessment = assessment_or_404(request, assessment_id)
    if request.method != "POST":
        return _page(request, assessment)
    if request.POST.get("action") == "close":
        return _close(request, assessment)
    if request.POST.get("action") == ADOPT_ALL:
        return _adopt_all(request, assessment)
    people = {point: _member(request.POST.get(point, "")) for point in Standpoint.values}
    try:
        ask_for_opinions(assessment=assessment, people=people, actor=request.actor)
    except Invalid as error:
        return _page(request, assessment, people, error)
    messages.success(request, _("The people you chose have been asked by mail."))
    return redirect("diagnosis:opinions", assessment.pk)


def _close(request: Request, assessment: Assessment) -> HttpResponse:
    found = round_of(assessment, request.actor)
    if found is None:
        raise Http404(assessment.pk)
    close_round(opinion_round=found)
    messages.success(request, _("The round is over; everybody in the company sees the views now."))
    return redirect("diagnosis:opinions", assessment.pk)


def _adopt_all(request: Request, assessment: Assessment) -> HttpResponse:
    """Take over what the page listed, as far as it still stands as it was shown."""
    found = round_of(assessment, request.actor)
    if found is None:
        raise Http404(assessment.pk)
    seen = {
        ref: base_revision(ref, request.POST) for ref in found.refs if is_posted(ref, request.POST)
    }
    adopted = adopt_all(opinion_round=found, seen=seen, user=person_of(request))
    messages.success(request, _adopted_in_words(adopted))
    return redirect("diagnosis:opinions", assessment.pk)


def _adopted_in_words(adopted: Adopted) -> str:
    new = ngettext(
        "The self-assessment has %(count)d more answer on which all agree.",
        "The self-assessment has %(count)d more answers on which all agree.",
        adopted.new,
    )
    replaced = ngettext(
        "%(count)d answer was replaced.", "%(count)d answers were replaced.", adopted.replaced
    )
    told = [w % {"count": n} for w, n in ((new, adopted.new), (replaced, adopted.replaced)) if n]
    return " ".join(told) or _("Nothing was taken over; tick what is to be replaced.")


def _member(value: str) -> int | None:
    """The id of the member; one that cannot be is refused like one that does not exist."""
    if not value:
        return None
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else 0


def _page(
    request: Request,
    assessment: Assessment,
    people: dict[str, int | None] | None = None,
    error: Invalid | None = None,
) -> HttpResponse:
    deck = deck_of(request, assessment, with_files=False)
    found = comparison_of(assessment, request.actor, deck)
    writes = may_answer(request, assessment)
    context = {
        "assessment": assessment,
        "found": found,
        "may_write": writes,
        "places": _places(assessment, found, people, error) if writes else [],
        "problems": list(error.fields.items()) if error else [],
        "simulated": assessment.is_simulated,
    }
    status = error.status if error else 200
    return render(request, "diagnosis/opinions/list.html", context, status=status)


def _places(
    assessment: Assessment,
    found: Comparison | None,
    people: dict[str, int | None] | None,
    error: Invalid | None,
) -> list[dict[str, Any]]:
    """The three standpoints with whom to choose from; who has handed in is fixed."""
    members = list(members_on(assessment.enterprise_id, clock.today()))
    asked = {each.standpoint: each for each in found.opinions} if found else {}
    by_user = {member.user_id: member.pk for member in members}
    rows = []
    for point in Standpoint:
        place = asked.get(point)
        present = by_user.get(place.user_id) if place and place.user_id else None
        rows.append(
            {
                "point": point,
                "opinion": place,
                "fixed": bool(place and place.handed_in_at),
                "members": members,
                "chosen": people.get(point) if people is not None else present,
                "error": error.fields.get(point, "") if error else "",
            }
        )
    return rows


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
        deck.card(ref, raw=typed.get(ref), error=_error_at(ref, fields)) for ref in mine.round.refs
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


def _error_at(ref: str, fields: dict[str, str]) -> Invalid | None:
    """What is wrong with one question of the form."""
    own = {name: why for name, why in fields.items() if name == ref or name.startswith(f"{ref}.")}
    return Invalid(next(iter(own.values())), fields=own) if own else None


def _problems(cards: list[Card], error: Invalid | None) -> list[tuple[str, str]]:
    if error and not error.fields:
        return [("", error.message)]
    return [(card.wrong, card.error) for card in cards if card.error]


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
        said = _decide(request, deck, found.round, line)
    except (Invalid, Conflict) as error:
        return _settle_page(request, assessment, deck, line, error)
    messages.success(request, said)
    return redirect(f"{reverse('diagnosis:opinions', args=[assessment.pk])}#{ref}")


def _decide(request: Request, deck: Deck, opinion_round: OpinionRound, line: Line) -> str:
    """Take over what all agree on, or settle a difference; return what to say about it."""
    about: dict[str, Any] = {
        "opinion_round": opinion_round,
        "ref": line.ref,
        "base_revision": _revision(request),
        "user": person_of(request),
    }
    if request.POST.get("action") == ADOPT:
        adopt(**about)
        return _("The self-assessment has the answer now on which all agree.")
    reason = request.POST.get("reason", "")
    settle(raw=_chosen(request, deck, line, reason), reason=reason, **about)
    return _("Settled; the answer is the company’s now, with your reason.")


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
        "card": other_card(deck, line, raw, _error_at(line.ref, dict(fields))),
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
