"""A district, or the city, on one page: the figures of the coverage board."""

from collections import Counter
from collections.abc import Iterator
from html import unescape

from django.conf import settings
from django.db.models import Count
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_of
from diagnosis.models import Assessment, Release, Score
from gongfu.core.actor import Actor
from gongfu.core.clock import today
from gongfu.core.languages import short
from reports.coverage.board import Board
from reports.coverage.files import filter_text
from reports.coverage.findings import finding
from reports.coverage.kpis import kpis
from reports.coverage.names import Names
from reports.coverage.showing import ShownLine, ordered, shown, shown_steps
from reports.coverage.take_up import shown_take_up, take_up
from reports.coverage.targets import UNDER_WAY
from reports.document.papers import DistrictPaper, Figure, Lines
from reports.services.printing import print_paper

MOST = 16  # districts that have room


def print_brief(*, board: Board, names: Names, actor: Actor) -> bytes:
    """The PDF in the reader's language."""
    return print_paper(brief_of(board, names, actor), language=short())


def brief_of(board: Board, names: Names, actor: Actor) -> DistrictPaper:
    return DistrictPaper(
        simulated=settings.GONGFU_DEMO or board.campaign.is_simulated,
        title=_("Coverage of the diagnosis"),
        place=filter_text(board, names),
        campaign=board.campaign.name,
        as_of=board.asked.as_of,
        known_at=localtime(board.known_at),
        sentences=tuple(unescape(strip_tags(each)) for each in finding(board).sentences),
        figures=tuple(
            Figure(label=each.label, figure=each.figure, unit=each.unit, context=each.context)
            for each in kpis(board)
        ),
        tables=tuple(_tables(board, actor)),
    )


def _tables(board: Board, actor: Actor) -> Iterator[Lines]:
    yield _steps(board)
    if len(board.districts) > 1:
        yield _districts(board)
    else:
        yield from _levels(board, actor)
    yield _taken_up(board)


def _steps(board: Board) -> Lines:
    rows = tuple((each.label, each.count, each.rate) for each in shown_steps(board))
    head = (_("Step"), _("Enterprises"), _("of those in scope"))
    return Lines(title=_("How far the firms have come"), head=head, rows=rows)


def _districts(board: Board) -> Lines:
    lines = [shown(line, "") for line in ordered(board.districts, "")[:MOST]]
    head: tuple[str, ...] = (
        *(_("District"), _("In scope"), _("Covered"), _("Coverage"), _("To the target")),
    )
    rows: tuple[tuple[str, ...], ...] = tuple(
        (each.name, each.scope, each.covered, each.rate, each.gap) for each in lines
    )
    if board.whole.standing.state in UNDER_WAY:
        head = (*head, _("Required / present pace"), _("Expected (80-percent range)"))
        ahead = [(each.tag, _foreseen(each)) for each in lines]
        rows = tuple((*row, *more) for row, more in zip(rows, ahead, strict=True))
    return Lines(title=_("Coverage by district"), head=head, rows=rows)


def _foreseen(line: ShownLine) -> str:
    """The share expected on the target day, with its range where there is one."""
    return f"{line.expected} ({line.between})" if line.between else line.expected


def _taken_up(board: Board) -> Lines:
    each = shown_take_up(take_up(board).whole, "")
    head = (
        _("Transformed"),
        _("In scope"),
        _("of those in scope"),
        _("Target"),
        _("To the target"),
    )
    row = (each.count, each.scope, each.rate, each.goal, each.gap)
    return Lines(title=_("Firms that carry out their plan"), head=head, rows=(row,))


def _levels(board: Board, actor: Actor) -> Iterator[Lines]:
    """Verified levels of the district; they are those of today, so no other day shows them."""
    if board.asked.as_of != today() or board.asked.known_at:
        return
    for release, counted in _counted(board, actor).items():
        texts = framework_of(release).texts(short())
        rows = tuple(
            (_("no level") if level is None else texts.level(level).name, str(count))
            for level, count in sorted(counted.items(), key=lambda pair: (pair[0] or 0, pair[1]))
        )
        title = _("Verified levels by %(framework)s") % {"framework": texts.name}
        yield Lines(title=title, head=(_("Level"), _("Enterprises")), rows=rows)


def _counted(board: Board, actor: Actor) -> dict[Release, Counter[int | None]]:
    """Of the framework that most firms of the slice were diagnosed by."""
    asked = board.asked
    reached = Assessment.objects.visible_to(actor).filter(
        campaign=board.campaign,
        is_extra=False,
        **{f"enterprise__{name}": value for name, value in asked.filters.items()},
    )
    found = Score.objects.filter(
        assessment__in=reached, kind=Score.Kind.VERIFIED, is_current=True
    ).values_list("assessment__release", "level")
    counted: dict[int, Counter[int | None]] = {}
    for release, level, count in found.annotate(count=Count("pk")).order_by():
        counted.setdefault(release, Counter())[level] += count
    if not counted:
        return {}
    most = max(counted, key=lambda pk: (counted[pk].total(), -pk))
    return {Release.objects.get(pk=most): counted[most]}
