"""Finds the pages of a role as a person would: by the links, and by what the access table opens."""

from collections import deque
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from gongfu.core.access import ROUTES

# Not pages: files, data, and addresses that only lead on.
FILES = frozenset(
    {
        "core:health",
        "core:ready",
        "mfa_download_recovery_codes",
        "enterprises:export",
        "enterprises:import_refused",
        "enterprises:import_template",
        "diagnosis:evidence",
        "diagnosis:evidence_add",
        "diagnosis:evidence_picture",
        "diagnosis:framework_files",
        "diagnosis:opening_export",
        "diagnosis:sample_export",
        "diagnosis:plans_export",
        "diagnosis:standstill_export",
        "diagnosis:workbook_errors",
        "diagnosis:workbook_file",
        "diagnosis:draft_template",
        "diagnosis:draft_download",
        "diagnosis:solutions_files",
        "diagnosis:solution_file",
        "diagnosis:solution_draft_file",
        "reports:accesses_export",
        "reports:archive_file",
        "reports:download",
        "reports:download_word",
        "reports:summary",
        "reports:dashboard_brief",
        "reports:receipt_pdf",
        "reports:blank",
        "reports:blank_release",
        "reports:own_data_file",
        "reports:dashboard_export",
        "api:schema",
    }
)
# Pages of the API that are our own; Swagger UI comes from a wheel and has a test of its own.
READ_BY_PEOPLE = frozenset({"api:docs"})
LINKS = """() => [...document.querySelectorAll("a[href]")]
    .filter((link) => link.origin === origin && !link.hasAttribute("download"))
    .filter((link) => !link.closest("[hidden]"))
    .map((link) => link.pathname + link.search)"""


@dataclass(frozen=True, slots=True)
class Stop:
    """One page of the walk: the name of its route and where it is."""

    route: str
    path: str

    @property
    def name(self) -> str:
        """As part of a file name."""
        return f"{self.route}{self.path}".replace(":", ".").replace("/", "_").strip("_")


def route_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def is_page(route: str) -> bool:
    known = ROUTES.get(route)
    if not known or not known.read or route in FILES:
        return False
    return route in READ_BY_PEOPLE or not route.startswith("api:")


def walk(page: Page, start: Iterable[str], without: Container[str] = ()) -> Iterator[Stop]:
    """Visit what is given, and by the links one page of each kind; look before taking the next."""
    waiting = deque(start)
    wanted, seen = set(start), set()
    while waiting:
        path = waiting.popleft()
        route = route_of(path)
        if not is_page(route) or path in seen:
            continue
        if path not in wanted and (route in seen or route in without):
            continue
        response = page.goto(path)
        assert response is not None
        assert response.status == 200, f"{path}: {response.status}"
        arrived = urlsplit(page.url).path
        seen |= {path, route}
        if route_of(arrived) != route:  # it only leads on
            waiting.append(arrived)
            continue
        waiting += links(page)
        yield Stop(route, arrived)


def links(page: Page) -> list[str]:
    """The addresses of this site that the page leads to."""
    return list(page.evaluate(LINKS))
