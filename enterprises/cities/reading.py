"""A city as data: what the file of a city says, as types."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class DistrictData:
    code: str
    zh: str
    short: str
    en: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class FormerDistrict:
    """A code and name no longer in force, and the code of the district that took its place."""

    code: str
    zh: str
    en: str
    successor: str


@dataclass(frozen=True, slots=True)
class DefaultTarget:
    """The share of a district, or of the city where none is named."""

    due: date
    share: Decimal
    district: str = ""


@dataclass(frozen=True, slots=True)
class City:
    """Names and shorts are keyed zh and en."""

    name: dict[str, str]
    short: dict[str, str]
    area: str
    districts: tuple[DistrictData, ...]
    former: tuple[FormerDistrict, ...]
    targets: tuple[DefaultTarget, ...]  # diagnosed
    take_up_targets: tuple[DefaultTarget, ...]  # transformed


def read_city(name: str) -> City:
    """Read `<name>.yaml`; every scalar arrives as text and is typed here."""
    source = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    data = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes text only
    return City(
        name=data["name"],
        short=data["short"],
        area=data["area"],
        districts=tuple(map(_district, data["districts"])),
        former=tuple(
            FormerDistrict(row["code"], row["zh"], row["en"], row["successor"])
            for row in data["former"]
        ),
        targets=tuple(map(_target, data["targets"])),
        take_up_targets=tuple(map(_target, data["take_up_targets"])),
    )


def _target(row: dict[str, str]) -> DefaultTarget:
    day = date.fromisoformat(row["due"])
    return DefaultTarget(day, Decimal(row["share"]), row.get("district", ""))


def _district(row: dict[str, Any]) -> DistrictData:
    place = {"row": int(row["row"]), "column": int(row["column"])}
    return DistrictData(**{**row, **place})
