"""A plan in follow-up as its pages show it: fields to fill in, checks, the latest changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from diagnosis.deadlines import CHECK_WITHIN
from diagnosis.following.saying import mark_of
from diagnosis.library import agreed_name
from diagnosis.models import Disclosure, Plan, PlanCheck, PlanItem, PlanItemChange
from diagnosis.planning.telling import ItemLine
from gongfu.core import clock

CHANGES_SHOWN = 30
ENDING = ("done", "cost", "reason")
ALL = ("owner", "due", "state", *ENDING)
PROGRESS = ("state", *ENDING)


@dataclass(frozen=True, slots=True)
class Entry:
    """One input: what it asks, what stands in it, and what is wrong with that."""

    name: str
    label: str
    kind: str  # text, date, number, choice or area
    value: str
    error: str = ""
    longest: int = 60
    hint: str = ""
    choices: Sequence[tuple[str, object]] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One item with its name, as it is, and the inputs to say something about it."""

    item: PlanItem
    name: str
    entries: Sequence[Entry]
    seen: str
    planned: ItemLine | None = None  # when and for how much the plan has it

    @property
    def first(self) -> list[Entry]:
        """What is asked of every item."""
        return [entry for entry in self.entries if not _ends(entry)]

    @property
    def ending(self) -> list[Entry]:
        """What is asked only of an item that is done or dropped."""
        return [entry for entry in self.entries if _ends(entry)]

    @property
    def has_ended(self) -> bool:
        """Whether something of its end stands there, or somebody has to look at it."""
        ended = self.item.state in (PlanItem.State.DONE, PlanItem.State.DROPPED)
        return ended or any(entry.value or entry.error for entry in self.ending)

    @property
    def tone(self) -> str:
        tones = {PlanItem.State.DONE: "ok", PlanItem.State.STARTED: "info"}
        return tones.get(PlanItem.State(self.item.state), "")


@dataclass(frozen=True, slots=True)
class Sent:
    """What was typed into a page that could not be saved; empty where nothing was sent."""

    said: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    def filled(self, entry: Entry) -> Entry:
        """With what was typed instead of what is kept, and what is wrong with it."""
        value = self.said.get(entry.name, entry.value)
        return replace(entry, value=value, error=self.problems.get(entry.name, ""))


def lines_of(
    plan: Plan, sent: Sent, asked: Sequence[str] = ALL, planned: Iterable[ItemLine] = ()
) -> list[Line]:
    """The items in the order of the schedule, each with the inputs that are asked for."""
    by_ref = {each.ref: each for each in planned}
    return [
        Line(
            item,
            agreed_name(item),
            _entries(item, sent, asked),
            mark_of(item),
            by_ref.get(item.solution),
        )
        for item in plan.items.all()
    ]


def _ends(entry: Entry) -> bool:
    return entry.name.partition("-")[0] in ENDING


def _entries(item: PlanItem, sent: Sent, asked: Sequence[str]) -> list[Entry]:
    every = {
        "owner": Entry("owner", _("Responsible"), "text", item.owner),
        "due": Entry("due", _("Done by"), "date", item.due_on.isoformat()),
        "state": Entry("state", _("State"), "choice", item.state, choices=PlanItem.State.choices),
        "done": Entry("done", _("Done on"), "date", _text_of(item.done_on)),
        "cost": Entry(
            "cost", _("Actual cost, 10,000 yuan"), "number", _text_of(item.cost), longest=20
        ),
        "reason": Entry("reason", _("Reason, if dropped"), "text", item.reason, longest=200),
    }
    return [sent.filled(replace(every[name], name=f"{name}-{item.pk}")) for name in asked]


def _text_of(value: object) -> str:
    """As an input holds it; nothing where there is none yet."""
    return "" if value is None else str(value)


def questions_of(check: PlanCheck, sent: Sent) -> list[Entry]:
    """The second and the third question of a check."""
    spent = Entry(
        "spent",
        _("2. What was spent on the plan so far, 10,000 yuan?"),
        "number",
        _text_of(check.spent),
        longest=20,
        hint=_("On all measures together, from the agreement to today; 0 if nothing was."),
    )
    helps = Entry("helps", _("3. What helps? (optional)"), "area", check.helps, longest=400)
    hinders = Entry("hinders", _("What hinders? (optional)"), "area", check.hinders, longest=400)
    return [sent.filled(each) for each in (spent, helps, hinders)]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check: when it is due, and how it stands today."""

    check: PlanCheck
    is_passed: bool  # a later one was answered in its place
    is_open: bool  # it can be answered now
    overdue: int  # days after its term; 0 where it is not late


def check_lines(checks: Iterable[PlanCheck]) -> list[CheckLine]:
    today, found = clock.today(), list(checks)
    last = max((check.months for check in found if check.answered_at), default=0)
    return [_check_line(check, last, today) for check in found]


def _check_line(check: PlanCheck, last_answered: int, today: date) -> CheckLine:
    is_passed = check.answered_at is None and check.months < last_answered
    waits = check.answered_at is None and not is_passed
    late = (today - check.due_on - CHECK_WITHIN).days
    return CheckLine(
        check, is_passed, waits and check.due_on <= today, max(late, 0) if waits else 0
    )


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of an item in words."""

    change: PlanItemChange
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DisclosureLine:
    """What a provider said about its interest in one item."""

    name: str
    provider: str
    sells: bool
    said_name: str
    said_at: datetime


def disclosures_of(plan: Plan) -> list[DisclosureLine]:
    """What providers said of the items, in the order of the schedule."""
    found = Disclosure.objects.filter(item__plan=plan).select_related("item", "provider")
    return [
        DisclosureLine(
            agreed_name(each.item),
            each.provider.name,
            each.sells,
            each.said_name,
            each.said_at,
        )
        for each in found.order_by("item__place", "provider")
    ]


def changes_of(plan: Plan) -> list[ChangeLine]:
    """The latest changes of its items, newest first."""
    found = PlanItemChange.objects.filter(item__plan=plan).select_related("item").order_by("-pk")
    return [
        ChangeLine(change, agreed_name(change.item), *change.told)
        for change in found[:CHANGES_SHOWN]
    ]
