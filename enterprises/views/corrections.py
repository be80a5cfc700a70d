"""Corrections of the register: a firm proposes them field by field, its district decides."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.correction_forms import CorrectionDecisionForm, CorrectionForm
from enterprises.register.models import Correction, Enterprise
from enterprises.register.proposals import FIELDS, proposals_of, values_of
from enterprises.register.services.correcting import propose_correction, withdraw_correction
from enterprises.register.services.deciding_corrections import (
    accept_corrections,
    refuse_corrections,
)
from enterprises.register.wording import Wording, label
from gongfu.core.errors import GongfuError
from gongfu.core.paging import by_key
from gongfu.core.requests import Request


def correction(request: Request, field: str) -> HttpResponse:
    """Propose another value for one field of the own firm."""
    if field not in FIELDS:
        raise Http404
    reachable = Enterprise.objects.visible_to(request.actor)
    enterprise = get_object_or_404(reachable, pk=request.actor.enterprise_id)
    form = CorrectionForm(request.POST if request.method == "POST" else None, field=field)
    if request.method == "POST" and form.is_valid() and _proposed(request, enterprise, field, form):
        return redirect("enterprises:profile")
    waiting = enterprise.corrections.filter(state="open", field=field).first()
    wording = Wording.read()
    context = {
        "form": form,
        "label": label(field),
        "field_name": field,
        "now": wording.value(field, values_of(enterprise)[field]),
        "waiting": waiting,
        "proposed": wording.value(field, waiting.new) if waiting else "",
    }
    status = 422 if form.errors else 200
    return render(request, "enterprises/correction.html", context, status=status)


def _proposed(request: Request, enterprise: Enterprise, field: str, form: CorrectionForm) -> bool:
    """Hand the proposal over; what the rules refuse becomes an error of the field."""
    try:
        _kept, remarks = propose_correction(
            enterprise=enterprise,
            field=field,
            typed=form.cleaned_data["new"],
            reason=form.cleaned_data["reason"],
            actor=request.actor,
        )
    except GongfuError as error:
        form.add_error("new", error.message)
        return False
    sent = _("Your correction is with the district; nothing changes before it decides.")
    messages.success(request, " ".join([sent, *remarks]))
    return True


def correction_withdraw(request: Request, correction_id: int) -> HttpResponse:
    """Take back a proposal of the own firm."""
    mine = Correction.objects.visible_to(request.actor)
    withdraw_correction(correction=get_object_or_404(mine, pk=correction_id), actor=request.actor)
    messages.success(request, _("The correction is withdrawn."))
    return redirect("enterprises:profile")


def corrections(request: Request) -> HttpResponse:
    """What firms in reach propose, old beside new; POST decides several at once."""
    form = CorrectionDecisionForm()
    if request.method == "POST":
        form = CorrectionDecisionForm(request.POST, actor=request.actor)
        if form.is_valid():
            _decide(request, form)
            return redirect("enterprises:corrections")
    return _page(request, form)


def _page(request: Request, form: CorrectionDecisionForm) -> HttpResponse:
    decided = request.GET.get("show") == "decided"
    found = Correction.objects.visible_to(request.actor)
    rows = found.exclude(state=Correction.State.OPEN) if decided else found.waiting()
    rows = rows.select_related("enterprise__district", "created_by", "decided_by")
    page = by_key(rows, request.GET, ordering=("-id",) if decided else ("id",), size=12)
    context = {
        "form": form,
        "page": page,
        "proposals": proposals_of(page.rows, request.actor),
        "chosen": request.POST.getlist("correction"),
        "decided": decided,
        "waiting": found.waiting().count(),
    }
    status = 422 if form.errors else 200
    return render(request, "enterprises/corrections.html", context, status=status)


def _decide(request: Request, form: CorrectionDecisionForm) -> None:
    chosen, answer = list(form.cleaned_data["correction"]), form.cleaned_data["answer"]
    overtaken: list[Correction] = []
    if form.cleaned_data["decision"] == "accept":
        seen = {one.pk: request.POST.get(f"seen-{one.pk}", "") for one in chosen}
        overtaken = accept_corrections(
            corrections=chosen, seen=seen, answer=answer, actor=request.actor
        )
    else:
        refuse_corrections(corrections=chosen, answer=answer, actor=request.actor)
    _tell(request, len(chosen) - len(overtaken), overtaken)


def _tell(request: Request, done: int, overtaken: list[Correction]) -> None:
    if done:
        words = ngettext(
            "%(number)d correction is decided; its firm is told by mail.",
            "%(number)d corrections are decided; their firms are told by mail.",
            done,
        )
        messages.success(request, words % {"number": done})
    if overtaken:
        names = "、".join(f"{one.enterprise.name} · {label(one.field)}" for one in overtaken)
        words = _("Not decided, because the register has changed since you looked: %(names)s")
        messages.warning(request, words % {"names": names})
