"""The rule of a scope: set, tried, applied."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enterprises.campaign_forms import ApplyForm, RuleForm, refuse
from enterprises.models import Campaign, District, ScopeRun
from enterprises.programme.rule import read_rule
from enterprises.programme.selecting import DryRun, dry_run, entering, leaving
from enterprises.programme.services.applying_rule import running, start_run
from enterprises.programme.services.deciding import set_rule
from enterprises.programme.wording import rule_in_words
from gongfu.core.access import may
from gongfu.core.clock import today
from gongfu.core.errors import Conflict, Invalid
from gongfu.core.paging import by_key
from gongfu.core.requests import Request

RUNS = 10  # newest applications that the page shows


def campaign_rule(request: Request, slug: str) -> HttpResponse:
    """The rule, what applying it would do, and what was done so far; POST keeps a rule."""
    found = get_object_or_404(Campaign, slug=slug)
    form = RuleForm(request.POST or None, rule=found.scope_rule)
    if request.method == "POST" and form.is_valid():
        set_rule(campaign=found, rule=form.rule, actor=request.actor)
        messages.success(request, _("The rule is kept. Nobody has come in or gone out yet."))
        return redirect("enterprises:campaign_rule", found.slug)
    return _page(request, found, form=form)


@require_POST
def campaign_rule_apply(request: Request, slug: str) -> HttpResponse:
    """Queue what the dry run showed."""
    found = get_object_or_404(Campaign, slug=slug)
    form = ApplyForm(request.POST)
    if not form.is_valid() or not _started(form, found, request):
        return _page(request, found, applying=form)
    return redirect("enterprises:campaign_rule", found.slug)


def _started(form: ApplyForm, found: Campaign, request: Request) -> bool:
    given = form.cleaned_data
    try:
        start_run(
            campaign=found,
            seen=form.seen,
            on=given["on"],
            reason=given["reason"],
            takes_out=given["takes_out"],
            actor=request.actor,
        )
    except Invalid as error:
        refuse(form, error)
        return False
    except Conflict as error:
        form.add_error(None, error.message)
        return False
    return True


def _page(
    request: Request,
    found: Campaign,
    *,
    form: RuleForm | None = None,
    applying: ApplyForm | None = None,
) -> HttpResponse:
    form = form or RuleForm(rule=found.scope_rule)
    errors_of = applying if applying is not None else form
    context = {
        "campaign": found,
        "form": form,
        "errors_of": errors_of,
        "rule_words": rule_in_words(found.scope_rule) if found.scope_rule else [],
        "runs": _runs(found, request),
        "is_running": running(found),
        "may_manage": may(request.actor, "campaign.manage") and found.closed_on is None,
        "whole_city": request.actor.district_code is None,
        "simulated": found.is_simulated,
    }
    if found.scope_rule:
        context |= _tried(request, found, applying)
    status = 422 if errors_of.errors else 200
    return render(request, "enterprises/programme/rule.html", context, status=status)


def _tried(request: Request, found: Campaign, applying: ApplyForm | None) -> dict[str, Any]:
    """The dry run, with the firms of one side of it."""
    rule = read_rule(found.scope_rule)
    tried = dry_run(found, rule, request.actor)
    total = tried.total
    larger = "out" if total.leaves and not total.enters else "in"
    side = asked if (asked := request.GET.get("show")) in ("in", "out") else larger
    firms = (leaving if side == "out" else entering)(found, rule, request.actor)
    seen = {"enters": total.enters, "leaves": total.leaves}
    form = applying or ApplyForm(initial={"on": max(found.starts_on, today()), **seen})
    if applying is not None:  # what the page shows now is what the next press agrees to
        form.data = {**form.data, **{name: str(count) for name, count in seen.items()}}
    return {
        "tried": tried,
        "total": total,
        "districts": _districts(tried),
        "side": side,
        "page": by_key(
            firms.select_related("district", "industry"),
            request.GET,
            ordering=("name_key",),
            size=12,
        ),
        "apply_form": form,
        "has_begun": found.starts_on <= today(),
    }


def _districts(tried: DryRun) -> list[tuple[str, Any]]:
    names = {row.code: row.name for row in District.objects.all()}
    return [(names[code], change) for code, change in tried.districts.items()]


def _runs(found: Campaign, request: Request) -> list[dict[str, Any]]:
    """The newest applications, each with its job while that goes on."""
    runs = ScopeRun.objects.filter(campaign=found).select_related("by", "job").order_by("-pk")
    return [
        {"run": run, "job": run.job if _is_open_to(run, request) else None} for run in runs[:RUNS]
    ]


def _is_open_to(run: ScopeRun, request: Request) -> bool:
    """Whether the run goes on and its job is the reader's to look at."""
    return run.finished_at is None and run.by_id == request.user.pk
