"""Where a provider says whether it sells what a firm's plan calls for."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diagnosis.library import agreed_name
from diagnosis.models import Disclosure, Plan
from diagnosis.planning.disclosing import disclose
from diagnosis.views.reach import assessment_or_404, person_of
from gongfu.core.requests import Request

YES, NO = "yes", "no"


class InterestForm(forms.Form):
    """One question for each item; none is answered for the provider."""

    def __init__(self, plan: Plan, provider: int | None, data: Any = None) -> None:
        super().__init__(data)
        said = Disclosure.objects.filter(item__plan=plan, provider=provider)
        sells = dict(said.values_list("item_id", "sells"))
        for item in plan.items.all():
            known = sells.get(item.pk)
            self.fields[str(item.pk)] = forms.ChoiceField(
                label=agreed_name(item),
                choices=((YES, _("Yes, we or a related company sell it")), (NO, _("No"))),
                widget=forms.RadioSelect,
                initial=None if known is None else (YES if known else NO),
                error_messages={"required": _("Say yes or no.")},
            )

    @property
    def sells(self) -> dict[int, bool]:
        return {int(name): answer == YES for name, answer in self.cleaned_data.items()}


def interest(request: Request, assessment_id: int) -> HttpResponse:
    """Asked of a provider before it changes anything of a plan."""
    assessment = assessment_or_404(request, assessment_id)
    plan = assessment.plans.current().first()
    if plan is None:
        return redirect("diagnosis:plan", assessment.pk)
    sent = request.POST if request.method == "POST" else None
    form = InterestForm(plan, request.actor.provider_id, sent)
    if sent is not None and form.is_valid():
        disclose(plan=plan, sells=form.sells, user=person_of(request), actor=request.actor)
        messages.success(request, _("Saved. The company sees what you said."))
        return redirect("diagnosis:agreed_plan", assessment.pk)
    context = {"assessment": assessment, "form": form, "simulated": assessment.is_simulated}
    status = 422 if form.errors else 200
    return render(request, "diagnosis/planner/interest.html", context, status=status)
