"""The inputs of the two forms of a draft, each with its words, its value and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnosis.cataloguing.forms import MOST_ROWS, SPARE_EFFECTS
from diagnosis.cataloguing.rules import BUT, ONLY, SPARE_RULES
from diagnosis.cataloguing.sources import SPANS, TEXTS
from diagnosis.library import terms
from diagnosis.maturity.solution_terms import Area, Term
from gongfu.core.languages import short

Words = str | Promise
Choices = Sequence[tuple[str, Words]]

LABELS: Mapping[str, Words] = {
    "ref": gettext_lazy("Short name (ref)"),
    "area": gettext_lazy("Area"),
    "closes": gettext_lazy("Gap that it closes"),
    "software_class": gettext_lazy("Class of software"),
    "origin": gettext_lazy("Origin of typical products"),
    "status": gettext_lazy("Effects and words"),
    "requires": gettext_lazy("Solutions needed first"),
    "names": gettext_lazy("Name of the solution"),
    "summary": gettext_lazy("What it is"),
    "benefit": gettext_lazy("Benefit"),
    "network": gettext_lazy("What it asks of the network"),
    "risks": gettext_lazy("Risks"),
    "evidence": gettext_lazy("How to see that it is in place"),
    "cost": gettext_lazy("Cost, 10,000 yuan"),
    "months": gettext_lazy("Months"),
    "effort": gettext_lazy("Person-days of own staff"),
    "low": gettext_lazy("Low end"),
    "high": gettext_lazy("High end"),
    "source": gettext_lazy("Basis of the figures"),
    "size": gettext_lazy("Size"),
    "above_scale": gettext_lazy("Above the scale of statistics"),
    "process": gettext_lazy("Kind of production"),
    "division": gettext_lazy("Industry (two digits)"),
}
STATUSES: Choices = (
    ("unverified", gettext_lazy("unverified")),
    ("verified", gettext_lazy("verified")),
)
VALUES: Mapping[str, Words] = {
    "large": gettext_lazy("large"),
    "medium": gettext_lazy("medium"),
    "small": gettext_lazy("small"),
    "micro": gettext_lazy("micro"),
    "yes": gettext_lazy("above scale"),
    "no": gettext_lazy("below scale"),
    "discrete": gettext_lazy("discrete"),
    "process": gettext_lazy("process industry"),
}
MODES: Choices = (
    ("", gettext_lazy("no matter which")),
    (ONLY, gettext_lazy("only these")),
    (BUT, gettext_lazy("all but these")),
)
MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class Input:
    """One input: what it asks, what stands in it, and what is wrong with that."""

    name: str
    label: Words
    value: str
    kind: str = "text"  # text, area, choice, ticks or tick
    choices: Choices = ()
    error: str = ""
    lang: str = ""

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")

    @property
    def ticked(self) -> list[str]:
        return [each.strip() for each in self.value.split(",")]


class Sheet:
    """All values of a form, with what is wrong by name of the input."""

    def __init__(self, values: Mapping[str, str], errors: Mapping[str, str]) -> None:
        self.values, self.errors = values, errors

    def one(
        self, name: str, label: Words, kind: str = "text", choices: Choices = (), **more: str
    ) -> Input:
        value, error = self.values.get(name, ""), self.errors.get(name, "")
        return Input(name, label, value, kind, choices, error, **more)

    def words(self, key: str, label: Words, kind: str) -> tuple[Words, list[Input]]:
        return label, [
            self.one(f"{key}.{lang}", LANGUAGES[lang], kind, lang=lang)
            for lang in terms().languages
        ]

    def count(self, kind: str) -> int:
        """How many rows of a kind there are."""
        return max((no + 1 for no in range(MOST_ROWS) if self._has(f"{kind}.{no}.")), default=0)

    def _has(self, start: str) -> bool:
        return any(value and name.startswith(start) for name, value in self.values.items())


LANGUAGES = {"zh": gettext_lazy("Chinese text"), "en": gettext_lazy("English text")}


def head_inputs(sheet: Sheet) -> list[Input]:
    """What it is filed under."""
    known, lang = terms(), short()
    gaps = [
        (gap.ref, f"{area.names[lang]} · {gap.names[lang]}")
        for area in known.areas.values()
        for gap in area.gaps
    ]
    named: Mapping[str, Iterable[Area | Term]] = {
        "area": known.areas.values(),
        "software_class": known.classes.values(),
        "origin": known.origins.values(),
    }
    lists = {key: [(e.ref, e.names[lang]) for e in found] for key, found in named.items()}
    choices: dict[str, Choices] = {**lists, "closes": gaps, "status": STATUSES}
    order = ("ref", "area", "closes", "software_class", "origin", "status", "requires")
    return [
        sheet.one(key, LABELS[key], "choice" if key in choices else "text", choices.get(key, ()))
        for key in order
    ]


def text_inputs(sheet: Sheet) -> list[tuple[Words, list[Input]]]:
    """Names and texts, the languages side by side."""
    return [sheet.words(key, LABELS[key], "text" if key == "names" else "area") for key in TEXTS]


def span_inputs(sheet: Sheet) -> list[tuple[Words, list[Input]]]:
    """Cost, duration and effort."""
    sources = [(each.ref, each.names[short()]) for each in terms().sources.values()]
    return [
        (
            LABELS[key],
            [
                sheet.one(f"{key}.low", LABELS["low"]),
                sheet.one(f"{key}.high", LABELS["high"]),
                sheet.one(f"{key}.status", _("Verified or not"), "choice", STATUSES),
                sheet.one(f"{key}.source", LABELS["source"], "choice", sources),
            ],
        )
        for key in SPANS
    ]


def effect_inputs(sheet: Sheet, releases: Iterable[str]) -> list[list[Input]]:
    """One row for each effect, and a few to fill in."""
    choices = _keys(releases)
    return [
        [
            sheet.one(f"effects.{row}.release", _("Framework"), "choice", choices),
            sheet.one(f"effects.{row}.question", _("Question (ref)")),
            sheet.one(f"effects.{row}.at_least", _("Then at least")),
            sheet.one(f"effects.{row}.expected", _("only expected"), "tick"),
        ]
        for row in range(sheet.count("effects") + SPARE_EFFECTS)
    ]


def fit_inputs(sheet: Sheet) -> list[tuple[list[Input], list[tuple[Input, Input]], Input | None]]:
    """One block for each rule: its words, a choice for each fact of a firm, or its test as YAML."""
    found = []
    for row in range(sheet.count("fit") + SPARE_RULES):
        at = f"fit.{row}"
        _label, words = sheet.words(f"{at}.text", "", "area")
        written = f"{at}.when" in sheet.values
        facets = [] if written else [_facet(sheet, at, trait) for trait in terms().traits]
        test = sheet.one(f"{at}.when", _("Test (YAML)"), "area")
        found.append((words, facets, test if written or test.error else None))
    return found


def precondition_inputs(
    sheet: Sheet, releases: Iterable[str]
) -> list[tuple[list[Input], list[list[Input]], Input | None]]:
    """One block for each precondition: its words, and the answers by which one sees it hold.

    A test that is more than answers stays YAML.
    """
    choices = _keys(releases)
    found = []
    for row in range(sheet.count("preconditions") + SPARE_RULES):
        at = f"preconditions.{row}"
        written = f"{at}.tests" in sheet.values
        places = range(0 if written else sheet.count(f"{at}.tests") + SPARE_RULES)
        tests = [_answer(sheet, f"{at}.tests.{place}", choices) for place in places]
        whole = sheet.one(f"{at}.tests", _("Tests (YAML: framework: test)"), "area")
        words = sheet.words(f"{at}.text", "", "area")[1]
        found.append((words, tests, whole if written else None))
    return found


def _answer(sheet: Sheet, at: str, choices: Choices) -> list[Input]:
    return [
        sheet.one(f"{at}.release", _("Framework"), "choice", choices),
        sheet.one(f"{at}.question", _("Question (ref)")),
        sheet.one(f"{at}.row", _("Row, in a table")),
        sheet.one(f"{at}.is", _("Answer is one of")),
    ]


def _keys(releases: Iterable[str]) -> Choices:
    return [("", "–"), *((key, key) for key in releases)]


def _facet(sheet: Sheet, at: str, trait: str) -> tuple[Input, Input]:
    values = terms().traits[trait]
    ticks = len(values) <= MOST_TICKS
    return (
        sheet.one(f"{at}.{trait}.mode", LABELS[trait], "choice", MODES),
        sheet.one(
            f"{at}.{trait}",
            _("which"),
            "ticks" if ticks else "text",
            [(each, VALUES[each]) for each in values] if ticks else (),
        ),
    )
