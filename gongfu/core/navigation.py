"""The top bar: which entries a role sees. An entry whose route does not exist yet is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongfu.core.actor import FIRM_ROLES, PROVIDER_ROLES, REGULATOR_ROLES
from gongfu.core.models import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the bar; `covers` names the other routes on which it is the current one."""

    route: str
    label: str | Promise
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the page shows it."""

    url: str
    label: str | Promise
    current: bool


def _entry(route: str, label: str | Promise, *covers: str) -> Entry:
    return Entry(route, label, frozenset(covers))


FRAMEWORK_PAGES = ("diagnosis:framework", "diagnosis:framework_format", "diagnosis:compare")

AFTER_PAGES = (
    *("diagnosis:requests", "diagnosis:request", "diagnosis:reopen"),
    *("diagnosis:appeals", "diagnosis:appeal_answer", "diagnosis:appeal"),
)

WORKBOOK_PAGES = ("diagnosis:workbook", "diagnosis:workbook_preview")
CAMPAIGN_PAGES = (
    *("diagnosis:campaign", "diagnosis:waves", "diagnosis:opening", "diagnosis:opening_order"),
    *("diagnosis:standstill", "diagnosis:standstill_remind", "diagnosis:standstill_extend"),
    *("enterprises:campaign_new", "enterprises:campaign_edit", "enterprises:campaign_close"),
    *("enterprises:campaign_rule", "enterprises:campaign_rule_apply"),
    *("enterprises:campaign_targets", "enterprises:campaign_scope", "enterprises:scope_correct"),
)
PLAN_PAGES = (
    *("diagnosis:plan", "diagnosis:agreed_plan", "diagnosis:plan_check", "diagnosis:delta"),
)

QUALITY_PAGES = (
    *("diagnosis:approvals", "diagnosis:approve", "diagnosis:approval"),
    *("diagnosis:samples", "diagnosis:sample", "diagnosis:spot_check"),
)

# `diagnosis:current` and `diagnosis:current_result` lead to the firm's latest assessment.
FIRM = (
    _entry("diagnosis:home", _("Start")),
    _entry(
        "diagnosis:current",
        pgettext_lazy("bar", "Self-assessment"),
        *("diagnosis:mine", "diagnosis:comments", "diagnosis:thread"),
        *("diagnosis:opinions", "diagnosis:opinion", "diagnosis:opinion_settle"),
        *("diagnosis:tasks", "diagnosis:section", "diagnosis:history", "diagnosis:check"),
        *("diagnosis:submit", "diagnosis:receipt", "diagnosis:answer", "diagnosis:reopen"),
        *("diagnosis:discard", *WORKBOOK_PAGES),
    ),
    _entry(
        "diagnosis:current_result",
        pgettext_lazy("bar", "Result"),
        *("diagnosis:result", "diagnosis:passport", "diagnosis:estimates", "diagnosis:appeal"),
        *("diagnosis:open_estimate", *PLAN_PAGES),
    ),
    _entry("reports:list", _("Reports"), "reports:detail"),
    _entry(
        "enterprises:profile",
        _("Our company"),
        *("enterprises:members", "enterprises:correction"),
    ),
    _entry("enterprises:consent", _("Data sharing"), "reports:accesses", "reports:own_data"),
)
PROVIDER = (
    _entry(
        "diagnosis:worklist",
        _("My work"),
        *("diagnosis:comments", "diagnosis:thread", "diagnosis:opinions"),
        *("diagnosis:tasks", "diagnosis:section", "diagnosis:result", "diagnosis:passport"),
        *("diagnosis:review", "diagnosis:review_section"),
        *(*AFTER_PAGES, *WORKBOOK_PAGES, *PLAN_PAGES),
        *("diagnosis:history", "diagnosis:receipt", "diagnosis:check", "diagnosis:estimates"),
    ),
    _entry("enterprises:list", _("Enterprises"), "enterprises:detail"),
    _entry("diagnosis:frameworks", _("Frameworks"), *FRAMEWORK_PAGES),
    _entry("diagnosis:solutions", _("Solutions"), "diagnosis:solution"),
    _entry("reports:list", _("Reports"), "reports:detail"),
)
REGULATOR = (
    _entry("reports:dashboard", _("Overview")),
    _entry(
        "enterprises:list",
        _("Enterprises"),
        *("diagnosis:comments", "diagnosis:thread"),
        *("enterprises:detail", "enterprises:import", "enterprises:import_detail"),
        *AFTER_PAGES,
        *("enterprises:import_apply", "enterprises:import_undo"),
        *("enterprises:claims", "enterprises:letters", "enterprises:letters_write"),
        "enterprises:corrections",
        *("diagnosis:result", "diagnosis:passport", "diagnosis:estimates", "diagnosis:tasks"),
        *("diagnosis:section", "diagnosis:history", "diagnosis:check", "diagnosis:receipt"),
        *("diagnosis:plan", "diagnosis:delta"),
    ),
    _entry("diagnosis:plans", _("Plans"), "diagnosis:agreed_plan", "diagnosis:plan_check"),
    _entry("diagnosis:campaigns", _("Campaigns"), *CAMPAIGN_PAGES),
    _entry("diagnosis:providers", _("Providers"), "diagnosis:provider"),
    _entry("diagnosis:flags", _("Quality"), *QUALITY_PAGES),
    _entry("enterprises:chains", _("Chains"), "enterprises:chain"),
    _entry("reports:list", _("Reports"), "reports:detail"),
)
AUTHOR = (
    _entry("diagnosis:frameworks", _("Frameworks"), *FRAMEWORK_PAGES),
    _entry(
        "diagnosis:drafts",
        _("Drafts"),
        *("diagnosis:draft", "diagnosis:draft_head", "diagnosis:draft_words"),
        *("diagnosis:draft_question", "diagnosis:draft_weights", "diagnosis:draft_section"),
        *("diagnosis:draft_file", "diagnosis:draft_upload", "diagnosis:draft_preview"),
        *("diagnosis:draft_preview_section", "diagnosis:draft_publish", "diagnosis:draft_discard"),
    ),
    _entry(
        "diagnosis:solutions",
        _("Solutions"),
        *("diagnosis:solution", "diagnosis:solution_edition", "diagnosis:solution_drafts"),
        *("diagnosis:solution_draft", "diagnosis:solution_fit", "diagnosis:solution_text"),
        "diagnosis:solution_publish",
    ),
)
OPERATOR = (
    _entry("core:jobs", _("Jobs"), "core:job"),
    _entry("core:users", _("Users")),
    _entry("core:permissions", _("Permissions")),
    _entry("core:partners", _("Partners")),
    _entry("core:state", _("Health")),
)
AUDITOR = (
    _entry("core:audit", _("Audit trail")),
    _entry("core:permissions", _("Permissions")),
)

BARS: Mapping[str, Iterable[Entry]] = {
    **dict.fromkeys(FIRM_ROLES, FIRM),
    **dict.fromkeys(PROVIDER_ROLES, PROVIDER),
    **dict.fromkeys(REGULATOR_ROLES, REGULATOR),
    Role.AUTHOR: AUTHOR,
    Role.OPERATOR: OPERATOR,
    Role.AUDITOR: AUDITOR,
}


def bar_of(role: str, view_name: str) -> list[Link]:
    """The links of a role's bar, the one that leads to the shown page marked."""
    links = []
    for entry in BARS.get(role, ()):
        url = url_of(entry.route)
        if url:
            current = view_name == entry.route or view_name in entry.covers
            links.append(Link(url, entry.label, current))
    return links


def url_of(route: str, *args: object) -> str:
    """The address of a route; empty while nothing is built under that name."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""
