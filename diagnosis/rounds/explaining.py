"""Why an answer is better than last time: what could have made it so, and what the firm says."""

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.library import library
from diagnosis.maturity.changes import Comparison
from diagnosis.maturity.effects import apply_effects
from diagnosis.maturity.fitting import misfits
from diagnosis.maturity.solutions import Solution
from diagnosis.models import Assessment
from diagnosis.models.causes import Cause
from gongfu.core import clock
from gongfu.core.errors import Invalid
from gongfu.core.models import User

Pair = tuple[str, str]  # ref of a question, ref of a solution
MOST = 8  # for one answer; the more answers a solution explains, the likelier it is the cause


def possible_causes(comparison: Comparison) -> dict[str, tuple[Solution, ...]]:
    """For each improved answer the solutions whose effects would have raised the old answer.

    Expected results count as well: after a year of use they may have come about.
    """
    better = {change.ref for change in comparison.changes if change.way > 0}
    raised = [(e, _raised(e, comparison) & better) for e in _candidates(comparison, better)]
    ranked = sorted(raised, key=lambda pair: -len(pair[1]))
    causes = {ref: tuple(e for e, refs in ranked if ref in refs)[:MOST] for ref in better}
    return {ref: each for ref, each in causes.items() if each}


def _candidates(comparison: Comparison, better: Collection[str]) -> list[Solution]:
    key, profile = comparison.after.framework.key, comparison.after.profile
    return [
        each
        for each in library().known.values()
        if any(e.question in better for e in each.raises(key, expected=True))
        and not misfits(each, profile)
    ]


def _raised(solution: Solution, comparison: Comparison) -> set[str]:
    """The answers of last time that the solution would have changed."""
    framework = comparison.after.framework
    alike = framework.questions.keys() - set(comparison.apart)
    old = {ref: value for ref, value in comparison.old_answers.items() if ref in alike}
    new = apply_effects(framework, old, [solution], comparison.before.profile, expected=True)
    return {ref for ref, value in new.items() if value != old.get(ref)}


@transaction.atomic
def name_causes(
    *,
    assessment: Assessment,
    chosen: Iterable[Pair],
    possible: Mapping[str, Collection[Solution]],
    user: User,
) -> int:
    """Keep exactly these causes, each with who named it first and when; return how many there are.

    Raises Invalid for a cause that was not offered and not named before.
    """
    kept = {(each.question, each.solution): each for each in assessment.causes.all()}
    offered = {(ref, each.ref) for ref, found in possible.items() for each in found}
    wanted = set(chosen)
    if not wanted <= offered | kept.keys():
        raise Invalid(_("Choose only from the solutions that are offered for an answer."))
    assessment.causes.filter(
        pk__in=[each.pk for pair, each in kept.items() if pair not in wanted]
    ).delete()
    at = clock.now()
    Cause.objects.bulk_create(
        Cause(
            assessment=assessment,
            question=question,
            solution=solution,
            at=at,
            by=user,
            by_name=user.name,
        )
        for question, solution in sorted(wanted - kept.keys())
    )
    return len(wanted)
