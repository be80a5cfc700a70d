"""The list of enterprises with stage and level, its export, and the page of one enterprise."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_of
from diagnosis.models import Assessment, Score
from diagnosis.which_release import Choice, choice_of, name_of
from enterprises.ecosystem.looking import shows_firm
from enterprises.models import Campaign, Enterprise, LedgerEntry
from enterprises.register.facts import register_cells, register_facts
from enterprises.register.waiting import waiting_for
from enterprises.register.wording import LABELS, Wording
from enterprises.views.imports import table_response
from gongfu.core.access import may
from gongfu.core.chips import chips_of
from gongfu.core.clock import now, today
from gongfu.core.languages import short
from gongfu.core.paging import by_key
from gongfu.core.requests import Request
from gongfu.core.spreadsheets import Value
from reports.coverage.names import names_for
from reports.enterprise_filters import EnterpriseFilterForm
from reports.enterprise_rows import Rows, Teller, open_stays, rows_of
from reports.models import Report
from reports.views.inviting import open_campaigns

TIMELINE = 100  # newest entries of the ledger that the page shows
CHUNK = 500


def enterprise_list(request: Request) -> HttpResponse:
    """Firms in reach; every filter and the order stand in the address."""
    form, found = _asked(request)
    page = by_key(found, request.GET, ordering=form.ordering(), size=12, size_param="per")
    teller = Teller(form.chosen_campaign)
    for row in page.rows:
        teller.tell(row)
    context = {
        "form": form,
        "chips": chips_of(form, request.GET),
        "page": page,
        "in_scope": _in_scope(form.chosen_campaign, request),
        "read_at": now(),
        "query": request.GET.urlencode(),
        "may_export": may(request.actor, "enterprise.export"),
        "may_import": may(request.actor, "register.import"),
        "waiting": None if request.htmx else waiting_for(request.actor),
    }
    name = "reports/enterprises_body.html" if request.htmx else "reports/enterprises.html"
    response = render(request, name, context)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _asked(request: Request) -> tuple[EnterpriseFilterForm, Rows]:
    """The filters of the address and the firms they leave."""
    form = EnterpriseFilterForm(request.GET, names=names_for(request.actor))
    form.is_valid()
    rows = rows_of(form.chosen_campaign, request.actor).select_related("district", "industry")
    return form, form.narrowed(rows, request.actor)


def _in_scope(campaign: Campaign, request: Request) -> int:
    reachable = Enterprise.objects.visible_to(request.actor)
    return open_stays(campaign).filter(enterprise__in=reachable).count()


def enterprise_export(request: Request, form: str) -> HttpResponseBase:
    """The filtered list as a file that says by itself what it shows and when it was made."""
    filters, found = _asked(request)
    rows = _exported(filters, found.order_by(*filters.ordering(), "pk"))
    return table_response(rows, form=form, name=f"enterprises-{today():%Y%m%d}")


def _exported(form: EnterpriseFilterForm, found: Rows) -> Iterator[Sequence[Value]]:
    yield from _preface(form)
    yield [
        *map(str, LABELS.values()),
        *(_("Stage"), _("Level"), _("Level name"), _("Due on"), _("Provider")),
    ]
    teller, wording = Teller(form.chosen_campaign), Wording.read()
    for row in found.iterator(chunk_size=CHUNK):
        teller.tell(row)
        yield [
            *register_cells(row, wording),
            *(str(row.stage_name), row.level, row.level_name, row.due_on, row.provider_name),
        ]


def _preface(form: EnterpriseFilterForm) -> Iterator[Sequence[Value]]:
    yield [_("Enterprises")]
    yield [_("Campaign"), form.chosen_campaign.name]
    yield [_("Filter"), form.in_words()]
    yield [_("Made at"), now()]
    if settings.GONGFU_DEMO or form.chosen_campaign.is_simulated:
        yield [_("Simulated data: no real enterprise is shown.")]
    yield []


def enterprise_detail(request: Request, enterprise_id: int) -> HttpResponse:
    """One firm: register data, where it stands, its assessments, reports and coverage history."""
    form = EnterpriseFilterForm(request.GET, names=names_for(request.actor))
    rows = rows_of(form.chosen_campaign, request.actor).select_related("district", "industry")
    enterprise = get_object_or_404(rows, pk=enterprise_id)
    shows_firm(request, enterprise.pk)
    Teller(form.chosen_campaign).tell(enterprise)
    context = {
        "enterprise": enterprise,
        "campaign": form.chosen_campaign,
        "facts": register_facts(enterprise, Wording.read()),
        "assessments": _assessments(request, enterprise),
        "reports": _reports(request, enterprise),
        "stays": enterprise.scope.select_related("campaign").order_by("-entered_on"),
        "timeline": _timeline(enterprise),
        "may_manage": may(request.actor, "member.manage"),
        "open_campaigns": _open_campaigns(request, enterprise),
        "simulated": enterprise.is_simulated,
    }
    return render(request, "reports/enterprise.html", context)


def _assessments(request: Request, enterprise: Enterprise) -> list[Assessment]:
    """Submitted assessments in reach, each with its valid score."""
    scores = Score.objects.current().order_by("kind").defer("answers", "document", "passport")
    found = (
        Assessment.objects.visible_to(request.actor)
        .filter(enterprise=enterprise)
        .select_related("campaign", "release")
        .defer("release__source", "release__texts")
        .prefetch_related(Prefetch("scores", scores, to_attr="current_scores"))
        .order_by("-opened_at")
    )
    for assessment in found:
        kinds = {score.kind: score for score in assessment.current_scores}
        score = kinds.get(Score.Kind.VERIFIED) or kinds.get(Score.Kind.SELF)
        assessment.score = score
        assessment.level_name = _level_name(assessment, score)
        assessment.framework_name = name_of(assessment.release)
    return list(found)


def _open_campaigns(request: Request, enterprise: Enterprise) -> list[tuple[Campaign, Choice]]:
    """Where the reader may bring the firm in, and what it would answer there."""
    if not may(request.actor, "enterprise.invite"):
        return []
    return [(found, choice_of(found, enterprise)) for found in open_campaigns(enterprise)]


def _level_name(assessment: Assessment, score: Score | None) -> str:
    if score is None or score.level is None:
        return ""
    return framework_of(assessment.release).texts(short()).level(score.level).name


def _reports(request: Request, enterprise: Enterprise) -> list[Report]:
    found = Report.objects.visible_to(request.actor).filter(assessment__enterprise=enterprise)
    return list(found.select_related("superseded_by").order_by("-pk"))


def _timeline(enterprise: Enterprise) -> list[LedgerEntry]:
    """What coverage has recorded about the firm, newest day first."""
    entries = LedgerEntry.objects.filter(enterprise=enterprise)
    entries = entries.select_related("campaign", "district", "industry")
    return list(entries.order_by("-effective_on", "-pk")[:TIMELINE])
