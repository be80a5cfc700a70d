"""The difference of two releases in words, and that of a draft to the release it is based on."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue import framework_of
from diagnosis.drafting.naming import AREAS, KEYS
from diagnosis.drafting.reviewing import Review
from diagnosis.maturity import Framework, FrameworkError, Texts
from diagnosis.maturity.differing import Difference, differences
from diagnosis.models import Draft

KINDS: dict[str, tuple[str | Promise, str]] = {
    "added": (_("added"), "ok"),
    "removed": (_("removed"), "danger"),
    "changed": ("", ""),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the table."""

    difference: Difference
    label: str  # of the question, part or level that it is about

    @property
    def kind(self) -> str | Promise:
        return KINDS[self.difference.kind][0]

    @property
    def tone(self) -> str:
        return KINDS[self.difference.kind][1]

    @property
    def key(self) -> str | Promise:
        return KEYS.get(self.difference.key, self.difference.key)

    @property
    def where(self) -> str:
        """The thing by its refs: q2 B."""
        return " ".join(part for part in (self.difference.ref, self.difference.item) if part)


@dataclass(frozen=True, slots=True)
class Area:
    """The changes of one kind of thing."""

    name: str | Promise
    changes: tuple[Change, ...]


def areas_of(rows: tuple[Difference, ...], lang: str, *sides: Framework) -> tuple[Area, ...]:
    """The rows by area, each with the name of what it is about; `sides` are asked in turn."""
    texts = [known for side in sides if (known := _words(side, lang))]
    return tuple(
        Area(name, found)
        for area, name in AREAS.items()
        if (found := tuple(Change(r, _label(r, texts)) for r in _gathered(rows) if r.area == area))
    )


def _gathered(rows: tuple[Difference, ...]) -> Iterator[Difference]:
    """The rows, the points of all options of a question in one: they change with its weight."""
    for (kind, area, ref, key), found in groupby(
        rows, lambda row: (row.kind, row.area, row.ref, row.key)
    ):
        group = list(found)
        if kind == "changed" and key == "points" and len(group) > 1:
            items = " ".join(row.item for row in group)
            before = " · ".join(row.before for row in group)
            after = " · ".join(row.after for row in group)
            yield Difference(kind, area, ref, items, key, "", before, after)
        else:
            yield from group


def _words(framework: Framework, lang: str) -> tuple[Framework, Texts] | None:
    """The words in which things are named; None while they are not complete."""
    try:
        return framework, framework.texts(lang)
    except FrameworkError:
        return None


def _label(row: Difference, texts: list[tuple[Framework, Texts]]) -> str:
    for side, words in texts:
        ranks = {level.ref: level.rank for level in side.levels}
        found = {
            "question": f"questions.{row.ref}.label",
            "part": f"parts.{row.ref}.name",
            "section": f"sections.{row.ref}.title",
            "source": f"sources.{row.ref}.title",
            "trait": f"traits.{row.ref}.name",
            "level": f"levels.{ranks.get(row.ref, '')}.name",
        }.get(row.area)
        if found and (label := words.get(found)):
            return label
    return ""


def all_texts(framework: Framework) -> dict[str, Texts]:
    """The words in every language; one that is not complete is left out."""
    found = {}
    for lang in framework.languages:
        try:
            found[lang] = framework.texts(lang)
        except FrameworkError:
            continue
    return found


def compare(old: Framework, new: Framework) -> tuple[Difference, ...]:
    """Everything that differs, rules and words."""
    return differences(old, new, all_texts(old), all_texts(new))


def changes_of(draft: Draft, review: Review) -> tuple[Difference, ...] | None:
    """What the draft changes of its release; None while its rules cannot be read."""
    if draft.based_on is None or review.framework is None:
        return None
    return compare(framework_of(draft.based_on), review.framework)
