"""Kinds of value in a report.

- `Text`    plain text in the language of the report, one line unless said otherwise; never markup.
- `Number`  an exact value as text: a canonical decimal ("58.925", "-15.4", "7") or, where it is not
            finite, a fraction ("140/3"). Plain hyphen for minus, no separators, no unit.
- `Shown`   a value rounded for the eye by the rule of the framework ("58.9").
- `Percent` a `Shown` between 0 and 100, without the sign ("57.1").
- `Digest`  SHA-256 as 64 hexadecimal digits, without a prefix.
"""

from dataclasses import dataclass

Text = str
Number = str
Shown = str
Percent = str
Digest = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value twice: as computed and as shown."""

    exact: Number
    shown: Shown
