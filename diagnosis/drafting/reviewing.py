"""What is right and wrong with a draft, as far as it can be told at each stage."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django.utils.translation import gettext as _

from diagnosis.drafting.complaining import in_words
from diagnosis.drafting.files import (
    NAMELESS,
    RULES,
    SAMPLES,
    Files,
    Trees,
    file_name,
    read_trees,
    without_broken_samples,
)
from diagnosis.drafting.gaps import Gap, gaps_of
from diagnosis.maturity import Framework, FrameworkError, load_framework_text
from diagnosis.maturity.samples import Sample, failures, read_samples

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong: in which file, at which key, and what was expected there."""

    which: str  # rules, a language, samples
    file: str
    key: str
    expected: str

    def __str__(self) -> str:
        key = _("line %(line)s") % {"line": self.line} if self.line else self.key
        where = f"{self.file}: {key}" if key else self.file
        return f"{where}: {in_words(self.expected)}"

    @property
    def line(self) -> str:
        """The line that stands in place of a key where the file is no YAML; else empty."""
        return self.key.removeprefix("line ") if self.key.startswith("line ") else ""

    @property
    def beside_line(self) -> str:
        """The same where the page names the line itself: a key that is a line is left out."""
        return f"{self.file}: {in_words(self.expected)}" if self.line else str(self)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sample and what about it does not hold."""

    name: str
    failures: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.failures


@dataclass(frozen=True, slots=True)
class Review:
    """The state of a draft; what could not be looked at yet is empty."""

    stem: str
    trees: Trees | None
    framework: Framework | None
    worded: tuple[str, ...]  # the languages in which it has all of its words
    complaints: tuple[Complaint, ...]
    gaps: tuple[Gap, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def has_words(self) -> bool:
        return self.framework is not None and set(self.framework.languages) == set(self.worded)

    def shown_in(self, lang: str) -> Framework | None:
        """The framework, if its pages can be shown to somebody who reads this language."""
        if self.framework is None:
            return None
        languages = self.framework.languages
        known = (lang if lang in languages else languages[0]) in self.worded
        return self.framework if known else None

    @property
    def samples_hold(self) -> bool:
        return not self.failing and all(each.which != SAMPLES for each in self.complaints)

    @property
    def failing(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if not outcome.holds)

    @property
    def is_sound(self) -> bool:
        """Whether it may be published, as far as its own files can tell."""
        return not self.complaints and not self.failing

    @property
    def refusal(self) -> str:
        """The first thing that stands against publishing, in one line; empty if nothing does."""
        for complaint in self.complaints:
            return str(complaint)
        for outcome in self.failing:
            return f"{file_name(self.stem, SAMPLES)}: {outcome.name}: {outcome.failures[0]}"
        return ""


class Reviewing:
    """Looks at the files one after the other; what is broken hides only what needs it."""

    def __init__(self, files: Files, stem: str = NAMELESS) -> None:
        self.files = files
        self.stem = stem
        self.complaints: list[Complaint] = []

    def review(self) -> Review:
        trees = self._trees()
        framework = self._try(RULES, self._framework) if trees else None
        return Review(
            stem=self.stem,
            trees=trees,
            framework=framework,
            worded=self._worded(framework) if framework else (),
            outcomes=self._outcomes(framework) if framework else (),
            complaints=tuple(self.complaints),
            gaps=gaps_of(trees) if trees else (),
        )

    def _trees(self) -> Trees | None:
        trees = None
        try:
            trees = read_trees(without_broken_samples(self.files), self.stem)
        except FrameworkError as error:
            self._complain(self._which(error.file), error)
        if trees:
            self.stem = trees.stem
        return trees

    def _framework(self) -> Framework:
        files = self.files
        return load_framework_text(files.rules, file_name(self.stem, RULES), files.texts)

    def _worded(self, framework: Framework) -> tuple[str, ...]:
        """The complete languages; each that is not gives its first complaint."""
        found = {
            lang: self._try(lang, partial(framework.texts, lang)) for lang in framework.languages
        }
        return tuple(lang for lang, texts in found.items() if texts)

    def _outcomes(self, framework: Framework) -> tuple[Outcome, ...]:
        if not self.files.samples.strip():
            return ()
        file = file_name(self.stem, SAMPLES)
        content = self.files.samples.encode()
        samples = self._try(SAMPLES, lambda: read_samples(framework, content, file)) or ()
        return tuple(_outcome(framework, sample) for sample in samples)

    def _try(self, which: str, look: Callable[[], Found]) -> Found | None:
        try:
            return look()
        except FrameworkError as error:
            self._complain(which, error)
            return None

    def _which(self, file: str) -> str:
        names = {file_name(self.stem, which): which for which, _text in self.files.items()}
        return names.get(file, RULES)

    def _complain(self, which: str, error: FrameworkError) -> None:
        self.complaints.append(Complaint(which, error.file, error.key, error.expected))


def _outcome(framework: Framework, sample: Sample) -> Outcome:
    return Outcome(sample.name, tuple(map(in_words, failures(framework, sample))))


def review_files(files: Files, stem: str = NAMELESS) -> Review:
    """Check the files of a draft and tell everything that stands against publishing them."""
    return Reviewing(files, stem).review()
