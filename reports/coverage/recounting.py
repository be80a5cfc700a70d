"""The proof that figures agree with what they were made from: steps, states, counters, scores."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from diagnosis import maturity
from diagnosis.catalogue import framework_for
from diagnosis.following.take_up import since_by_firm
from diagnosis.models import Assessment, PlanItem, Status, Voice
from diagnosis.quality.recounting import flag_differences
from enterprises.models import Step, StepReached, TakeUp
from enterprises.programme.recounting import chunks, ledger_differences
from gongfu.core.clock import city_day
from reports.coverage.rescoring import score_differences, sheet_of
from reports.models import Report

CHUNK = 200
STEP_OF = {
    Status.DRAFT: Step.INVITED,
    Status.SUBMITTED: Step.SUBMITTED,
    Status.VERIFIED: Step.VERIFIED,
}
Facts = dict[tuple[int, int, str], tuple[str, date]]  # campaign, firm, source -> step, day


def differences(tally: Counter[str]) -> Iterator[str]:
    """One line for each thing that does not agree; `tally` says how much was compared."""
    yield from ledger_differences(tally)
    yield from _step_differences(tally)
    yield from _take_up_differences(tally)
    yield from flag_differences(tally)
    rows = Assessment.objects.select_related("release").prefetch_related(
        "sheets", "moves", "scores"
    )
    for chunk in chunks(rows.order_by("id").iterator(CHUNK)):
        for assessment in chunk:
            tally["assessments"] += 1
            yield from _state_differences(assessment)
            yield from _counter_differences(assessment)
            tally["scores"] += len(assessment.scores.all())
        yield from score_differences(chunk)


# Steps: what assessments and reports show, against the facts the ledger was made from.


def _step_differences(tally: Counter[str]) -> Iterator[str]:
    """Steps told by hand (a report on paper, say) have sources of their own and stand as told."""
    shown = {**dict(_steps_of_assessments()), **dict(_steps_of_reports())}
    told: Facts = {
        (fact.campaign_id, fact.enterprise_id, fact.source): (fact.step, fact.on)
        for fact in StepReached.objects.iterator(2000)
        if fact.source.startswith(("assessment:", "report:"))
    }
    tally["steps"] += len({*shown, *told})
    for key in sorted({*shown, *told}):
        if shown.get(key) != told.get(key):
            campaign, firm, source = key
            yield (
                f"step: {source} of firm {firm} in campaign {campaign}: "
                f"recorded {_fact(told.get(key))}, happened {_fact(shown.get(key))}"
            )


def _steps_of_assessments() -> Iterator[tuple[tuple[int, int, str], tuple[str, date]]]:
    """The first time that each assessment came to each state."""
    counted = Assessment.objects.filter(is_extra=False)
    moves = counted.order_by("id", "moves__id").values_list(
        *("id", "campaign_id", "enterprise_id", "moves__after", "moves__at")
    )
    seen = set()
    for pk, campaign, firm, after, at in moves.iterator(2000):
        step = STEP_OF.get(after)
        if step and (pk, step) not in seen:
            seen.add((pk, step))
            yield (campaign, firm, f"assessment:{pk}:{step}"), (step.value, city_day(at))


def _steps_of_reports() -> Iterator[tuple[tuple[int, int, str], tuple[str, date]]]:
    counted = Report.objects.filter(kind=Report.Kind.DIAGNOSIS, assessment__is_extra=False)
    issued = counted.values_list(
        "assessment__campaign_id", "assessment__enterprise_id", "number", "issued_at"
    )
    for campaign, firm, number, at in issued.iterator(2000):
        yield (campaign, firm, f"report:{number}"), (Step.REPORTED.value, city_day(at))


# Take-up: the measures of agreed plans, against what the ledger was told.


def _take_up_differences(tally: Counter[str]) -> Iterator[str]:
    """The latest word of each firm against the first measure that it has done."""
    told = {
        (word.campaign_id, word.enterprise_id): word.since
        for word in TakeUp.objects.order_by("id").iterator(2000)
    }
    done = since_by_firm(PlanItem.objects.all())
    tally["take-ups"] += len({*told, *done})
    for key in sorted({*told, *done}):
        if told.get(key) != done.get(key):
            campaign, firm = key
            yield (
                f"take-up: firm {firm} in campaign {campaign}: recorded since {told.get(key)}, "
                f"its plans say {done.get(key)}"
            )


def _fact(fact: tuple[str, date] | None) -> str:
    return f"{fact[0]} on {fact[1]}" if fact else "nothing"


# One assessment: its state and its counters.


def _state_differences(assessment: Assessment) -> Iterator[str]:
    moves = sorted(assessment.moves.all(), key=lambda move: move.pk)
    if not moves or moves[-1].after != assessment.status:
        last = moves[-1].after if moves else "no move"
        yield (
            f"state: assessment {assessment.pk} is {assessment.status}, "
            f"its last change of state led to {last}"
        )


def _counter_differences(assessment: Assessment) -> Iterator[str]:
    answers = sheet_of(assessment, Voice.SELF)
    done = maturity.progress(framework_for(assessment), answers, assessment.profile)
    if (assessment.answered, assessment.total) != (done.answered, done.total):
        yield (
            f"counter: assessment {assessment.pk} says {assessment.answered} of "
            f"{assessment.total} answered, its sheet {done.answered} of {done.total}"
        )
