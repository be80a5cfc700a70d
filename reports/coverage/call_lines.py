"""The list of calls as the page prints it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.coverage.calls import Call, Standstill
from reports.coverage.wording import number


@dataclass(frozen=True, slots=True)
class ShownCall:
    """One firm of the list of calls."""

    name: str
    url: str
    about: str
    word: str
    tone: str
    idle: str
    provider: str


def shown_calls(firms: Iterable[Call], url: Callable[[int], str]) -> list[ShownCall]:
    """The firms with what is known of them in a line."""
    return [
        ShownCall(
            call.enterprise.name,
            url(call.enterprise.pk),
            _about(call),
            call_word(call),
            "danger" if call.kind in (Standstill.NEVER, Standstill.OVERDUE) else "warn",
            _idle(call.idle_days),
            call.provider,
        )
        for call in firms
    ]


def call_word(call: Call) -> str:
    """Where a firm stands, with the figure that says how badly."""
    if call.kind is Standstill.OVERDUE:
        text = ngettext("%(days)s day overdue", "%(days)s days overdue", call.overdue_days)
        return text % {"days": number(call.overdue_days)}
    if call.kind is Standstill.STALLED and call.total:
        return _("Stopped at %(done)d of %(all)d") % {"done": call.answered, "all": call.total}
    return str(call.kind.label)


def _idle(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": number(days)}


def _about(call: Call) -> str:
    firm = call.enterprise
    parts = [firm.district.short_name, firm.industry.short_name]
    if firm.staff is not None:
        staff = ngettext("%(count)s employee", "%(count)s employees", firm.staff)
        parts.append(staff % {"count": number(firm.staff)})
    return " · ".join(parts)
