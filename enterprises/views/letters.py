"""Letters with codes: choose firms that nobody has entered yet, then print or take away a list."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from enterprises.letter_forms import LetterFilterForm, LetterForm
from enterprises.register.services.mailing import address
from enterprises.register.services.writing_letters import MOST, Written, write_letters
from enterprises.views.imports import table_response
from gongfu.core.clock import city_day, today
from gongfu.core.models import AuditEntry
from gongfu.core.paging import by_key
from gongfu.core.requests import Request
from gongfu.core.services.auditing import record
from gongfu.core.spreadsheets import Value


def letters(request: Request) -> HttpResponse:
    """Firms in reach that have no member, by district, campaign and name."""
    return _page(request, LetterForm(contact=_contact(request)), status=200)


def _page(request: Request, form: LetterForm, *, status: int) -> HttpResponse:
    filters = LetterFilterForm(request.GET, actor=request.actor)
    found = filters.found(request.actor)
    page = by_key(found, request.GET, ordering=("name_key",), size=50)
    chosen = set(request.POST.getlist("firm"))
    context = {
        "filters": filters,
        "form": form,
        "page": page,
        "chosen": chosen,
        "most": MOST,
        "whole_city": request.actor.district_code is None,
    }
    return render(request, "enterprises/letters.html", context, status=status)


def letters_write(request: Request) -> HttpResponseBase:
    """Make the codes and show them this once: as pages to print, or as a table."""
    form = LetterForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return _page(request, form, status=422)
    written = write_letters(enterprises=form.cleaned_data["firm"], actor=request.actor)
    _audit(request, written)
    contact = form.cleaned_data["contact"]
    if form.cleaned_data["form"] == "csv":
        response = table_response(_rows(written, contact), form="csv", name=f"letters-{today()}")
    else:
        context = {"written": written, "contact": contact, "url": address("enterprises:claim")}
        response = render(request, "enterprises/letters_print.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _contact(request: Request) -> str:
    return f"{request.user}, {getattr(request.user, 'email', '')}"


def _audit(request: Request, written: Sequence[Written]) -> None:
    """One entry that names the letters; their codes are nobody's business."""
    request.audited = True
    keys = sorted(one.letter.pk for one in written)
    record(
        actor=request.actor,
        action="enterprises:letters_write",
        target=f"letters:{keys[0]}-{keys[-1]} ({len(keys)})",
        result=AuditEntry.Result.OK,
        status=200,
        request_id=request.request_id,
    )


def _rows(written: Sequence[Written], contact: str) -> Iterator[Sequence[Value]]:
    yield [
        *(_("Unified social credit code"), _("Enterprise"), _("Address"), _("Contact person")),
        *(_("Letter code"), _("Valid until"), _("Web page"), _("Whom to ask")),
    ]
    for one in written:
        firm = one.letter.enterprise
        yield [
            *(firm.uscc, firm.name_zh, firm.address, firm.contact_name),
            *(one.code, city_day(one.letter.expires_at), address("enterprises:claim"), contact),
        ]
    if settings.GONGFU_DEMO:
        yield [_("Simulated data: no real enterprise is shown.")]
