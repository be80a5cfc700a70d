"""Options as they stand in a cell, and recognised again however a person wrote them."""

import re
from collections.abc import Iterable, Mapping
from unicodedata import normalize

from diagnosis.maturity import Question
from diagnosis.maturity.numbers import NumberError, exact_text, parse_number
from diagnosis.maturity.texts import QuestionText

LONGEST_MARK = 2
TICK_WORDS = ("√", "✓", "✔", "☑", "●", "v", "y", "yes", "true", "1", "是", "对", "有")
CROSS_WORDS = ("×", "✗", "✘", "✕", "☐", "□", "n", "no", "false", "0", "否", "没有", "无")
_SEPARATORS = re.compile(r"[\s.、):：]+")
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")


class Marks:
    """The options of one question: how they are written in a cell, and how they are read.

    A letter or number stands in front: the option's own where all are short, else its place.
    """

    def __init__(
        self, question: Question, words: QuestionText, others: Iterable[QuestionText] = ()
    ) -> None:
        refs = question.option_refs
        short = all(len(ref) <= LONGEST_MARK for ref in refs)
        marks = refs if short else tuple(str(place) for place in range(1, len(refs) + 1))
        self.mark = dict(zip(refs, marks, strict=True))
        self.labels = {ref: self._label(ref, words) for ref in refs}
        named = [words, *others]
        self._layers = [
            _index((self._label(ref, each), ref) for each in named for ref in refs),
            _index((each.options[ref], ref) for each in named for ref in refs),
            _index((ref, ref) for ref in refs),
            _index((mark, ref) for ref, mark in self.mark.items()),
            _places(refs),
        ]

    def find(self, text: str) -> str | None:
        """The one option that a text can mean: as shown, its words, its letter or its place."""
        wanted = folded(text)
        found = (layer[wanted] for layer in self._layers if wanted in layer)
        return next((ref for ref in found if ref), None)

    def _label(self, ref: str, words: QuestionText) -> str:
        return f"{self.mark[ref]}. {' '.join(words.options[ref].split())}"


def folded(text: str) -> str:
    """A text as it is compared: width, case, blanks and the point behind a letter do not count."""
    plain = normalize("NFKC", text).casefold()
    return _SEPARATORS.sub("", _BLANKS.sub("", plain)).rstrip("。;,")


TICKS = frozenset(map(folded, TICK_WORDS))
CROSSES = frozenset(map(folded, CROSS_WORDS))


def is_tick(text: str) -> bool | None:
    """Whether a cell holds a tick; None where that cannot be told, as of a Latin x."""
    plain = folded(text)
    if not plain or plain in CROSSES:
        return False
    return True if plain in TICKS else None


def percent(text: str) -> str:
    """A cell that shows 45% holds 0.45."""
    try:
        return f"{exact_text(parse_number(text) * 100)}%"
    except NumberError:
        return text


def _index(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str | None]:
    """Folded text to option; None where it would mean two."""
    found: dict[str, str | None] = {}
    for text, ref in pairs:
        key = folded(text)
        found[key] = ref if found.get(key, ref) == ref else None
    return found


def _places(refs: tuple[str, ...]) -> Mapping[str, str | None]:
    """By place, unless the options are numbered themselves."""
    if any(ref.isdecimal() for ref in refs):
        return {}
    return {str(place): ref for place, ref in enumerate(refs, start=1)}
