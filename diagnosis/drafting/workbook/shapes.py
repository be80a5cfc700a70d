"""Which lists of a framework have a sheet, whose they are, and where their words stand."""

from dataclasses import dataclass, field

HEAD, PARTS, SCALES, SAMPLES = "release", "parts", "scales", "samples"
KEY, VALUE = "key", "value"
ITEM = "item"  # the column of a list that holds texts instead of mappings
IN_PART, IN_SCALE = "in part", "in scale"
NOTES = "read me"


@dataclass(frozen=True, slots=True)
class Shape:
    """One sheet. `words` says where the words of an entry stand: path without its ref, by alias."""

    name: str
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    inner: tuple["Shape", ...] = ()
    owner: str = ""  # what an inner sheet calls the entry that its rows belong to
    key: str = ""

    @property
    def link(self) -> str:
        """The column that names the owner."""
        return f"in {self.owner}"


def _inner(key: str, owner: str, **words: tuple[str, ...]) -> Shape:
    return Shape(key, {name.strip("_"): path for name, path in words.items()}, (), owner, key)


OPTIONS = _inner("options", "question", _=("options",), option_help=("option_help",))
FIELDS = _inner("fields", "question", _=("fields",))
ROWS = _inner("rows", "question", _=("rows",))
CONDITIONS = _inner("conditions", "level", _=("conditions",))

LISTS = (
    Shape("sources", {"": ("sources",)}),
    Shape("profile", {"": ("profile",)}),
    Shape("sections", {"": ("sections",)}),
    Shape("levels", {"": ("levels",)}, (CONDITIONS,)),
    Shape("checks"),
    Shape("questions", {"": ("questions",)}, (OPTIONS, FIELDS, ROWS)),
)
# The column of a sheet that says what its rows belong to.
LINKS = {HEAD: KEY, PARTS: IN_PART, SCALES: IN_SCALE}
LINKS |= {inner.name: inner.link for shape in LISTS for inner in shape.inner}
SCALE_SHAPE = Shape(SCALES, {"": ("scales",)}, (), "scale")
PART_SHAPE = Shape(PARTS, {"": ("parts",)})

# The order in which a reader meets the sheets.
ORDER = (
    *(HEAD, "sources", "profile", PARTS, "sections", "questions", "options", "fields", "rows"),
    *(SCALES, "levels", "conditions", "checks", SAMPLES),
)
