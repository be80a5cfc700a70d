"""The frame around an interactive chart: the numbers as a table, the drawing by script.

A page with charts adds {% block scripts %}{% include "includes/charts.html" %}{% endblock %}.
"""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gongfu.core.ui.library import register
from gongfu.core.ui.words import Text
from gongfu.wheels import bundled_style_ids


@register.simple_tag
def bundled_styles() -> list[str]:
    """Ids of style elements that plotly must not add: our content policy forbids them."""
    return bundled_style_ids()


@register.simple_block_tag
def chart(
    content: str,
    figure: dict[str, Any],
    id: str,
    title: Text,
    subtitle: Text = "",
    alt: Text = "",
    size: str = "",
    source: Text = "",
    csv_url: str = "",
    heading: int = 2,
    opened: bool = False,
) -> SafeString:
    """{% chart figure=… id=… title=… %}<table class="table">…</table>{% endchart %}

    `figure` is plotly's JSON (`data` and `layout`), of JSON types only. A trace names its part in
    `meta`, a shape or an annotation in `name`; charts.js gives the part the colours of the tokens:
    main second target forecast band context peer alert you level-0 … level-5.
    `alt` says what the drawing shows; `size` is "", "tall" or "square".
    The block is the table with the same numbers.
    """
    return render_to_string(
        "components/chart.html",
        {
            "content": content,
            "figure": figure,
            "id": id,
            "figure_id": f"{id}-figure",
            "title": title,
            "subtitle": subtitle,
            "alt": alt,
            "size": size,
            "source": source,
            "csv_url": csv_url,
            "heading": f"h{heading}",
            "opened": opened,
        },
    )
