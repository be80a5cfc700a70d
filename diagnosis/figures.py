"""A table of figures that several questions of a section need, each asked once.

The inputs are those of the questions; where a table stands, the cards leave them to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from diagnosis.choosing import NumberInput
from diagnosis.hints import Hint
from diagnosis.inputs import input_name
from diagnosis.maturity import Framework, Question, Section, Texts
from diagnosis.maturity.fields import FieldPath, TableRow
from diagnosis.maturity.texts import TableText

CARD, TABLE, FOLDED, ELSEWHERE = "card", "table", "folded", "elsewhere"  # where an input stands


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One input, and the questions whose answers it belongs to; the first is its own."""

    input: NumberInput
    cards: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    label: str
    unit: str
    note: str
    cells: tuple[tuple[str, FigureCell | None], ...]  # each with the head of its column

    @property
    def is_wide(self) -> bool:
        """Whether sums of amounts in several units are written into it."""
        return any(cell.input.takes_units for _column, cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class FigureTable:
    ref: str
    name: str
    hint: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]


def placed(
    framework: Framework, question: Question, inputs: Iterable[NumberInput]
) -> tuple[NumberInput, ...]:
    """The inputs of a card, each with the place where it stands on a page that shows its table."""
    table = framework.section_of[question.ref].table
    if table is None:
        return tuple(inputs)
    held = frozenset(table.paths)
    return tuple(
        replace(each, place=_place(framework, FieldPath(question.ref, each.field), held))
        for each in inputs
    )


def _place(framework: Framework, path: FieldPath, held: frozenset[FieldPath]) -> str:
    field = framework.field(path)
    if path in held:
        return TABLE
    if field.same_as in held:
        return ELSEWHERE
    return FOLDED if {framework.quantity(year) for year in field.mean_of} & held else CARD


def doubted(
    framework: Framework, inputs: Iterable[NumberInput], hints: Iterable[Hint]
) -> tuple[NumberInput, ...]:
    """The inputs of a table with what is odd about each; it is said there and nowhere else."""
    told = [hint for hint in hints if is_at_cell(framework, hint)]

    def doubts(given: NumberInput) -> tuple[Hint, ...]:
        return tuple(hint for hint in told if hint.at == (given.question, given.field))

    return tuple(
        replace(each, doubts=doubts(each)) if each.place == TABLE else each for each in inputs
    )


def is_at_cell(framework: Framework, hint: Hint) -> bool:
    """Whether a hint stands under a figure of the table of its page."""
    table = framework.section_of[hint.at.question].table if hint.at else None
    return table is not None and hint.at in table.paths


def taken_from(framework: Framework, question: Question) -> Mapping[str, str]:
    """Inputs that a card does not have, to those of other questions that stand for them."""
    table = framework.section_of[question.ref].table
    held = frozenset(table.paths if table else ())
    return {
        input_name(question.ref, field.ref): str(field.same_as)
        for field in question.fields
        if field.same_as in held
    }


def table_of(
    framework: Framework, texts: Texts, section: Section, inputs: Iterable[NumberInput]
) -> FigureTable | None:
    """The table of a section with the inputs that its cards have left to it."""
    words = texts.sections[section.ref].table
    if section.table is None or words is None:
        return None
    by_name = {each.name: each for each in inputs if each.place == TABLE}
    return FigureTable(
        ref=f"{section.ref}-table",
        name=words.name,
        hint=words.hint,
        columns=tuple(words.columns[ref] for ref in section.table.columns),
        rows=tuple(
            _row(framework, row, words, tuple(words.columns.values()), by_name)
            for row in section.table.rows
            if any(str(path) in by_name for path in row.cells)
        ),
    )


def _row(
    framework: Framework,
    row: TableRow,
    words: TableText,
    columns: tuple[str, ...],
    by_name: Mapping[str, NumberInput],
) -> FigureRow:
    given = (by_name.get(str(path)) if path else None for path in row.cells)
    cells = tuple(figure_cell(framework, each) if each else None for each in given)
    return FigureRow(
        label=words.rows[row.ref],
        unit=next(cell.input.unit for cell in cells if cell),
        note=words.notes.get(row.ref, ""),
        cells=tuple(zip(columns, cells, strict=True)),
    )


def figure_cell(framework: Framework, given: NumberInput) -> FigureCell:
    path = FieldPath(given.question, given.field)
    asking = (each.question for each in framework.quantities[path])
    return FigureCell(given, " ".join(dict.fromkeys((path.question, *asking))))
