"""Who walks, and where: their start page, and pages worth a visit in more than one state."""

from collections.abc import Iterator

from gongfu.core.access import ROUTES
from gongfu.core.models import Role
from tests.browser.city import City

VISITOR = "visitor"
# Short name of the sign-in -> role.
ROLES = {
    "owner": Role.OWNER,
    "editor": Role.EDITOR,
    "viewer": Role.VIEWER,
    "consultant": Role.CONSULTANT,
    "lead": Role.PROVIDER_LEAD,
    "signer": Role.SECOND_SIGNER,
    "district": Role.DISTRICT_REGULATOR,
    "city": Role.CITY_REGULATOR,
    "author": Role.AUTHOR,
    "operator": Role.OPERATOR,
    "auditor": Role.AUDITOR,
    VISITOR: Role.PUBLIC,
}


# Pages that other tests look at, each with its reason.
ELSEWHERE = frozenset(
    {
        "account_reset_password_from_key",  # needs the link of a mail
        "mfa_activate_totp",  # the demo asks for no second factor
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
        "diagnosis:answer",  # a part of a page
        "diagnosis:revisions",  # figures for the script of a page
        "reports:narrative_version",  # needs a text that a consultant wrote; its tests open it
        "diagnosis:unchanged",  # needs a round begun from the last answers; tests/diagnosis does
        "diagnosis:discard",  # needs a voluntary draft, which no firm of the demo has
        "diagnosis:opening_order",  # needs firms invited in bulk; its tests do that
        "diagnosis:current",  # lead on
        "diagnosis:current_result",
        "core:home",
    }
)
# Who sees the pages that are open to all; they differ only in the bar.
GUIDES = ("owner", "city", VISITOR)
# Their pages are those of a colleague with one more or one less button: one language is enough.
LIKE_A_COLLEAGUE = ("editor", "viewer", "lead", "signer", "district")


def walks() -> Iterator[tuple[str, str]]:
    """Who walks in which language."""
    for role in ROLES:
        yield role, "zh"
        if role not in LIKE_A_COLLEAGUE:
            yield role, "en"


def start_of(city: City, role: str) -> list[str]:
    """The first pages of the walk; the links lead to the others."""
    if role == VISITOR:
        signing_in = ["/login/inactive/", "/login/reset/sent/", "/login/reset/done/"]
        return ["/", *signing_in, "/claim/sent/", "/verify/", "/api/", *city.pages[VISITOR]]
    return ["/", "/account/", *city.pages.get(role, [])]


def passes_by(role: str) -> frozenset[str]:
    """Routes that this role leaves to the guides."""
    if role in GUIDES:
        return frozenset()
    open_to_all = ("page.public", "account.use")
    return frozenset(name for name, route in ROUTES.items() if route.read in open_to_all)
