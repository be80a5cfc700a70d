"""Who is in scope and why: day by day, with reason, source and author; and its correction."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from enterprises.campaign_forms import DayField, refuse
from enterprises.claim_forms import CleanText
from enterprises.models import Campaign, District, Enterprise, ScopeEntry
from enterprises.programme.comings import comings, days_of, last_month, next_month, tell_rows
from enterprises.programme.services.correcting_scope import take_back_stay
from enterprises.programme.services.scoping import leave_scope
from enterprises.programme.wording import source_in_words
from gongfu.core.access import may
from gongfu.core.choices import offer
from gongfu.core.clock import now, today
from gongfu.core.errors import Conflict, Invalid
from gongfu.core.paging import by_key
from gongfu.core.requests import Request

NEVER, LEFT = "never", "left"


class ComingsForm(forms.Form):
    """The month, and a district or a firm; what is wrong narrows nothing down."""

    month = forms.CharField(
        label=gettext_lazy("Month"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"type": "month"}),
    )
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    q = forms.CharField(
        label=gettext_lazy("Name or credit code"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, data: QueryDict, *, own: str | None) -> None:
        super().__init__(data)
        if own is not None:
            del self.fields["district"]
        else:
            districts = [(row.code, row.name) for row in District.objects.all()]
            offer(self, "district", districts, every=_("Whole city"))
        self.is_valid()

    def first_day(self, otherwise: date) -> date:
        try:
            return date.fromisoformat(f"{self.cleaned_data.get('month')}-01")
        except ValueError:
            return otherwise


class CorrectionForm(forms.Form):
    """What was wrong about a stay, and why."""

    what = forms.ChoiceField(
        label=gettext_lazy("What was wrong"),
        choices=[
            (NEVER, gettext_lazy("It never belonged in scope: take the stay back")),
            (LEFT, gettext_lazy("It belongs no longer: let it leave from a day on")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    on = DayField(label=gettext_lazy("Out of scope from"), required=False)
    reason = CleanText(
        label=gettext_lazy("Reason"),
        max_length=120,
        error_messages={
            "required": gettext_lazy("Say why; the reason stands in the coverage ledger.")
        },
    )

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("what") == LEFT and not given.get("on") and "on" not in self.errors:
            self.add_error("on", _("Enter a day as 2026-09-30."))
        elif given.get("what") == LEFT and given.get("on") and given["on"] > today():
            self.add_error("on", _("This day has not come yet; choose a day up to today."))
        return given


@require_safe
def campaign_scope(request: Request, slug: str) -> HttpResponse:
    """The denominator: per day who came and who went, and how many are in scope since."""
    found = get_object_or_404(Campaign, slug=slug)
    form = ComingsForm(request.GET, own=request.actor.district_code)
    rows = comings(found, request.actor, form.cleaned_data.get("district", ""))
    month = form.first_day(last_month(rows, today()))
    days = days_of(rows, month)
    words = form.cleaned_data.get("q", "")
    if words:
        shown = rows.filter(enterprise__in=Enterprise.objects.matching(words))
    else:
        shown = rows.filter(effective_on__gte=month, effective_on__lt=next_month(month))
    page = by_key(
        shown.select_related("enterprise", "district"),
        request.GET,
        ordering=("-effective_on", "-id"),
        size=50,
    )
    tell_rows(page.rows, found, request.actor)
    context = {
        "campaign": found,
        "form": form,
        "month": month,
        "days": days,
        "page": page,
        "words": words,
        "may_correct": may(request.actor, "scope.correct") and found.closed_on is None,
        "simulated": found.is_simulated,
    }
    return render(request, "enterprises/programme/scope.html", context)


def scope_correct(request: Request, stay_id: int) -> HttpResponse:
    """Take a wrong stay back, or end it, with a reason."""
    reach = Enterprise.objects.visible_to(request.actor)
    stays = ScopeEntry.objects.filter(enterprise__in=reach).select_related("enterprise", "campaign")
    stay = get_object_or_404(stays, pk=stay_id)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _corrected(form, stay, request):
        messages.success(
            request, _("The scope is corrected; figures printed before stay as they were.")
        )
        return redirect("enterprises:campaign_scope", stay.campaign.slug)
    context = {
        "form": form,
        "stay": stay,
        "campaign": stay.campaign,
        "source_words": source_in_words(stay.source),
        "simulated": stay.campaign.is_simulated,
    }
    status = 422 if form.errors else 200
    return render(request, "enterprises/programme/correct.html", context, status=status)


def _corrected(form: CorrectionForm, stay: ScopeEntry, request: Request) -> bool:
    given = form.cleaned_data
    try:
        if given["what"] == NEVER:
            take_back_stay(stay=stay, reason=given["reason"], actor=request.actor)
        else:
            leave_scope(
                campaign=stay.campaign,
                enterprise=stay.enterprise,
                on=given["on"],
                reason=given["reason"],
                source=f"correction:{stay.pk}:{now():%Y%m%dT%H%M%S%f}",
                actor=request.actor,
            )
    except Invalid as error:
        refuse(form, error)
        return False
    except Conflict as error:
        form.add_error("on", error.message)
        return False
    return True
