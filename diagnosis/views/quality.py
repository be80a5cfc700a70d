"""The quality flags: which assessments raise a question, and by which rules."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diagnosis.models import Assessment, Flag
from diagnosis.quality.filters import FlagFilterForm
from diagnosis.quality.wording import rule_lines
from gongfu.core.chips import chips_of
from gongfu.core.paging import by_key
from gongfu.core.requests import Request

ORDERS = {"name": "enterprise__name_key", "flags": "quality__flags", "submitted": "submitted_at"}


@require_safe
def flags(request: Request) -> HttpResponse:
    """Assessments with at least one flag, those with most first."""
    form = FlagFilterForm(request.GET, actor=request.actor)
    handed_in = Assessment.objects.visible_to(request.actor).filter(
        is_extra=False, submitted_at__isnull=False
    )
    flagged = form.narrowed(handed_in.filter(quality__flags__gt=0))
    flagged = flagged.select_related("enterprise__district", "campaign", "quality")
    page = by_key(
        flagged.prefetch_related("flags"), request.GET, ordering=_ordering(request), size=12
    )
    counts = Flag.objects.visible_to(request.actor).values_list("rule").annotate(Count("pk"))
    context = {
        "form": form,
        "chips": chips_of(form, request.GET),
        "page": page,
        "checked": handed_in.filter(quality__isnull=False).count(),
        "counts": dict(counts.order_by()),
        "rules": rule_lines(),
    }
    return render(request, "diagnosis/quality/flags.html", context)


def _ordering(request: Request) -> tuple[str, ...]:
    """Most flags first, unless a column head was clicked."""
    wanted = request.GET.get("o", "-flags")
    column = ORDERS.get(wanted.removeprefix("-"), "quality__flags")
    return (f"-{column}" if wanted.startswith("-") else column,)
