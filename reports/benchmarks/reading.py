"""The group of one firm, from the newest published set; no other firm's score is read."""

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.catalogue import framework_for
from diagnosis.maturity import Texts
from diagnosis.models import Assessment
from diagnosis.peers import PeerLevel, PeerLine, Peers
from diagnosis.presenting import Result
from diagnosis.presenting.computing import listed
from enterprises.models import Enterprise
from enterprises.register.models import Size
from reports.benchmarks.figures import FEW
from reports.benchmarks.grouping import CITY, Cell, Group, ladder_of
from reports.benchmarks.models import PeerGroup, PublicationSet

MARKS = ("p10", "p25", "p50", "p75", "p90")


def peers_of(assessment: Assessment, result: Result) -> Peers | None:
    """The narrowest group that is shown, with the firm in it; two queries."""
    published = PublicationSet.objects.filter(
        campaign=assessment.campaign_id, framework_ref=assessment.framework_ref
    ).order_by("-month")
    newest = published.first()
    if newest is None:
        return None
    firm = Enterprise.objects.select_related("industry", "district").get(
        pk=assessment.enterprise_id
    )
    ladder = ladder_of(_cell(firm))
    found = {_key(row): row for row in newest.groups.filter(_any_of(ladder))}
    group = next((each for each in ladder if each in found), None)
    return _Telling(assessment, result, firm, newest).peers(ladder, group, found) if group else None


def _cell(firm: Enterprise) -> Cell:
    size = "" if firm.size == Size.UNKNOWN else firm.size
    return Cell(firm.industry_id, size, firm.district_id)


def _key(row: PeerGroup) -> Group:
    return Group(row.industry, row.size, row.district)


def _any_of(groups: tuple[Group, ...]) -> Q:
    return reduce(or_, (Q(**group._asdict()) for group in groups))


class _Telling:
    """One comparison in words."""

    def __init__(
        self, assessment: Assessment, result: Result, firm: Enterprise, newest: PublicationSet
    ) -> None:
        self.assessment = assessment
        self.result = result
        self.firm = firm
        self.newest = newest
        self.framework = framework_for(assessment)
        self.texts: Texts = self.framework.texts(result.lang)

    def peers(
        self, ladder: tuple[Group, ...], group: Group, found: Mapping[Group, PeerGroup]
    ) -> Peers:
        row = found[group]
        return Peers(
            group=self._name(group),
            widened_from=listed(tuple(self._name(each) for each in ladder[: ladder.index(group)])),
            others=row.firms - self._is_inside(),
            among=self._among(row),
            verified=row.verified,
            k=self.newest.k,
            as_of=self.newest.as_of,
            campaign=self.assessment.campaign.name,
            has_tenths="p10" in row.spread.get(self.framework.total_part, {}),
            least_for_tenths=FEW,
            lines=tuple(self._lines(row)),
            levels=tuple(
                PeerLevel(each["rank"], each["to"], self._levels(each), each["percent"])
                for each in row.levels
                if "to" in each  # sets of before told levels that stand for single firms
            ),
        )

    def _is_inside(self) -> bool:
        """Whether the firm's own result was counted: it was handed in when the set was made."""
        at = self.assessment.submitted_at
        return at is not None and at <= self.newest.made_at

    def _among(self, row: PeerGroup) -> str:
        """Who was compared, in the words of page and paper."""
        count = row.firms - self._is_inside()
        if not self._is_inside():
            words = ngettext("%(count)d other, you not yet", "%(count)d others, you not yet", count)
        else:
            words = ngettext("%(count)d other and you", "%(count)d others and you", count)
        return words % {"count": count}

    def _name(self, group: Group) -> str:
        if group == CITY:
            return _("the whole city")
        names = [self.firm.industry.name]
        names += [self.firm.get_size_display()] if group.size else []
        names += [self.firm.district.name] if group.district else []
        return " · ".join(names)

    def _levels(self, band: Mapping[str, int]) -> str:
        low, high = self._level(band["rank"]), self._level(band["to"])
        if low == high:
            return low
        return _("%(low)s to %(high)s") % {"low": low, "high": high}

    def _level(self, rank: int) -> str:
        return self.texts.level(rank).name if rank else _("no level")

    def _lines(self, row: PeerGroup) -> Iterator[PeerLine]:
        result = self.result
        own = {part.ref: part.rate.shown if part.rate else None for part in result.dimensions}
        names = {part.ref: part.name for part in result.dimensions}
        total = self.framework.total_part
        for ref in (total, *own):
            if ref in row.spread:
                name = _("Total") if ref == total else names[ref]
                mine = result.total_rate.shown if ref == total else own[ref]
                yield _line(name, mine, row.spread[ref])


def _line(name: str, own: str | None, marks: Mapping[str, str]) -> PeerLine:
    inner = {"p10": marks["p25"], "p90": marks["p75"], **marks}
    return PeerLine(name=name, own=own, above=_above(own, marks), **inner)


def _above(own: str | None, marks: Mapping[str, str]) -> int:
    """The largest published share of the peers that surely stands lower."""
    if own is None:
        return 0
    below = [int(mark[1:]) for mark, value in marks.items() if float(value) < float(own)]
    return max(below, default=0)
