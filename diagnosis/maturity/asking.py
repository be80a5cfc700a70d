"""How questions are written in a release file."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from diagnosis.maturity.fields import REGISTERED, Conversion, Field, FieldPath
from diagnosis.maturity.questions import (
    MULTI,
    ROWS,
    SCENE,
    SINGLE,
    TABLE,
    UNVERIFIED,
    VERIFIED,
    ZERO,
    Band,
    Computed,
    Option,
    Question,
    Ratio,
    When,
)
from diagnosis.maturity.reading import Node
from diagnosis.maturity.testing import as_path, read_path, read_when

MOST_LEVELS = 20
# What stands behind the ref of a question in forms and workbooks, beside its data fields.
TAKEN = frozenset(
    [
        "rev",
        "over",
        "drop",
        "clear",
        "file",
        "upload",
        "reason",
        "row",
        "verdict",
        "offer",
        "grounds",
        "option",
    ]
)

Options = tuple[Option, ...]
Scale = tuple[Options, Options]  # options and ladder


def status(node: Node) -> str:
    return node.choice("status", (VERIFIED, UNVERIFIED), VERIFIED)


def read_questions(root: Node, conversions: tuple[Conversion, ...]) -> tuple[Question, ...]:
    """Read all questions; options that several share stand once, under `scales`."""
    scales: dict[str, Scale] = root.node("scales", _scales) if root.has("scales") else {}
    if root.has("question_defaults"):
        root.spread("question_defaults", over="questions")
    return root.nodes("questions", lambda node: _question(node, scales, conversions))


def _scales(node: Node) -> dict[str, Scale]:
    return {ref: _with_ladder(node.nodes(ref, _option)) for ref in node.tree}


def _with_ladder(options: Options) -> Scale:
    """The options, and those that can be climbed to without giving a reason."""
    rungs: dict[Fraction, Option] = {}
    for option in options:
        if not option.reason:
            rungs.setdefault(option.worth, option)
    return options, tuple(rungs[worth] for worth in sorted(rungs))


def _question(
    node: Node, scales: Mapping[str, Scale], conversions: tuple[Conversion, ...]
) -> Question:
    kind = node.choice("kind", (SINGLE, MULTI, SCENE, ROWS, TABLE))
    apart = node.has("asks") and node.choice("asks", ("scope",)) == "scope"
    options, ladder = _own_or_shared_options(node, scales, _free_option if apart else _option)
    rows = node.names("rows") if kind in (ROWS, TABLE) else ()
    row_rule = node.choice("row_rule", ("sum", "best"), "sum") if kind == TABLE else "sum"
    best = best_raw(kind, options, rows, row_rule)
    return Question(
        ref=node.name("ref"),
        slug=node.name("slug") if node.has("slug") else node.name("ref"),
        kind=kind,
        options=options,
        ladder=ladder,
        max_points=_max_points(node, kind, apart),
        scale="" if node.has("options") else node.text("scale", ""),
        out_of=node.number("out_of") if node.has("out_of") else best,
        floor=node.has("floor") and node.choice("floor", ("0",)) == "0",
        out_of_stated=node.has("out_of"),
        capped=node.yes_no("capped"),
        rows=rows,
        row_rule=row_rule,
        fields=node.nodes("fields", lambda field: _field(field, conversions), required=False),
        computed=node.node("computed", _computed) if node.has("computed") else None,
        binding=node.yes_no("binding"),
        apart=apart,
        of_level=node.whole("of_level", MOST_LEVELS) if node.has("of_level") else None,
        shown_when=read_shown_when(node),
        status=status(node),
        sources=node.texts("sources"),
    )


def best_raw(kind: str, options: Options, rows: tuple[str, ...], row_rule: str) -> Fraction:
    """The most points that an answer can have before it is held against the denominator."""
    points = [option.points for option in options if not option.excluded]
    ticked = sum((each for each in points if each > 0), ZERO)
    highest = max(points, default=ZERO)
    if kind == MULTI:
        return ticked
    if kind == TABLE:
        return len(rows) * (ticked if row_rule == "sum" else highest)
    return highest * len(rows) if kind == ROWS else highest


def _max_points(node: Node, kind: str, apart: bool) -> Fraction:
    if kind == SCENE:
        return ZERO
    if apart:
        return node.number("max") if "max" in node.unread else ZERO
    return node.number("max")


def read_shown_when(node: Node) -> When | None:
    return node.node("shown_when", read_when) if node.has("shown_when") else None


def _own_or_shared_options(
    node: Node, scales: Mapping[str, Scale], build: Callable[[Node], Option]
) -> Scale:
    if node.has("scale") and not node.has("options"):
        return scales[node.choice("scale", tuple(scales))]
    return _with_ladder(node.nodes("options", build))


def _free_option(node: Node) -> Option:
    """Read an option of a question that earns nothing, so that no points need be stated."""
    return _option(node, free=True)


def _option(node: Node, *, free: bool = False) -> Option:
    places = node.has("level")
    excluded = node.choice("counts", ("points", "excluded"), "points") == "excluded"
    unpaid = places or ((excluded or free) and not node.has("points"))
    return Option(
        ref=node.name("ref"),
        points=ZERO if unpaid else node.number("points"),
        exclusive=node.yes_no("exclusive"),
        level=node.whole("level") if places else None,
        reason=node.yes_no("reason"),
        excluded=excluded,
        status=status(node),
    )


def _field(node: Node, conversions: tuple[Conversion, ...]) -> Field:
    ref, unit = node.name("ref"), node.text("unit")
    if ref in TAKEN:
        node.fail("ref", f"expected another name, forms use {ref} for something else")
    return Field(
        ref=ref,
        unit=unit,
        min=node.number("min") if node.has("min") else None,
        max=node.number("max") if node.has("max") else None,
        integer=node.yes_no("integer"),
        usual_min=node.number("usual_min") if node.has("usual_min") else None,
        usual_max=node.number("usual_max") if node.has("usual_max") else None,
        slip=node.number("slip") if node.has("slip") else None,
        register=node.choice("register", REGISTERED) if node.has("register") else "",
        register_times=node.number("register_times") if node.has("register_times") else None,
        same_as=read_path(node, "same_as") if node.has("same_as") else None,
        mean_of=_mean_of(node),
        conversions=tuple(each for each in conversions if each.to == unit),
    )


def _mean_of(node: Node) -> tuple[FieldPath, ...]:
    return tuple(as_path(node, "mean_of", each) for each in node.texts("mean_of", required=False))


def _computed(node: Node) -> Computed:
    kind = node.choice("kind", ("share", "trend", "number"))
    return Computed(
        kind=kind,
        now=node.node("now", _ratio),
        before=node.node("before", _ratio) if kind == "trend" else None,
        bands=node.nodes("bands", _band),
        status=status(node),
        sources=node.texts("sources", required=False),
    )


def _ratio(node: Node) -> Ratio:
    below = read_path(node, "denominator") if node.has("denominator") else None
    return Ratio(read_path(node, "numerator"), below)


def _band(node: Node) -> Band:
    """Read `from`/`to` as ends that belong to the band, `above`/`below` as ends that do not."""
    low, low_closed = _end(node, closed="from", open_="above")
    high, high_closed = _end(node, closed="to", open_="below")
    return Band(node.text("option"), low, low_closed, high, high_closed)


def _end(node: Node, *, closed: str, open_: str) -> tuple[Fraction | None, bool]:
    if node.has(closed) and node.has(open_):
        node.fail(open_, f"expected either {closed} or {open_}, not both")
    if node.has(closed):
        return node.number(closed), True
    return (node.number(open_) if node.has(open_) else None), False
