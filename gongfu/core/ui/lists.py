"""Around a list: crumbs, chips of active filters, sortable heads, pager, steps."""

from collections.abc import Iterable
from typing import Any

from django.template import Context

from gongfu.core.paging import Page
from gongfu.core.ui.library import register
from gongfu.core.ui.words import Text


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: Text) -> dict[str, Any]:
    """{% crumbs url label url label … last %}: pairs of address and words, then bare words."""
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    return {"pairs": pairs, "last": parts[-1] if len(parts) % 2 else ""}


@register.inclusion_tag("components/chips.html")
def filter_chips(chips: Iterable[tuple[Text, str]], clear_url: str = "?") -> dict[str, Any]:
    """Active filters as pairs of words and the address without that filter."""
    return {"chips": list(chips), "clear_url": clear_url}


@register.inclusion_tag("components/pager.html")
def pager(page: Page, label: Text = "") -> dict[str, Any]:
    """Range and total, previous and next by key, page size; shows a `gongfu.core.paging.Page`."""
    return {"page": page, "label": label}


@register.inclusion_tag("components/sort_head.html", takes_context=True)
def sort_head(
    context: Context, label: Text, key: str, css: str = "", param: str = "o"
) -> dict[str, Any]:
    """A column head that sorts by `key`; a second click turns the order, on page one."""
    query = context["request"].GET.copy()
    chosen = query.get(param, "")
    for name in (param, "after", "before"):
        query.pop(name, None)
    query[param] = f"-{key}" if chosen == key else key
    order = {key: "ascending", f"-{key}": "descending"}.get(chosen, "")
    return {"label": label, "css": css, "order": order, "url": f"?{query.urlencode()}"}


@register.inclusion_tag("components/steps.html")
def steps(current: int, label: Text, *names: Text) -> dict[str, Any]:
    """{% steps 1 label first second … %}: position in a process; `current` counts from 1."""
    return {"names": list(enumerate(names, start=1)), "current": current, "label": label}
