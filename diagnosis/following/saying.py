"""What somebody says about the items of a plan, read from a form and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from diagnosis.models import PlanItem
from gongfu.core import clock
from gongfu.core.errors import Invalid
from gongfu.core.inputs import clean_text, parse_number

DEAREST = Decimal(10_000_000)  # 10,000 yuan
LONGEST_REASON = 200


@dataclass
class Saying:
    """Everything that was sent; what is wrong is kept by the name of its input."""

    said: Mapping[str, str]
    earliest: date  # what was done before this was there when the firm was assessed
    problems: dict[str, str] = field(default_factory=dict)

    def take_over(self, item: PlanItem) -> None:
        """Change the item as far as it was said; what was not sent stays."""
        key = f"owner-{item.pk}"
        item.owner = self._text(key, item.owner, 60)
        item.due_on = self._day(f"due-{item.pk}", item.due_on) or item.due_on
        item.state = self._state(f"state-{item.pk}", item.state)
        item.cost = self.money(f"cost-{item.pk}", item.cost)
        item.done_on = self._done_on(item)
        item.reason = self._reason(item)
        self._look_for_others(item)

    def money(self, name: str, before: Decimal | None) -> Decimal | None:
        """An amount in 10,000 yuan; an emptied field is none."""
        if name not in self.said:
            return before
        text = self.said[name].strip()
        if not text:
            return None
        try:
            amount = parse_number(text)
        except Invalid as error:
            self.problems[name] = error.message
            return before
        if not 0 <= amount <= DEAREST or amount != round(amount, 2):
            self.problems[name] = _("Write a number from 0 to 10,000,000, at most two decimals.")
            return before
        return round(amount, 2)

    def text(self, name: str, longest: int) -> str:
        return self._text(name, "", longest)

    def _text(self, name: str, before: str, longest: int) -> str:
        try:
            return clean_text(self.said.get(name, before), max_length=longest)
        except Invalid as error:
            self.problems[name] = error.message
            return before

    def _day(self, name: str, before: date | None) -> date | None:
        if name not in self.said:
            return before
        text = self.said[name].strip()
        try:
            day = parse_date(text)
        except ValueError:  # written like a day, and none
            day = None
        if day is None and (text or before):
            self.problems[name] = _("Write a day such as 2026-03-31.")
        return day

    def _state(self, name: str, before: str) -> str:
        wanted = self.said.get(name, before)
        if wanted in PlanItem.State.values:
            return wanted
        self.problems[name] = _("Choose one of the states.")
        return before

    def _done_on(self, item: PlanItem) -> date | None:
        """The day it was done, today unless said otherwise; none while it is not done."""
        name = f"done-{item.pk}"
        if item.state != PlanItem.State.DONE:
            return None
        sent = self.said.get(name, "").strip()
        day = self._day(name, None) if sent else item.done_on or clock.today()
        if day and not self.earliest <= day <= clock.today():
            told = {"earliest": self.earliest.isoformat(), "today": clock.today().isoformat()}
            self.problems[name] = (
                _(
                    "Write a day from %(earliest)s, when the answers were submitted, to today, "
                    "%(today)s."
                )
                % told
            )
        return day

    def _reason(self, item: PlanItem) -> str:
        name = f"reason-{item.pk}"
        reason = self._text(name, item.reason, LONGEST_REASON)
        if item.state == PlanItem.State.DROPPED and not reason:
            self.problems.setdefault(name, _("Say why it was dropped."))
        return reason

    def _look_for_others(self, item: PlanItem) -> None:
        """Two people on one item: the second is told, so that no word is lost unseen."""
        seen = self.said.get(f"seen-{item.pk}")
        if seen and seen != mark_of(item):
            self.problems[f"state-{item.pk}"] = _(
                "Somebody else changed this measure meanwhile: see its history below, then save "
                "again."
            )


def mark_of(item: PlanItem) -> str:
    """Which state of the item a page was made from."""
    return item.changed_at.isoformat()
