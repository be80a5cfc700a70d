"""Small marks: level, tag, pace, figure, notice."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gongfu.core.ui.library import register

Text = str | Promise

PACES: tuple[Text, ...] = (_("On course"), _("Tight"), _("At risk"), _("Behind"))


@register.inclusion_tag("components/level.html")
def level_badge(rank: int | None, name: Text = "", size: str = "") -> dict[str, Any]:
    """A maturity level, number and name; size "xl" on the result. None: not assessed."""
    return {"rank": rank, "name": name, "size": size}


@register.inclusion_tag("components/tag.html")
def tag(text: Text, tone: str = "") -> dict[str, Any]:
    """A status in words; tone is "", info, ok, warn or danger."""
    return {"text": text, "tone": tone}


@register.inclusion_tag("components/tag.html")
def pace_tag(pace: int, text: Text = "") -> dict[str, Any]:
    """Pace 0 to 3 against the target, in words (or another text, such as “1.4 times”)."""
    return {"text": text or PACES[pace], "pace": pace}


@register.inclusion_tag("components/kpi.html")
def kpi(
    label: Text, figure: Text | int, unit: Text = "", context: Text = "", tone: str = ""
) -> dict[str, Any]:
    """One figure with its denominator in `context`; stands inside <dl class="kpis">."""
    return {"label": label, "figure": figure, "unit": unit, "context": context, "tone": tone}


@register.simple_block_tag
def notice(content: str, tone: str = "", role: str = "") -> SafeString:
    """{% notice tone="warn" %}<p>…</p>{% endnotice %}: a note beside its cause.

    `role` is alert or status where it must be spoken.
    """
    return render_to_string(
        "components/notice.html", {"content": content, "tone": tone, "role": role}
    )


@register.simple_block_tag
def finding(
    content: str, url: str = "", action: Text = "", tone: str = "", primary: bool = True
) -> SafeString:
    """{% finding url=… action=… %}<p>…</p>{% endfinding %}: the sentence a page opens with."""
    return render_to_string(
        "components/finding.html",
        {"content": content, "url": url, "action": action, "tone": tone, "primary": primary},
    )


@register.simple_block_tag
def empty_state(content: str, title: Text, text: Text = "", heading: int = 3) -> SafeString:
    """{% empty_state title=… text=… %}<a class="btn">…</a>{% endempty_state %}

    Says why nothing is here; the block is the way out.
    """
    return render_to_string(
        "components/empty.html",
        {"content": content, "title": title, "text": text, "heading": f"h{heading}"},
    )
