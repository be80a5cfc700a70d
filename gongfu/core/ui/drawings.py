"""Marks whose size follows data, drawn as SVG so that no style attribute is needed."""

from collections.abc import Iterable
from typing import Any

from gongfu.core.ui.library import register
from gongfu.core.ui.words import PACES, Text


def _clamped(value: Any) -> str:
    """A number from 0 to 100 as SVG takes it, the point never localised."""
    return f"{min(100.0, max(0.0, float(value))):.2f}"


@register.inclusion_tag("components/bar.html")
def bar(percent: Any, mark: Any = None, label: Text = "", second: bool = False) -> dict[str, Any]:
    """A score bar; `mark` draws the dark tick of the target.

    Without a label it is hidden from screen readers: its figure stands beside it as text.
    """
    return {
        "width": _clamped(percent or 0),
        "mark": None if mark is None else _clamped(mark),
        "label": label,
        "second": second,
    }


@register.inclusion_tag("components/box.html")
def box(
    low: Any, first: Any, median: Any, third: Any, high: Any, you: Any = None, label: Text = ""
) -> dict[str, Any]:
    """A box strip on 0 to 100: whisker, middle half, median, and the firm itself in cinnabar."""
    points = {"low": low, "first": first, "median": median, "third": third, "high": high}
    return {
        **{name: _clamped(value) for name, value in points.items()},
        "width": _clamped(float(third) - float(first)),
        "you": None if you is None else _clamped(float(you) - 0.6),
        "label": label,
    }


@register.inclusion_tag("components/ladder.html")
def ladder(levels: Iterable[Any], current: int | None, label: Text) -> dict[str, Any]:
    """All levels of a framework; each has `rank`, `name`, `threshold` (“from 40 points”)."""
    reached = -1 if current is None else current
    return {"levels": levels, "current": current, "reached": reached, "label": label}


@register.inclusion_tag("components/tiles.html")
def tile_map(tiles: Iterable[Any], label: Text) -> dict[str, Any]:
    """A tile grid; each tile has `url name figure word pace row column` (the latter 1 to 5)."""
    return {"tiles": tiles, "label": label}


@register.inclusion_tag("components/pace_legend.html")
def pace_legend() -> dict[str, Any]:
    """What the tones of the tile map mean."""
    return {"paces": zip(range(4), PACES, ("≤1.0", "≤1.5", "≤2.0", ">2.0"), strict=True)}
