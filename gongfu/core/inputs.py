"""The one gate for text and numbers from outside: forms, files and the API all pass here."""

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from gongfu.core.errors import Invalid

MAX_DIGITS = 18
MAX_EXPONENT = 18

_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?(\d{1,18})(?:\.(\d{1,18}))?(?:[eE]([+-]?\d{1,2}))?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


def clean_text(raw: str, *, max_length: int = 10_000, multiline: bool = False) -> str:
    """Return NFC text without bidi marks and outer blanks.

    Raises Invalid for NUL, control characters, lone surrogates and over-long text:
    PostgreSQL refuses what SQLite would swallow, so both refuse here.
    """
    text = raw.translate(_BIDI)
    if _CONTROL.search(text):
        raise Invalid(_("The text contains control characters; please type it again."))
    text = unicodedata.normalize("NFC", text).strip()
    if not multiline:
        text = " ".join(text.split())
    if len(text) > max_length:
        raise Invalid(
            _("The text has %(length)d characters; at most %(limit)d are allowed.")
            % {"length": len(text), "limit": max_length}
        )
    return text


def parse_number(raw: str) -> Decimal:
    """Return the exact value of a number typed by a person, thousands commas allowed.

    At most 18 digits on each side of the point and an exponent within +-18; the limits are
    checked on the text, because a short one such as 1e-100000000 can hang a process.
    """
    text = unicodedata.normalize("NFKC", raw).strip()
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    match = _NUMBER.fullmatch(text)
    if match is None or abs(int(match[3] or 0)) > MAX_EXPONENT:
        raise Invalid(
            _("“%(value)s” is not a number; expected digits such as 1200 or 37.5.")
            % {"value": raw[:40]}
        )
    return Decimal(text)
