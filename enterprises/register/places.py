"""Find the district and the division that a cell of a register file means."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

from enterprises.cities.reading import City, read_city
from enterprises.register.industries import read_industries

INDUSTRY_CODE = re.compile(r"[A-Z]?(\d{2})(\d{0,2})")
LEADING_CODE = re.compile(r"[A-Z]?(\d{2,4})\b")


@dataclass(frozen=True, slots=True)
class Places:
    """Names and codes, present and former, as people write them -> codes in force."""

    districts: dict[str, str]
    former: dict[str, str]
    divisions: dict[str, str]

    @classmethod
    def of_city(cls, name: str) -> Self:
        city = read_city(name)
        return cls(_districts(city), _former(city), _divisions())

    @property
    def example(self) -> str:
        """A district as one may write it."""
        name, code = next(iter(self.districts.items()))
        return f"{code} / {name}"

    @property
    def span(self) -> tuple[str, str]:
        """The first and the last division."""
        codes = sorted(set(self.divisions.values()))
        return codes[0], codes[-1]

    def district(self, written: str) -> tuple[str, bool]:
        """Return the code and whether a former code or name was written; ("", False) if unknown."""
        key = compared(written)
        if key in self.districts:
            return self.districts[key], False
        return self.former.get(key, ""), key in self.former

    def industry_code(self, written: str) -> str:
        """Return the code as fine as written, two to four digits; "" if unknown."""
        text = unicodedata.normalize("NFKC", written).strip().upper()
        code = INDUSTRY_CODE.fullmatch(text) or LEADING_CODE.match(text)
        if code is None:
            return self.divisions.get(compared(written), "")
        digits = code[1] + code[2] if code.re is INDUSTRY_CODE else code[1]
        return digits if digits[:2] in self.divisions else ""


def compared(text: str) -> str:
    """A name as it is compared: one width, one case, no blanks, no city in front."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s'’.,，、]", "", folded)


def _districts(city: City) -> dict[str, str]:
    names: dict[str, str] = {}
    for row in city.districts:
        full = [row.zh, row.short, f"{row.short}区", row.en, f"{row.en} district", row.code]
        full += [f"{row.en} new area", f"{row.code}000000"]
        for word in full:
            names[compared(word)] = row.code
        for prefix in city.name["zh"], city.short["zh"]:
            names[compared(f"{prefix}{row.zh}")] = row.code
    return names


def _former(city: City) -> dict[str, str]:
    names: dict[str, str] = {}
    for row in city.former:
        for word in row.code, row.zh, row.zh[:-1], f"{city.name['zh']}{row.zh}", row.en:
            names[compared(word)] = row.successor
    return names


def _divisions() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in read_industries():
        for word in row.code, row.zh, row.zh.removesuffix("业"), row.en, row.short_zh, row.short_en:
            names[compared(word)] = row.code
    return names
