"""What changed since the last round, and what to do first: for paper, as the pages say it."""

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from diagnosis.advice import Measure, chosen_measures, measures_for
from diagnosis.catalogue import framework_for
from diagnosis.maturity import Value
from diagnosis.models import Assessment, Score
from diagnosis.presenting import Amount, Result
from diagnosis.presenting.rounding import with_decimals
from diagnosis.rounds.delta import delta_of
from diagnosis.rounds.tables import firsts
from diagnosis.rounds.told import Delta, Row, Side
from gongfu.core.actor import Actor
from reports.document import progress as paper
from reports.services.typesetting import LONGEST_WORDS, cut, effect_in_words, value_of, voice_of

MOST_MOVES = 24
MOST_EFFECTS = 4


def changes_on_paper(assessment: Assessment, result: Result) -> paper.Changes | None:
    """The comparison with the last round; none in the first one, or of another voice's score."""
    found = delta_of(assessment, Actor.system("report"), with_causes=False)
    if found is None or found.is_draft or found.after.total.exact != result.total.exact:
        return None
    told, rest = _longest_first(found)
    return paper.Changes(
        before=_round(found.before),
        after=_round(found.after),
        voice=voice_of(found.after.kind),
        difference=value_of(found.difference),
        better=found.better,
        worse=found.worse,
        moves=(*_firsts(found), *map(_move, told)),
        rest=len(rest),
        rest_moved=with_decimals(_together(assessment, rest), found.places).brief,
        turned=tuple(
            paper.Turned(
                level=each.level,
                label=each.label,
                before=each.before,
                after=each.after,
                needed=each.needed,
                met=each.met,
            )
            for each in found.turned
        ),
    )


def _longest_first(found: Delta) -> tuple[Sequence[Row], Sequence[Row]]:
    """The rows that fit on paper, in the order of the questionnaire, and those left out."""
    ranked = sorted(found.rows, key=lambda row: (-abs(Fraction(row.moved.exact)), not row.way))
    kept = {row.ref for row in ranked[:MOST_MOVES]}
    told = [row for row in found.rows if row.ref in kept]
    return told, [row for row in found.rows if row.ref not in kept]


def _together(assessment: Assessment, rows: Sequence[Row]) -> Amount:
    framework = framework_for(assessment)
    exact = sum((Fraction(row.moved.exact) for row in rows), Fraction())
    value = Value(exact, framework.places, framework.rounding)
    return Amount(value.exact_text, value.shown)


def _round(side: Side) -> paper.Round:
    return paper.Round(
        year=side.year, name=side.campaign, total=value_of(side.total), level=side.level_name
    )


def _firsts(found: Delta) -> Iterator[paper.Move]:
    for _ref, words, moved in firsts(found):
        yield paper.Move(no=None, name=str(words), moved=moved.brief)


def _move(row: Row) -> paper.Move:
    return paper.Move(
        no=row.no,
        is_scene=row.is_scene,
        name=row.label,
        old=cut(row.old, LONGEST_WORDS),
        new=cut(row.new, LONGEST_WORDS),
        moved=row.told.brief,
        way=row.way,
    )


def measures_on_paper(
    assessment: Assessment, row: Score, *, chosen: Collection[str] = (), interest: str = ""
) -> paper.Measures | None:
    """Those that were chosen, else the best of the library; none where nothing would help."""
    chose = chosen_measures(assessment, row, chosen) if chosen else ()
    found = chose or measures_for(assessment, row)
    if not found:
        return None
    return paper.Measures(
        interest=interest if chose else None,
        solutions=tuple(map(_solution, found)),
        unverified=any(each.cost.unverified or each.months.unverified for each in found),
    )


def _solution(measure: Measure) -> paper.Solution:
    shown = measure.effects[:MOST_EFFECTS]
    return paper.Solution(
        name=measure.name,
        effects=tuple(effect_in_words(each.label, each.now, each.then) for each in shown),
        rest=len(measure.effects) - len(shown),
        mark=_mark(measure),
        first=measure.first,
        gain=measure.gain.brief,
        total=measure.total.brief,
        cost=measure.cost.text,
        months=measure.months.text,
    )


def _mark(measure: Measure) -> str:
    if measure.reaches:
        return "reaches"
    return "settles" if measure.closes else ""
