"""A number typed with a unit of its own is understood well enough to say what to enter."""

import pytest

from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.units import converted, meant_by
from tests.maturity.sheets import MIIT


@pytest.mark.parametrize(
    ("text", "unit", "meant"),
    [
        ("0.82亿", "10k-yuan", "8200"),
        ("8350万元", "10k-yuan", "8350"),
        ("８３５０ 万", "10k-yuan", "8350"),
        ("83,500,000元", "10k-yuan", "8350"),
        ("82 million yuan", "10k-yuan", "8200"),
        ("98.5%", "percent", "98.5"),
        ("168人", "person", "168"),
        ("1.2万", "tce", "12000"),
    ],
)
def test_a_number_with_a_unit_is_put_into_the_unit_of_the_field(text, unit, meant):
    assert exact_text(meant_by(text, unit)) == meant


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("many", "person"),
        ("8200人", "10k-yuan"),
        ("98%", "person"),
        ("98万", "percent"),
        ("9" * 40 + "万", "tce"),
    ],
)
def test_what_nobody_can_tell_is_not_guessed(text, unit):
    assert meant_by(text, unit) is None


@pytest.mark.parametrize(
    ("text", "tonnes"),
    [
        ("850万度", "1044.65"),
        ("850万kWh + 30万m³", "1443.65"),
        ("８５００ MWh", "1044.65"),
        ("1,000 吨原煤+2吨柴油", "717.2142"),
        ("520吨标准煤", "520"),
        ("520", None),
        ("850万度+30", None),
        ("850万桶", None),
        ("度", None),
        ("-5度", None),
    ],
)
def test_energy_is_understood_as_it_stands_on_a_bill(text, tonnes):
    found = converted(text, MIIT.conversions)
    assert (found if found is None else exact_text(found)) == tonnes
