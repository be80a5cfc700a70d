"""The divisions of GB/T 4754-2017 as data."""

from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("industries.yaml")


@dataclass(frozen=True, slots=True)
class IndustryData:
    code: str
    section: str
    zh: str
    en: str
    short_zh: str
    short_en: str


def read_industries() -> tuple[IndustryData, ...]:
    source = FILE.read_text(encoding="utf-8")
    data = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes text only
    return tuple(
        IndustryData(section=section, **row) for section, rows in data.items() for row in rows
    )
