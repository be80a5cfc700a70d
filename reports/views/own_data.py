"""What a firm can ask about its own data."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from enterprises.views.imports import table_response
from gongfu.core.access import may
from gongfu.core.clock import now, today
from gongfu.core.requests import Request
from gongfu.core.spreadsheets import Value
from reports.own_data.accesses import Access, accesses_of
from reports.own_data.forms import AccessFilterForm
from reports.own_data.slicing import sliced
from reports.views.filtering import chips_of


def accesses(request: Request) -> HttpResponse:
    """Who saw the data of the actor's firm, newest first."""
    form, rows = _asked(request)
    context = {
        "enterprise": own_firm(request),
        "form": form,
        "chips": chips_of(form, request.GET),
        "page": sliced(rows, request.GET),
        "query": request.GET.urlencode(),
        "may_export": may(request.actor, "own_data.take"),
    }
    return render(request, "reports/accesses.html", context)


def accesses_export(request: Request) -> HttpResponseBase:
    """The same as a file."""
    _form, rows = _asked(request)
    name = f"accesses-{today():%Y%m%d}"
    return table_response(_lines(own_firm(request), rows), form="csv", name=name)


def own_firm(request: Request) -> Enterprise:
    """The firm that the actor belongs to."""
    reachable = Enterprise.objects.visible_to(request.actor)
    return get_object_or_404(reachable, pk=request.actor.enterprise_id)


def _asked(request: Request) -> tuple[AccessFilterForm, list[Access]]:
    form = AccessFilterForm(request.GET, today=today())
    form.is_valid()
    return form, accesses_of(request.actor, *form.span(), form.cleaned_data.get("kind", ""))


def _lines(firm: Enterprise, rows: list[Access]) -> Iterator[Sequence[Value]]:
    yield [_("Who saw our data"), firm.name, firm.uscc]
    yield [_("Made at"), now()]
    yield []
    yield [
        _("Day"),
        _("Seen by"),
        _("Organisation"),
        _("Data seen"),
        _("How"),
        _("Times"),
        _("Last at"),
    ]
    for row in rows:
        yield [row.day, row.who, row.organisation, row.what, str(row.how), row.times, row.at]
