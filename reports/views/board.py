"""The coverage board: where we are, whether we will make it, whom to call."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enterprises.register.models import Size
from enterprises.views.imports import table_response
from gongfu.core.clock import today
from gongfu.core.requests import Request
from reports.coverage import curve, showing, titles
from reports.coverage.asking import BoardForm
from reports.coverage.board import Board, board
from reports.coverage.call_lines import shown_calls
from reports.coverage.calls import SHOWN, Calling, Calls, Standstill
from reports.coverage.files import rows_of
from reports.coverage.findings import finding
from reports.coverage.kpis import kpis
from reports.coverage.lines import Line
from reports.coverage.names import Names, names_for
from reports.coverage.rates import percent
from reports.coverage.risks import risks, risks_title, shown_risk
from reports.coverage.tables import NAMES, table
from reports.coverage.take_up import shown_take_up, take_up
from reports.coverage.targets import State
from reports.services.briefing import print_brief
from reports.views.papers import pdf_response

PAGE = "reports/board.html"
KINDS = ("csv", "xlsx")
INDUSTRIES_SHOWN = 10
RISKS_SHOWN = 5
COLUMNS = {State.NO_PACE: "running", State.RUNNING: "running", State.PASSED: "passed"}


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """The board of a slice; wrong filters are named and nothing is shown in their place."""
    names = names_for(request.actor)
    form = BoardForm(request.GET, names=names, actor=request.actor)
    if not names.campaigns:
        return render(request, PAGE, {"form": form, "no_campaign": True})
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    return render(request, PAGE, BoardPage(form, names).context())


@require_safe
def dashboard_export(request: Request, name: str, kind: str) -> HttpResponseBase:
    """One table of the board as a file, for the same filters as the page."""
    if name not in NAMES or kind not in KINDS:
        raise Http404
    names = names_for(request.actor)
    form = BoardForm(request.GET, names=names, actor=request.actor)
    if not form.is_valid() or not names.campaigns:
        raise form.refuse()
    page = BoardPage(form, names)
    rows = table(name, page.board, page.calling)
    file_name = f"coverage-{name}-{page.asked.as_of}"
    return table_response(rows_of(rows, page.board, names), form=kind, name=file_name)


@require_safe
def dashboard_brief(request: Request) -> HttpResponse:
    """The board on one page of paper, for the same filters."""
    names = names_for(request.actor)
    form = BoardForm(request.GET, names=names, actor=request.actor)
    if not form.is_valid() or not names.campaigns:
        raise form.refuse()
    figures = BoardPage(form, names).board
    pdf = print_brief(board=figures, names=names, actor=request.actor)
    return pdf_response(
        pdf, f"coverage-{figures.asked.district or 'city'}-{figures.asked.as_of}.pdf"
    )


class BoardPage:
    """A valid question and everything the template needs to answer it."""

    def __init__(self, form: BoardForm, names: Names) -> None:
        self.form, self.names = form, names
        self.campaign, self.asked = form.campaign_asked, form.slice_asked
        self.board: Board = board(self.campaign, self.asked, form.step_asked, names)
        self.calling = Calling(self.campaign, self.asked, form.actor, form.step_asked)

    def context(self) -> dict[str, Any]:
        figures, firms = self.board, self.calling.counted()
        return {
            "form": self.form,
            "board": figures,
            "finding": finding(figures),
            "kpis": kpis(figures),
            "curve_title": titles.curve_title(figures),
            "map_title": titles.map_title(figures),
            "steps_title": titles.steps_title(figures),
            "curves": (
                (curve.draw(figures, curve.WIDE), "only-wide"),
                (curve.draw(figures, curve.NARROW), "only-narrow"),
            ),
            "known_at": localtime(figures.known_at),
            "simulated": self.campaign.is_simulated,
            "is_today": self.is_today,
            "due_text": percent(figures.whole.due) if figures.whole.due is not None else "",
            "steps": showing.shown_steps(figures),
            "months": showing.shown_months(figures.months),
            "ahead": showing.shown_forecast(figures),
            "tiles": showing.tiles(figures, lambda code: self.url(district=code)),
            **self.tables(),
            **self.transformation(),
            **self.firms(firms),
            **self.links(),
        }

    @property
    def is_today(self) -> bool:
        """Whether the figures are those of this moment, as the calls always are."""
        return self.asked.as_of == today() and self.asked.known_at is None

    @property
    def columns(self) -> str:
        """Which columns the table of districts has."""
        return COLUMNS.get(self.board.whole.standing.state, "plain")

    def tables(self) -> dict[str, Any]:
        order = self.form.cleaned_data["o"]
        figures = self.board
        return {
            "columns": self.columns,
            "districts": self.shown("district", showing.ordered(figures.districts, order)),
            **self.industries(),
            "sizes": self.shown("size", figures.sizes),
            "total": showing.shown(figures.whole, ""),
            "show_map": len(figures.districts) > 1,
            "gaps_add_up": figures.gaps_add_up,
        }

    def transformation(self) -> dict[str, Any]:
        """The other target of the plan, by district; a bound reader has the one line."""
        found = take_up(self.board)
        return {
            "take_up": [
                shown_take_up(line, self.url(district=line.key)) for line in found.districts
            ],
            "take_up_total": shown_take_up(found.whole, ""),
            "take_up_goal": found.whole.goal.due_on if found.whole.goal else None,
        }

    def industries(self) -> dict[str, Any]:
        """The industries with most to go; all of them on request."""
        lines = sorted(self.board.industries, key=lambda line: (-line.standing.gap, -line.scope))
        count = {"count": len(lines)}
        more = {"label": _("Total, %(count)d industries") % count}
        if len(lines) > INDUSTRIES_SHOWN and not self.form.cleaned_data["all"]:
            lines = lines[:INDUSTRIES_SHOWN]
            more |= {"url": self.url(all="1"), "action": _("All %(count)d industries") % count}
        return {"industries": self.shown("industry", lines), "more_industries": more}

    def shown(self, dimension: str, lines: Sequence[Line]) -> list[showing.ShownLine]:
        days = dimension == "district"
        return [showing.shown(line, self.url(**{dimension: line.key}), days=days) for line in lines]

    def firms(self, firms: Calls, most: int | None = RISKS_SHOWN) -> dict[str, Any]:
        """Districts at risk, and whom to call: who closes their gap, else the largest."""
        found = risks(self.board.districts, firms)
        wanted = {risk.line.key: risk.calls for risk in found if risk.calls}
        closing = self.calling.nearest(wanted, SHOWN) if self.is_today else []
        return {
            "risks": [
                shown_risk(risk, self.url(district=risk.line.key) + "#calls")
                for risk in found[:most]
            ],
            "risks_title": risks_title(found),
            "closing": bool(closing),
            "firms": shown_calls(closing or self.calling.largest(), firm_url),
            "kinds": [
                (kind.label, firms.counts[kind], self.list_url(standing=kind.value))
                for kind in Standstill
                if kind in firms.counts
            ],
        }

    def links(self) -> dict[str, Any]:
        return {
            "chips": self.chips(),
            "clear_url": "?" + urlencode(self.query(("campaign", "step"))),
            "pinned_url": self.url(known_at=self.board.known_at.isoformat()),
            "files": {
                name: [(kind.upper(), self.file_url(name, kind)) for kind in KINDS]
                for name in NAMES
            },
            "firms_url": self.list_url(),
            "brief_url": self.page_url("reports:dashboard_brief"),
            "forecast_url": self.page_url("reports:forecast"),
        }

    def chips(self) -> list[tuple[str, str]]:
        """The filters in force, each with the address without it; a bound district stays."""
        asked, names = self.asked, self.names
        found = []
        if asked.district and not self.form.actor.district_code:
            found.append((names.districts[asked.district].name, self.url(district="")))
        if asked.industry:
            found.append((names.industries[asked.industry].short_name, self.url(industry="")))
        if asked.size:
            found.append((str(Size(asked.size).label), self.url(size="")))
        if asked.as_of != today():
            text = _("as of %(day)s") % {"day": asked.as_of}
            found.append((text, self.url(as_of="")))
        if asked.known_at:
            moment = localtime(asked.known_at)
            text = _("as known at %(moment)s") % {"moment": f"{moment:%Y-%m-%d %H:%M:%S}"}
            found.append((text, self.url(known_at="")))
        return found

    def url(self, **changes: str) -> str:
        """This page with other filters, an empty one dropped."""
        query = self.query(tuple(self.form.fields)) | changes
        if query.get("as_of") == today().isoformat() and "known_at" not in query:
            del query["as_of"]  # a saved address means the day on which it is opened
        return "?" + urlencode({name: value for name, value in query.items() if value})

    def query(self, kept: tuple[str, ...]) -> dict[str, str]:
        data: Mapping[str, str] = self.form.data
        return {name: data[name] for name in kept if data.get(name)}

    def file_url(self, name: str, kind: str) -> str:
        query = self.query(tuple(self.form.fields))
        pinned = query | {"known_at": self.board.known_at.isoformat()}
        return f"{reverse('reports:dashboard_export', args=[name, kind])}?{urlencode(pinned)}"

    def page_url(self, name: str) -> str:
        """Another page about the same slice."""
        return f"{reverse(name)}?{urlencode(self.query(tuple(self.form.fields)))}"

    def list_url(self, **more: str) -> str:
        """The list of the firms behind the figures; empty where there is no such page yet."""
        try:
            url = reverse("enterprises:list")
        except NoReverseMatch:
            return ""
        return f"{url}?{urlencode({'campaign': self.campaign.slug, **self.asked.filters, **more})}"


def firm_url(pk: int) -> str:
    """The page of a firm; empty where there is none yet."""
    try:
        return reverse("enterprises:detail", args=[pk])
    except NoReverseMatch:
        return ""
