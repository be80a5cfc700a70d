"""The targets of a campaign, as the pure rules take them."""

from dataclasses import dataclass
from fractions import Fraction

from enterprises.models import Campaign, Target
from reports.coverage.targets import Goal


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals of the city and those of the districts that set their own."""

    city: tuple[Goal, ...]
    districts: dict[str, tuple[Goal, ...]]

    def of(self, district: str) -> tuple[Goal, ...]:
        """A district's own goals; the city's where it has set none, and for the city itself."""
        return self.districts.get(district, self.city)

    @property
    def last_days(self) -> set:
        """The days on which some part of the campaign is measured."""
        return {goals[-1].due_on for goals in (self.city, *self.districts.values()) if goals}


def goals_of(campaign: Campaign, kind: str = Target.Kind.COVERED) -> Goals:
    """Read the targets of a kind, each path in order of its days."""
    found: dict[str, list[Goal]] = {}
    for target in Target.objects.filter(campaign=campaign, kind=kind).order_by("due_on"):
        goal = Goal(target.due_on, Fraction(target.share))
        found.setdefault(target.district_id or "", []).append(goal)
    paths = {district: tuple(goals) for district, goals in found.items()}
    return Goals(paths.pop("", ()), paths)
