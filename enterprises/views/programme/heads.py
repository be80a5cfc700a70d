"""A campaign made, changed, closed and reopened."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enterprises.campaign_forms import CampaignForm, ReasonForm, refuse
from enterprises.models import Campaign
from enterprises.programme.services.deciding import (
    FIXED_ONCE_INVITED,
    change_campaign,
    close_campaign,
    has_invited,
    make_campaign,
    reopen_campaign,
)
from gongfu.core.errors import Invalid
from gongfu.core.requests import Request


def campaign_new(request: Request) -> HttpResponse:
    """Make a campaign; its rule, targets and questionnaire come after."""
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := _made(form, request)):
        messages.success(
            request,
            _("%(campaign)s is made. Next: say which enterprises belong in its scope.")
            % {"campaign": made.name},
        )
        return redirect("enterprises:campaign_rule", made.slug)
    return _page(request, form, None)


def campaign_edit(request: Request, slug: str) -> HttpResponse:
    """Change names, days and what counts, as far as that is still possible."""
    found = get_object_or_404(Campaign, slug=slug)
    fixed = FIXED_ONCE_INVITED if has_invited(found) else ()
    form = CampaignForm(request.POST or None, campaign=found, fixed=fixed)
    if request.method == "POST" and form.is_valid() and _changed(form, found, request):
        messages.success(request, _("The campaign is changed."))
        return redirect("diagnosis:campaign", found.slug)
    return _page(request, form, found)


@require_POST
def campaign_close(request: Request, slug: str) -> HttpResponse:
    """Close a campaign, or let a closed one go on, with a reason."""
    found = get_object_or_404(Campaign, slug=slug)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, CampaignForm(campaign=found), found, ending=form)
    decide = close_campaign if found.closed_on is None else reopen_campaign
    decide(campaign=found, reason=form.cleaned_data["reason"], actor=request.actor)
    done = _("The campaign is closed.") if found.closed_on is None else _("The campaign goes on.")
    messages.success(request, done)
    return redirect("diagnosis:campaign", found.slug)


def _made(form: CampaignForm, request: Request) -> Campaign | None:
    try:
        return make_campaign(values=form.values, actor=request.actor)
    except Invalid as error:
        refuse(form, error)
        return None


def _changed(form: CampaignForm, found: Campaign, request: Request) -> bool:
    reason = form.cleaned_data.get("reason", "")
    try:
        change_campaign(campaign=found, values=form.values, reason=reason, actor=request.actor)
    except Invalid as error:
        refuse(form, error)
        return False
    return True


def _page(
    request: Request,
    form: CampaignForm,
    found: Campaign | None,
    *,
    ending: ReasonForm | None = None,
) -> HttpResponse:
    errors_of = ending or form
    context = {
        "form": form,
        "campaign": found,
        "ending": ending or ReasonForm(),
        "is_fixed": "reason" in form.fields,
        "errors_of": errors_of,
        "simulated": bool(found and found.is_simulated),
    }
    status = 422 if errors_of.errors else 200
    return render(request, "enterprises/programme/head.html", context, status=status)
