"""Figures of an earlier round, under the years in which they stand now."""

from collections.abc import Iterator, Mapping
from typing import Any

from diagnosis.maturity import Framework, Section
from diagnosis.maturity.fields import FieldPath
from diagnosis.maturity.forms import Answers, fields_in


def in_their_years(old: Framework, new: Framework, answers: Answers) -> dict[str, Any]:
    """The answers with each figure of a table in the column that now names its year.

    A figure whose year is asked no more is left out, as is an average, which is one of other years;
    an answer of which nothing is left, too.
    """
    moved = dict(answers)
    given = _figures(old, answers)
    for section in new.sections:
        columns = _same_years(old, new, section)
        if columns is None:
            continue
        figures = {
            new.quantity(now): given[old.quantity(then)]
            for now, then in _cells(old, section, columns)
            if old.quantity(then) in given
        }
        for ref in section.questions:
            if fields_in(answers.get(ref)):
                moved[ref] = _filled(new, ref, figures)
    return {ref: value for ref, value in moved.items() if value is not None}


def _figures(framework: Framework, answers: Answers) -> dict[FieldPath, str]:
    return {
        framework.quantity(FieldPath(ref, field)): number
        for ref, value in answers.items()
        for field, number in fields_in(value).items()
    }


def _same_years(old: Framework, new: Framework, section: Section) -> Mapping[str, str] | None:
    """Column of the table to the earlier one of the same year; None where all years are alike."""
    if section.table is None or section.ref not in old.section_by_ref:
        return None
    heads = [each.texts(new.languages[0]).sections[section.ref].table for each in (new, old)]
    now, then = ({} if head is None else head.columns for head in heads)
    if now == then:
        return None
    by_year = {year: column for column, year in then.items()}
    return {column: by_year[year] for column, year in now.items() if year in by_year}


def _cells(
    old: Framework, section: Section, columns: Mapping[str, str]
) -> Iterator[tuple[FieldPath, FieldPath]]:
    """Each cell of the table with the earlier one of the same row and year."""
    before = old.section_by_ref[section.ref].table
    if section.table is None or before is None:
        return
    places = {column: at for at, column in enumerate(before.columns)}
    rows = {row.ref: row.cells for row in before.rows}
    for row in section.table.rows:
        for column, now in zip(section.table.columns, row.cells, strict=True):
            at = places.get(columns.get(column, ""))
            then = rows[row.ref][at] if at is not None and row.ref in rows else None
            if now and then:
                yield now, then


def _filled(
    framework: Framework, ref: str, figures: Mapping[FieldPath, str]
) -> dict[str, Any] | None:
    """What a question asks for of these figures; nothing where none of them is its own."""
    asked = {
        field.ref: field.same_as or FieldPath(ref, field.ref)
        for field in framework.questions[ref].fields
    }
    found = {name: figures[path] for name, path in asked.items() if path in figures}
    own = any(asked[name].question == ref for name in found)
    return {"option": None, "fields": found} if own else None
