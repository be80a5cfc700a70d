"""What the frame around every page shows: who is here, where they can go, in which language."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.template import Context

from gongfu.core.actor import PUBLIC, Actor
from gongfu.core.languages import html_lang
from gongfu.core.models import Role
from gongfu.core.navigation import Link, bar_of, url_of
from gongfu.core.scope_names import names_of
from gongfu.core.ui.library import register


@dataclass(frozen=True)
class Frame:
    """Everything base.html asks for; an error page can use it whatever is broken."""

    actor: Actor = PUBLIC
    links: list[Link] = field(default_factory=list)
    here: str = "/"
    large: bool = False
    idle_seconds: int = 0
    bare: bool = False
    scope: str = ""  # what a person with several roles acts for now

    @property
    def lang(self) -> str:
        return html_lang()

    @property
    def dense(self) -> bool:
        """Staff work in dense pages, firms and visitors in roomy ones."""
        return self.actor.is_staff

    @property
    def simulated(self) -> bool:
        return bool(settings.GONGFU_DEMO)

    @property
    def verify_url(self) -> str:
        return url_of("reports:verify")


@register.simple_tag(takes_context=True)
def page_frame(context: Context) -> Frame:
    """The frame of this page; whole even where an error left no actor and no session behind."""
    request = context.get("request")
    actor = getattr(request, "actor", PUBLIC)
    if request is None:
        return Frame(bare=True)
    match = request.resolver_match
    idle = settings.STAFF_IDLE_SECONDS if actor.is_staff else settings.FIRM_IDLE_SECONDS
    return Frame(
        actor=actor,
        links=bar_of(actor.role, match.view_name if match else ""),
        here=request.get_full_path(),
        large=getattr(request, "large_text", False),
        idle_seconds=idle if actor.is_signed_in else 0,
        scope=_scope(request),
    )


def _scope(request: Any) -> str:
    """Looked up for those only who hold several roles: they must see which one is on."""
    grants = getattr(request, "grants", [])
    chosen = [grant for grant in grants if grant.pk == request.actor.grant_id]
    if len(grants) < 2 or not chosen:
        return ""
    try:
        return names_of(chosen).get(chosen[0].pk, "")
    except DatabaseError:  # the page may be the one that says so
        return ""


@register.filter
def role_name(role: str) -> str:
    """The role as people call it."""
    return str(dict(Role.choices).get(role, ""))
