"""The forecast: its range, districts at risk, and earlier forecasts held to account."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from gongfu.core.requests import Request
from reports.coverage.asking import BoardForm
from reports.coverage.findings import finding
from reports.coverage.lookback import look_back
from reports.coverage.names import names_for
from reports.coverage.showing import shown
from reports.coverage.trials import shown_trials, verdict
from reports.views.board import BoardPage

PAGE = "reports/forecast/page.html"


@require_safe
def forecast(request: Request) -> HttpResponse:
    """For the filters of the board; wrong ones are named and nothing is shown in their place."""
    names = names_for(request.actor)
    form = BoardForm(request.GET, names=names, actor=request.actor)
    if not names.campaigns:
        return render(request, PAGE, {"form": form, "no_campaign": True})
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    return render(request, PAGE, _context(BoardPage(form, names)))


def _context(page: BoardPage) -> dict[str, Any]:
    figures = page.board
    past = look_back(figures)
    return {
        "form": page.form,
        "board": figures,
        "finding": finding(figures),
        "total": shown(figures.whole, ""),
        "columns": page.columns,
        "known_at": localtime(figures.known_at),
        "simulated": page.campaign.is_simulated,
        "trials": shown_trials(past),
        "verdict": verdict(past, figures.asked.as_of),
        "board_url": page.page_url("reports:dashboard"),
        **page.firms(page.calling.counted(), most=None),
        **page.links(),
        "is_today": page.is_today,
        "show_map": len(figures.districts) > 1,
    }
