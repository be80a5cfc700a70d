"""What a level asks besides the points of the total, short enough to stand on a ladder."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from diagnosis.presenting.ladder import Condition

SCORE, SCENES, BINDING = "score", "scenes", "binding"


def besides_points(conditions: Sequence[Condition]) -> str:
    """All that must hold besides; empty where only the total decides."""
    return pgettext("between conditions of a level", "; ").join(_each(conditions))


def _each(conditions: Sequence[Condition]) -> Iterator[str]:
    counted = [each.kind for each in conditions]
    for condition in conditions:
        if condition.kind == SCORE and condition.of_total:
            continue
        filled = {"label": condition.label, "needed": condition.needed, "count": condition.need}
        if condition.kind == SCENES:
            yield _("%(label)s: %(count)s") % filled
        elif condition.kind == BINDING and SCENES in counted:
            yield _among(int(condition.need))
        else:
            yield _("%(label)s: %(needed)s") % filled


def _among(count: int) -> str:
    return ngettext("%(count)d of them binding ★", "%(count)d of them binding ★", count) % {
        "count": count
    }
