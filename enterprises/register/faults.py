"""What is wrong with a cell, kept as a code with details and said in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfu.core.languages import short

SHOWN = 60  # characters of a refused value that are repeated to the reader


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault refuses the row; a remark (`is_remark`) only tells what was done or may look odd."""

    column: str
    value: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    is_remark: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "column": self.column,
            "value": self.value[:SHOWN],
            "code": self.code,
            "params": self.params,
            "remark": self.is_remark,
        }


class CellFault(Exception):
    """Raised by the reader of one cell."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


# What is wrong, and what is expected.
TEXTS = {
    "missing": _("The cell is empty; a value is required here."),
    "formula": _("The cell holds a formula; enter its value as plain text or number."),
    "error_value": _("The cell holds an error of the spreadsheet; enter the value itself."),
    "control_characters": _("The text holds invisible control characters; type it again."),
    "garbled": _("The text was garbled by a wrong encoding before it was uploaded; type it again."),
    "too_long": _("The text has %(length)s characters; at most %(limit)s are allowed."),
    "uscc_number": _(
        "The code is stored as a number, of which the spreadsheet keeps 15 digits only; "
        "format the column as text and enter the code again."
    ),
    "uscc_length": _("The code has %(length)s characters; 18 are expected."),
    "uscc_old_number": _(
        "This is a business registration number of 15 digits; the unified social credit code "
        "of 18 characters on the present licence is expected."
    ),
    "uscc_letters": _(
        "The code holds %(letters)s; only digits and capital letters other than I, O, S, V, Z "
        "are expected."
    ),
    "uscc_area": _("Characters 3 to 8 are the area code; six digits are expected."),
    "uscc_check": _(
        "The check character does not fit: a character is wrong or two are swapped; "
        "compare the code with the licence."
    ),
    "uscc_twice": _("The code also stands in row %(rows)s; each enterprise may occur only once."),
    "number": _("This is not a number; digits such as 1200 or 37.5 are expected."),
    "number_unit": _("Enter the number alone, without words or units."),
    "negative": _("The number is negative; zero or more is expected."),
    "fraction": _("A whole number is expected."),
    "too_high": _("The number is too high; at most %(limit)s is expected."),
    "district_unknown": _(
        "No district of the city has this code or name; a code of six digits or a name "
        "such as %(example)s is expected."
    ),
    "industry_unknown": _(
        "No division of GB/T 4754-2017 from %(first)s to %(last)s begins so; a code of two to four "
        "digits such as 36 or 3670 is expected."
    ),
    "yes_no": _("Yes or no is expected."),
    "process_type": _("“Discrete” or “process” is expected."),
    "email": _("This is not an e-mail address; name@example.com is the expected form."),
    "phone": _("This is not a phone number; digits such as 021-12345678 are expected."),
    "extra_cells": _("The row has more cells than the header; look for a separator inside a text."),
    "other_district": _(
        "The enterprise belongs to another district; you may import your own only."
    ),
    "is_elsewhere": _(
        "This code is registered in another district; ask the city to move the enterprise."
    ),
    "district_former": _("Former district, taken as %(district)s."),
    "widened": _("Full-width characters were taken as %(value)s."),
    "rounded": _("Rounded to two decimals: %(value)s."),
    "unprintable": _("Reports cannot print %(characters)s; it is kept as it is."),
}
LIKELY = _("Probably %(likely)s is meant.")


def fault_text(fault: Mapping[str, Any]) -> str:
    """What a stored fault says, in the active language."""
    params = {name: listed(value) for name, value in fault["params"].items()}
    text = str(TEXTS[fault["code"]]) % params
    if params.get("likely"):
        text = f"{text} {LIKELY % params}"
    return text


def listed(value: Any) -> Any:
    """A list as a sentence writes it; anything else as it is."""
    if not isinstance(value, list):
        return value
    return ("、" if short() == "zh" else ", ").join(map(str, value))
