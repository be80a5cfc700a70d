"""The words of a release in one language."""

from collections.abc import Mapping

from diagnosis.maturity.record import Record


class PartText(Record):
    name: str
    short: str


class TableText(Record):
    """The words of a table of figures; units stand in brackets behind what a row is called."""

    name: str
    hint: str
    columns: Mapping[str, str]
    rows: Mapping[str, str]
    notes: Mapping[str, str]  # of some rows: what counts, what the unit is


class SectionText(Record):
    title: str
    hint: str
    table: TableText | None = None


class LevelText(Record):
    name: str
    gist: str


class FieldText(Record):
    label: str
    unit: str


class SourceText(Record):
    title: str
    locator: str


class QuestionText(Record):
    """What the firm reads: the question, a label for tables, and how to answer it well."""

    text: str
    label: str
    hint: str
    help: str
    evidence: str
    options: Mapping[str, str]
    fields: Mapping[str, FieldText]
    rows: Mapping[str, str]
    example: str
    option_help: Mapping[str, str]
    quotient: str = ""  # the unit of two figures, one divided by the other


class TraitText(Record):
    name: str
    values: Mapping[str, str]


class Texts(Record):
    """All words in one language, as attributes and mappings that templates can walk."""

    lang: str
    name: str
    short_name: str
    summary: str
    level_rule: str
    trend_rule: str
    publisher: str
    notice: str
    source_note: str
    sources: Mapping[str, SourceText]
    parts: Mapping[str, PartText]
    sections: Mapping[str, SectionText]
    levels: Mapping[int, LevelText]
    questions: Mapping[str, QuestionText]
    traits: Mapping[str, TraitText]
    conditions: Mapping[str, str]

    def question(self, ref: str) -> QuestionText:
        return self.questions[ref]

    def option(self, question: str, option: str) -> str:
        return self.questions[question].options[option]

    def part(self, ref: str) -> PartText:
        return self.parts[ref]

    def section(self, ref: str) -> SectionText:
        return self.sections[ref]

    def level(self, rank: int) -> LevelText:
        return self.levels[rank]

    def get(self, key: str) -> str:
        """Find a text by a dotted key ("questions.q1.options.B"); empty when there is none."""
        found: object = self
        for step in key.split("."):
            found = self._step(found, step)
        return found if isinstance(found, str) else ""

    @staticmethod
    def _step(found: object, step: str) -> object:
        if isinstance(found, Mapping):
            return found.get(step, found.get(int(step)) if step.isdecimal() else None)
        return getattr(found, step, None)
