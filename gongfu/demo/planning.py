"""What happens to which firm on which day: values drawn from a seed; nothing is stored."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from enterprises.models import Enterprise
from enterprises.register.profiling import profile_of, register_of
from enterprises.register.sizing import is_above_scale, size_class
from enterprises.register.uscc import make_uscc
from gongfu.demo import mix
from gongfu.demo.names import enterprise_names, person_name


@dataclass(frozen=True, slots=True)
class Round:
    """One campaign as planned; `dropout`: shares lost before submitting, verifying, reporting."""

    slug: str
    name_zh: str
    name_en: str
    starts_on: date
    due_on: date
    tail: timedelta  # how long after the target date firms still come in
    mean_wait: float  # days until half of the firms have been invited
    dropout: tuple[float, float, float]
    framework: str = "miit-sme 2024"  # empty: by the rule, firm by firm


ROUNDS = (
    Round(
        "2023-2025",
        "2023—2025 年全覆盖诊断",
        "Full-coverage diagnosis 2023–2025",
        starts_on=date(2023, 3, 27),
        due_on=date(2025, 12, 31),
        tail=timedelta(days=150),
        mean_wait=420.0,
        dropout=(0.05, 0.03, 0.06),
    ),
    Round(
        "2026",
        "2026 年复诊",
        "Second round 2026",
        starts_on=date(2026, 3, 2),
        due_on=date(2026, 12, 31),
        tail=timedelta(days=90),
        mean_wait=170.0,
        dropout=(0.06, 0.03, 0.06),
    ),
)


# Beside the rounds: a few firms, each with the framework that the rule gives it. It began before
# the latest round, which therefore stays the one that every page shows first.
PILOT = Round(
    "pilot",
    "智能制造能力成熟度试点（2025—2026 年）",
    "Pilot on intelligent manufacturing 2025–2026",
    starts_on=date(2025, 9, 1),
    due_on=date(2026, 12, 31),
    tail=timedelta(days=60),
    mean_wait=300.0,
    dropout=(0.1, 0.08, 0.08),
    framework="",
)
PILOT_SIZES, PILOT_EVERY = ("large", "medium"), 2  # every second of these takes part,
PILOT_SMALL = 60  # and of the others every sixtieth
# Some of them try another index as well, for themselves.
EXTRAS = ("eu-dma 2023", "impuls-industrie40 2015", "siri-bands 2020")
EXTRA_EVERY, EXTRA_BELOW = 4, 400


@dataclass(frozen=True, slots=True)
class Journey:
    """A firm's way through one round; a step that lies after the seeding day has not happened."""

    entered_on: date
    left_on: date | None
    invited_on: date | None
    started_on: date | None
    filled: float  # share of the questions answered by a firm that never submitted
    submitted_on: date | None
    verified_on: date | None
    reported_on: date | None


@dataclass(frozen=True, slots=True)
class Firm:
    """One firm; `maturity`, 0 to 1, is the hidden strength from which its answers follow."""

    number: int
    uscc: str
    name_zh: str
    name_en: str
    district: str
    industry: str
    staff: int | None
    revenue: Decimal
    process_type: str
    contact: str
    maturity: float
    journeys: dict[str, Journey] = field(default_factory=dict)

    @property
    def profile(self) -> dict[str, str]:
        """What a questionnaire may look at, as the register will have it."""
        return profile_of(
            Enterprise(
                process_type=self.process_type,
                size=size_class(self.staff, self.revenue),
                industry_code=self.industry,
                is_above_scale=is_above_scale(self.revenue),
            )
        )

    @property
    def register(self) -> dict[str, str]:
        """The figures that the register will have."""
        return register_of(Enterprise(staff=self.staff, revenue=self.revenue))

    @property
    def began(self) -> bool:
        """Whether anybody of the firm has ever opened a questionnaire."""
        return any(one.started_on or one.submitted_on for one in self.journeys.values())

    @property
    def extra(self) -> str:
        """The index that it tries beside the pilot; empty for nearly all."""
        if self.number % EXTRA_EVERY or self.number >= EXTRA_BELOW:
            return ""
        return EXTRAS[self.number // 7 % len(EXTRAS)]


def plan_city(*, enterprises: int, seed: int, as_of: date) -> list[Firm]:
    """The firms and all that has happened to them by a day; equal arguments, equal city."""
    dice = random.Random(seed)
    districts = dice.choices(list(mix.DISTRICTS), list(mix.DISTRICTS.values()), k=enterprises)
    industries = dice.choices(list(mix.INDUSTRIES), list(mix.INDUSTRIES.values()), k=enterprises)
    names = enterprise_names(dice, industries)
    return [
        _firm(random.Random(f"{seed}:{number}"), number, name, district, industry, as_of)
        for number, (name, district, industry) in enumerate(
            zip(names, districts, industries, strict=True)
        )
    ]


def _firm(
    dice: random.Random,
    number: int,
    name: tuple[str, str],
    district: str,
    industry: str,
    as_of: date,
) -> Firm:
    revenue = Decimal(round(min(2_000 * dice.lognormvariate(0.9, 1.0) + 2_000, 900_000)))
    staff = max(8, round(float(revenue) / dice.uniform(45, 130)))
    size_gain = min(0.22, 0.05 * (float(revenue) / 2_000) ** 0.35)
    maturity = min(0.98, max(0.02, dice.gauss(0.26, 0.22) + size_gain))
    known = None if dice.random() < 0.02 else staff
    return Firm(
        number=number,
        uscc=make_uscc(f"91{district}MA1K", number),
        name_zh=name[0],
        name_en=name[1],
        district=district,
        industry=industry,
        staff=known,
        revenue=revenue,
        process_type="process" if industry in mix.PROCESS_INDUSTRIES else "discrete",
        contact=person_name(dice),
        maturity=maturity,
        journeys={
            one.slug: journey
            for one in _rounds_of(number, size_class(known, revenue))
            if (journey := _journey(dice, one, mix.PACE.get(district, 1.0), as_of))
        },
    )


def _rounds_of(number: int, size: str) -> tuple[Round, ...]:
    """The rounds in which a firm takes part; the pilot is drawn last, so it changes no other."""
    every = PILOT_EVERY if size in PILOT_SIZES else PILOT_SMALL
    return ROUNDS if number % every else (*ROUNDS, PILOT)


def _journey(dice: random.Random, one: Round, pace: float, as_of: date) -> Journey | None:
    """Draw every day first and cut at the seeding day afterwards, so that a later day only adds."""
    entered = one.starts_on if dice.random() < 0.93 else _within(dice, one.starts_on, one.due_on)
    left = _within(dice, entered, one.due_on) if dice.random() < 0.02 else None
    wait = dice.gammavariate(2.2, one.mean_wait / 2.2 / pace)
    invited = entered + timedelta(days=round(min(wait, (one.due_on - entered).days * 0.97)))
    started = invited + timedelta(days=1 + round(dice.expovariate(1 / 9)))
    submitted = started + timedelta(days=1 + round(dice.gammavariate(1.6, 12 / pace)))
    verified = submitted + timedelta(days=5 + round(dice.gammavariate(2.0, 14 / pace)))
    reported = verified + timedelta(days=1 + round(dice.gammavariate(1.5, 6)))
    idle, filled = dice.random() < 0.45, dice.uniform(0.1, 0.9)
    lost = [dice.random() < share / pace for share in one.dropout]
    late = dice.random() < 0.25  # half-hearted firms come after the target date
    end = one.due_on + one.tail if late else one.due_on
    if entered > as_of:
        return None

    def seen(day: date, *, given_up: bool = False) -> date | None:
        gone = given_up or (left is not None and day >= left)
        return None if gone or day > as_of or day > end else day

    submitted_on = seen(submitted, given_up=lost[0])
    verified_on = seen(verified, given_up=lost[1]) if submitted_on else None
    reported_on = seen(reported, given_up=lost[2]) if verified_on else None
    started_on = seen(started, given_up=idle) if not submitted_on else started
    return Journey(
        entered,
        left if left and left <= as_of else None,
        seen(invited),
        started_on,
        filled,
        submitted_on,
        verified_on,
        reported_on,
    )


def _within(dice: random.Random, start: date, end: date) -> date:
    """A first of a month between two days, the first day excluded."""
    day = start + timedelta(days=dice.randrange(30, max(31, (end - start).days - 60)))
    return day.replace(day=1)
