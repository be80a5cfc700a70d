"""Notes, after a page was answered, that somebody outside the firm saw data of the firm.

A view says whose data it shows with `shows_firm`; which kind follows from the route, so that a new
page of an assessment is noted too.
"""

from django.http import HttpRequest, HttpResponse

from enterprises.ecosystem.models import Look
from enterprises.ecosystem.services.noting import note_look
from gongfu.core.actor import Actor
from gongfu.core.requests import GetResponse

Kind = Look.Kind
# Pages that are no plain page of an assessment.
KINDS = {
    "enterprises:detail": Kind.FIRM,
    "enterprises:firm_members": Kind.FIRM,
    "diagnosis:section": Kind.ANSWERS,
    "diagnosis:answer": Kind.ANSWERS,
    "diagnosis:history": Kind.ANSWERS,
    "diagnosis:check": Kind.ANSWERS,
    "diagnosis:receipt": Kind.ANSWERS,
    "diagnosis:review": Kind.ANSWERS,
    "diagnosis:review_section": Kind.ANSWERS,
    "diagnosis:workbook": Kind.ANSWERS,
    "diagnosis:workbook_download": Kind.ANSWERS,
    "diagnosis:comments": Kind.ANSWERS,
    "diagnosis:delta": Kind.RESULT,
    "diagnosis:result": Kind.RESULT,
    "diagnosis:estimates": Kind.RESULT,
    "diagnosis:passport": Kind.PASSPORT,
    "diagnosis:evidence": Kind.EVIDENCE,
    "diagnosis:evidence_preview": Kind.EVIDENCE,
    "diagnosis:evidence_picture": Kind.EVIDENCE,
    "reports:issue": Kind.REPORT,
    "reports:detail": Kind.REPORT,
    "reports:download": Kind.REPORT,
    "reports:download_word": Kind.REPORT,
    "reports:summary": Kind.REPORT,
}


def shows_firm(request: HttpRequest, enterprise_id: int, *, campaign_id: int | None = None) -> None:
    """Say that the answer to this request shows data of a firm, and of which round if of one."""
    request.shows_firm = (enterprise_id, campaign_id)  # type: ignore[attr-defined]


class LookMiddleware:
    """One row for each person, firm, round, kind and day; the firm's own people leave none.

    Two queries for the first look of a day, one for the others, none for the firm itself.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        shown: tuple[int, int | None] | None = getattr(request, "shows_firm", None)
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if shown is not None and response.status_code < 400 and _is_outside(actor):
            match = request.resolver_match
            kind = KINDS.get(match.view_name if match else "", Kind.ASSESSMENT)
            firm, campaign = shown
            note_look(enterprise_id=firm, campaign_id=campaign, actor=actor, kind=kind)
        return response


def _is_outside(actor: Actor) -> bool:
    return actor.is_signed_in and not actor.is_firm
