"""The campaigns, and which questionnaire the firms of each get."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from diagnosis.campaign_forms import FrameworkForm
from diagnosis.models import Assessment, Release
from diagnosis.services.choosing import choose_framework
from diagnosis.which_release import LOOKED_AT, count_cases, found_release, name_of, title_of
from enterprises.models import Campaign, CampaignDecision, Enterprise, ScopeEntry
from enterprises.programme.wording import decision_in_words
from gongfu.core.access import may
from gongfu.core.clock import today
from gongfu.core.requests import Request

DECISIONS = 20  # newest that the page shows


def campaigns(request: Request) -> HttpResponse:
    """Every campaign, the newest first."""
    rows = [
        {
            "campaign": campaign,
            "framework": _asked_of_all(campaign),
            "release": found_release(campaign.framework) if campaign.framework else None,
        }
        for campaign in Campaign.objects.all()[:200]
    ]
    context = {"rows": rows, "may_manage": may(request.actor, "campaign.manage")}
    return render(request, "diagnosis/campaigns/list.html", context)


def campaign(request: Request, slug: str) -> HttpResponse:
    """What the firms of a campaign answer and why; POST chooses it for those invited later."""
    found = get_object_or_404(Campaign, slug=slug)
    form = FrameworkForm(request.POST or None, chosen=found.framework)
    if request.method == "POST" and form.is_valid():
        choose_framework(campaign=found, framework=form.wanted)
        messages.success(
            request, _("From now on: %(framework)s.") % {"framework": _asked_of_all(found)}
        )
        return redirect("diagnosis:campaign", found.slug)
    firms = _in_scope(request, found)
    context = {
        "campaign": found,
        "form": form,
        "asked_of_all": title_of(found.framework) if found.framework else "",
        "cases": count_cases(firms),
        "firms": len(firms),
        "answered": _answered(found, firms),
        "left": _count_left(request, found, firms),
        "may_choose": may(request.actor, "campaign.choose") and found.closed_on is None,
        "may_manage": may(request.actor, "campaign.manage"),
        "decisions": _decisions(found),
        "simulated": found.is_simulated,
    }
    status = 422 if form.errors else 200
    return render(request, "diagnosis/campaigns/campaign.html", context, status=status)


def _decisions(found: Campaign) -> list[tuple[CampaignDecision, list[tuple[str, str, str]]]]:
    newest = found.decisions.select_related("by").order_by("-pk")[:DECISIONS]
    return [(one, decision_in_words(one)) for one in newest]


def _asked_of_all(found: Campaign) -> str:
    return title_of(found.framework) if found.framework else _("by the rule, firm by firm")


def _in_scope(request: Request, found: Campaign) -> Sequence[Enterprise]:
    """The firms in reach that are on the list today, with what the rule looks at."""
    day = today()
    stays = ScopeEntry.objects.filter(campaign=found, entered_on__lte=day).filter(
        Q(left_on=None) | Q(left_on__gt=day)
    )
    firms = Enterprise.objects.visible_to(request.actor)
    return list(firms.filter(pk__in=stays.values("enterprise")).only(*LOOKED_AT))


def _answered(found: Campaign, firms: Sequence[Enterprise]) -> list[tuple[str, int]]:
    """How many of these firms have each release here; that they have one is no secret."""
    own = Assessment.objects.filter(campaign=found, is_extra=False, enterprise__in=firms)
    counts = dict(own.values_list("release").annotate(Count("id")).order_by())
    releases = Release.objects.filter(pk__in=counts).order_by("ref", "version")
    return [(name_of(release), counts[release.pk]) for release in releases]


def _count_left(request: Request, found: Campaign, firms: Sequence[Enterprise]) -> int:
    """Firms in reach that have an assessment here although they are no longer in scope."""
    reach = Enterprise.objects.visible_to(request.actor)
    own = Assessment.objects.filter(campaign=found, is_extra=False, enterprise__in=reach)
    return own.exclude(enterprise__in=firms).count()
