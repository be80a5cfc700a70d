"""One fill, several indices: what an assessment says about its result in other frameworks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from diagnosis.answers import verified_answers
from diagnosis.catalogue import framework_for, framework_of
from diagnosis.mappings import mapped_from
from diagnosis.maturity import Framework, Texts
from diagnosis.maturity.effort import minutes_left
from diagnosis.maturity.estimating import Estimate, estimate
from diagnosis.maturity.mapping import AnswerMapping, is_for
from diagnosis.maturity.numbers import exact_text
from diagnosis.models import Assessment, Release
from diagnosis.presenting.computing import listed
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid
from gongfu.core.languages import short


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the framework, with the shares of it between which the result lies, in per cent."""

    name: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Open:
    """What a page of the form still asks."""

    title: str
    count: int
    labels: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An estimate as the page shows it."""

    release: Release
    name: str
    note: str
    span: str  # "1.20 to 3.46"
    maximum: str
    levels: str  # between which it lies; empty where the framework has none
    answered: int
    total: int
    minutes: int  # for what is open
    shares: tuple[Share, ...]
    open: tuple[Open, ...]
    existing: Assessment | None
    discarded: Assessment | None  # by the firm; opening it brings it back

    @property
    def open_count(self) -> int:
        return self.total - self.answered


def estimates_of(assessment: Assessment, actor: Actor) -> list[Shown]:
    """One estimate for each framework for such firms into which answers can be taken over."""
    existing = _by_framework(Assessment.objects.visible_to(actor), assessment)
    discarded = _by_framework(Assessment.objects.discarded_of(actor), assessment)
    sheet, source = verified_answers(assessment), framework_for(assessment)
    found = []
    for release, mapping in mapped_from(assessment.release):
        if not is_for(mapping, assessment.profile):
            continue
        target = framework_of(release)
        guess = estimate(mapping, source, sheet, target, assessment.profile)
        there = {
            "existing": existing.get(release.ref),
            "discarded": discarded.get(release.ref),
        }
        found.append(_shown(release, mapping, target, guess, there))
    return found


def estimate_named(assessment: Assessment, actor: Actor, release: str) -> Shown:
    """The estimate for one release, by its key; Invalid where there is none."""
    for one in estimates_of(assessment, actor):
        if str(one.release) == release:
            return one
    raise Invalid(_("This framework cannot be opened from these answers."))


def _by_framework(rows: QuerySet[Assessment], beside: Assessment) -> dict[str, Assessment]:
    """What the firm has in the same campaign, by framework."""
    own = rows.filter(enterprise=beside.enterprise_id, campaign=beside.campaign_id)
    return {other.framework_ref: other for other in own}


def _shown(
    release: Release,
    mapping: AnswerMapping,
    target: Framework,
    guess: Estimate,
    there: Mapping[str, Assessment | None],
) -> Shown:
    texts = target.texts(short())
    levels = [
        texts.level(score.level.rank).name if score.level else _("no level")
        for score in (guess.low, guess.high)
    ]
    return Shown(
        release=release,
        name=texts.short_name,
        note=mapping.note[short()],
        span=_span(guess.low.total.shown, guess.high.total.shown),
        maximum=exact_text(target.part(target.total_part).max_points),
        levels=_span(*levels) if target.levels else "",
        answered=guess.answered,
        total=guess.progress.total,
        minutes=minutes_left(target, guess.progress.missing),
        shares=_shares(target, texts, guess),
        open=_open(target, texts, guess.open),
        **there,
    )


def _span(low: str, high: str) -> str:
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _shares(target: Framework, texts: Texts, guess: Estimate) -> tuple[Share, ...]:
    low, high = guess.low.by_part, guess.high.by_part
    parts = [part.ref for part in target.part(target.total_part).parts]
    return tuple(
        Share(texts.part(ref).name, low[ref].rate.shown, high[ref].rate.shown)
        for ref in parts
        if ref in low and ref in high
    )


def _open(target: Framework, texts: Texts, refs: Sequence[str]) -> tuple[Open, ...]:
    found = []
    for section in target.sections:
        labels = tuple(texts.question(ref).label for ref in section.questions if ref in refs)
        if labels:
            found.append(Open(texts.section(section.ref).title, len(labels), listed(labels)))
    return tuple(found)
