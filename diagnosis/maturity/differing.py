"""What two releases say differently: rules and words, one row for each thing that changed."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from diagnosis.maturity.fields import Check, Comparison, FieldPath
from diagnosis.maturity.framework import Condition, Framework, Level, Part
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.questions import Band, Question, When
from diagnosis.maturity.record import Record
from diagnosis.maturity.texts import Texts

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
HEAD, SOURCE, TRAIT, PART, SECTION = "head", "source", "trait", "part", "section"
QUESTION, SCALE, LEVEL, CHECK = "question", "scale", "level", "check"
AREAS = (HEAD, LEVEL, PART, SECTION, QUESTION, SCALE, TRAIT, CHECK, SOURCE)

# What releases may differ in by their nature, and what stands in rows of its own.
_OWN = {"ref", "version", "digest", "read_texts", "year"}
_IN_ROWS = {"levels", "sections", "parts", "questions", "traits", "sources"}
_IN_ROWS |= {"checks", "comparisons", "contradictions"}

Key = tuple[str, str]  # language ("" for rules) and property
Thing = tuple[str, str, str]  # area, ref, and an option, field, row or condition of it
Said = dict[Thing, dict[Key, str]]


class Difference(Record):
    """One thing that was added, removed or changed.

    `item` is the option, field, row or condition of `ref` that it is about; `key` the property that
    changed; `lang` the language where words changed. `before` and `after` are texts to be shown.
    """

    kind: str
    area: str
    ref: str
    item: str
    key: str
    lang: str
    before: str
    after: str


def differences(
    old: Framework,
    new: Framework,
    old_texts: Mapping[str, Texts] | None = None,
    new_texts: Mapping[str, Texts] | None = None,
) -> tuple[Difference, ...]:
    """Tell everything that differs; words are compared in the languages that both have."""
    both = [lang for lang in old_texts or {} if lang in (new_texts or {})]
    before = _said_by(old, {lang: (old_texts or {})[lang] for lang in both})
    after = _said_by(new, {lang: (new_texts or {})[lang] for lang in both})
    things = sorted({**before, **after}, key=lambda thing: AREAS.index(thing[0]))
    return tuple(row for thing in things for row in _rows(thing, before, after))


def _rows(thing: Thing, before: Said, after: Said) -> Iterator[Difference]:
    """A thing that came or went is one row; so is each property that changed."""
    whole = (thing[0], thing[1], "")
    if thing != whole and ((whole in before) != (whole in after)):
        return
    if thing not in before:
        yield Difference(ADDED, *thing, "", "", "", _gist(after[thing]))
    elif thing not in after:
        yield Difference(REMOVED, *thing, "", "", _gist(before[thing]), "")
    else:
        old, new = before[thing], after[thing]
        for key in {**old, **new}:
            if old.get(key, "") != new.get(key, ""):
                lang, name = key
                sides = old.get(key, ""), new.get(key, "")
                yield Difference(CHANGED, *thing, name, lang, *sides)


def _gist(said: Mapping[Key, str]) -> str:
    """What a thing is called: its first words, else its first rule."""
    words = [text for (lang, _), text in said.items() if lang]
    return next((text for text in (*words, *said.values()) if text), "")


def _said_by(framework: Framework, texts: Mapping[str, Texts]) -> Said:
    """Everything that a release says, by thing and property."""
    said: Said = {}
    for thing, rules in _rules(framework):
        said.setdefault(thing, {}).update({("", key): text for key, text in rules.items()})
    for lang, words in texts.items():
        for thing, key, text in _words(framework, words):
            said.setdefault(thing, {})[lang, key] = text
    return said


def _rules(framework: Framework) -> Iterator[tuple[Thing, dict[str, str]]]:
    head = _properties(framework, _OWN | _IN_ROWS)
    yield (HEAD, "", ""), head | {"languages": ", ".join(framework.languages)}
    for level in framework.levels:
        yield from _level(level)
    for part in framework.part_by_ref.values():
        yield (PART, part.ref, ""), _part(part)
    for section in framework.sections:
        yield (SECTION, section.ref, ""), _properties(section, {"ref"})
    for question in framework.questions.values():
        yield from _question(question)
    for area, items in ((TRAIT, framework.traits), (SOURCE, framework.sources)):
        for ref, item in items.items():
            yield (area, ref, ""), _properties(item, {"ref"})
    yield from _checks(framework)


def _checks(framework: Framework) -> Iterator[tuple[Thing, dict[str, str]]]:
    checks: tuple[Check | Comparison, ...] = (*framework.checks, *framework.comparisons)
    for check in checks:
        yield (CHECK, check.ref, ""), _properties(check, {"ref"})
    for each in framework.contradictions:
        yield (CHECK, each.ref, each.question), _properties(each, {"ref", "question"})


def _level(level: Level) -> Iterator[tuple[Thing, dict[str, str]]]:
    yield (LEVEL, level.ref, ""), _properties(level, {"ref", "conditions"})
    for condition in level.conditions:
        yield (LEVEL, level.ref, condition.ref), _properties(condition, {"ref"})


def _part(part: Part) -> dict[str, str]:
    below = ", ".join(child.ref for child in part.parts)
    return _properties(part, {"ref", "parts"}) | {"parts": below}


def _question(question: Question) -> Iterator[tuple[Thing, dict[str, str]]]:
    yield (
        (QUESTION, question.ref, ""),
        _properties(question, {"ref", "options", "ladder", "fields"}),
    )
    for option in question.options:
        yield _owner(question, option.ref), _properties(option, {"ref"})
    for field in question.fields:
        yield (QUESTION, question.ref, field.ref), _properties(field, {"ref", "conversions"})


def _owner(question: Question, option: str) -> Thing:
    """Options that questions share belong to their scale, so that a change is told once."""
    if question.scale:
        return (SCALE, question.scale, option)
    return (QUESTION, question.ref, option)


def _properties(record: Record, left_out: set[str], only: type[object] = object) -> dict[str, str]:
    values = {name: getattr(record, name) for name in record._fields if name not in left_out}
    return {name: _text(value) for name, value in values.items() if isinstance(value, only)}


def _words(framework: Framework, texts: Texts) -> Iterator[tuple[Thing, str, str]]:
    for name, text in _properties(texts, {"lang"}, only=str).items():
        yield (HEAD, "", ""), name, text
    yield from _level_words(framework, texts)
    named: dict[str, Mapping[str, Record]] = {
        PART: texts.parts,
        SECTION: texts.sections,
        TRAIT: texts.traits,
        SOURCE: texts.sources,
    }
    for area, items in named.items():
        for ref, words in items.items():
            for key, text in _properties(words, set()).items():
                yield (area, ref, ""), key, text
    for question in framework.questions.values():
        yield from _question_words(framework, question, texts)


def _level_words(framework: Framework, texts: Texts) -> Iterator[tuple[Thing, str, str]]:
    for level in framework.levels:
        yield (LEVEL, level.ref, ""), "gist", texts.levels[level.rank].gist
        for condition in level.conditions:
            if condition.ref in texts.conditions:
                yield (LEVEL, level.ref, condition.ref), "words", texts.conditions[condition.ref]


def _question_words(
    framework: Framework, question: Question, texts: Texts
) -> Iterator[tuple[Thing, str, str]]:
    words, whole = texts.questions[question.ref], (QUESTION, question.ref, "")
    for key in ("text", "label", "hint", "help", "evidence", "example"):
        yield whole, key, getattr(words, key)
    shared = question.scale and _same_words(framework, question, texts)
    for ref, text in words.options.items():
        thing = _owner(question, ref) if shared else (QUESTION, question.ref, ref)
        yield thing, "text", text
    for ref, text in words.option_help.items():
        yield (QUESTION, question.ref, ref), "help", text
    for ref, text in words.rows.items():
        yield (QUESTION, question.ref, ref), "text", text
    for ref, field in words.fields.items():
        yield (QUESTION, question.ref, ref), "label", field.label
        yield (QUESTION, question.ref, ref), "unit", field.unit


def _same_words(framework: Framework, question: Question, texts: Texts) -> bool:
    """Whether the options of a scale are called the same in the first question that has it."""
    first = next(q for q in framework.questions.values() if q.scale == question.scale)
    return texts.questions[first.ref].options == texts.questions[question.ref].options


def _text(value: object) -> str:
    """A property as it can be read."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, FieldPath):
        return str(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_text(each)}" for key, each in value.items())
    if isinstance(value, tuple):
        return ", ".join(map(_text, value))
    return _record(value) if isinstance(value, Record) else str(value)


def _record(record: Record) -> str:
    if isinstance(record, Band):
        return _band(record)
    if isinstance(record, When):
        return _test(record)
    if isinstance(record, Condition):
        said = _properties(record, {"ref"})
        return f"({', '.join(f'{key} {text}' for key, text in said.items() if text)})"
    said = _properties(record, set())
    return ", ".join(f"{key}: {text}" for key, text in said.items() if text)


def _band(band: Band) -> str:
    """A band in the notation of intervals: B (10, 20]."""
    low = "" if band.low is None else exact_text(band.low)
    high = "" if band.high is None else exact_text(band.high)
    opening, closing = "[" if band.low_closed else "(", "]" if band.high_closed else ")"
    return f"{band.option} {opening}{low}, {high}{closing}".strip()


def _test(test: When) -> str:
    """A test as a formula: (q5 = C, D or not process = discrete)."""
    if test.kind == "not":
        return f"not {_test(test.of[0])}"
    if test.of:
        word = " and " if test.kind == "all" else " or "
        return f"({word.join(map(_test, test.of))})"
    if test.span is not None:
        return f"{test.path} {_band(test.span)}"
    row = f".{test.row}" if test.row else ""
    return f"{test.ref}{row} = {', '.join(test.values)}"
