"""What the core expects, in the reader's language: its own sentences are English."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The core's sentence as a pattern -> the same with named places; what is not here stays English.
_SENTENCES: dict[str, str | Promise] = {
    r"expected this key, it is missing": _("expected this key, it is missing"),
    r"expected this file with the words, it is missing": _(
        "expected this file with the words, it is missing"
    ),
    r"expected no such key here": _("expected no such key here"),
    r"expected text": _("expected text"),
    r"expected a list with at least one entry": _("expected a list with at least one entry"),
    r"expected a mapping of keys to values": _("expected a mapping of keys to values"),
    r"expected either parts or questions": _("expected either parts or questions"),
    r"expected valid YAML \((?P<why>.*)\)": _("expected valid YAML (%(why)s)"),
    r"expected weights that sum to (?P<whole>\S+)": _("expected weights that sum to %(whole)s"),
    r"expected (?P<points>\S+) points by weight, found (?P<found>\S+)": _(
        "expected %(points)s points by weight, found %(found)s"
    ),
    r"expected the (?P<points>\S+) points that the options give": _(
        "expected the %(points)s points that the options give"
    ),
    r"expected the (?P<points>\S+) points that the options give, or out_of: (?P<scale>\".*\")": _(
        "expected the %(points)s points that the options give, or out_of: %(scale)s"
    ),
    r"expected (?P<later>\S+) to begin just where (?P<earlier>\S+) ends": _(
        "expected %(later)s to begin just where %(earlier)s ends"
    ),
    r"expected tests that do not go round in a circle": _(
        "expected tests that do not go round in a circle"
    ),
    r"expected at least one question that is always asked and always counts": _(
        "expected at least one question that is always asked and always counts"
    ),
    r"expected question (?P<ref>\S+) exactly once, found it (?P<times>\d+) times": _(
        "expected question %(ref)s exactly once, found it %(times)s times"
    ),
    r"expected each ref once, found (?P<ref>\S+) again": _(
        "expected each ref once, found %(ref)s again"
    ),
    r"expected refs of sources, found (?P<ref>\S+)": _("expected refs of sources, found %(ref)s"),
    r"expected refs of questions, found (?P<ref>\S+)": _(
        "expected refs of questions, found %(ref)s"
    ),
    r"expected one of (?P<allowed>.*), found (?P<found>'.*')": _(
        "expected one of %(allowed)s, found %(found)s"
    ),
    r"expected a number such as 48 or 37.5, found (?P<found>'.*')": _(
        "expected a number such as 48 or 37.5, found %(found)s"
    ),
    r"expected words for option (?P<ref>\S+), here or under scales": _(
        "expected words for option %(ref)s, here or under scales"
    ),
    r"expected a solution that exists, found (?P<ref>\S+)": _(
        "expected a solution that exists, found %(ref)s"
    ),
    r"expected a question that earns something, found (?P<ref>\S+)": _(
        "expected a question that earns something, found %(ref)s"
    ),
    r"expected each question once, found (?P<ref>\S+) again": _(
        "expected each question once, found %(ref)s again"
    ),
    r"expected of (?P<ref>\S+) one of (?P<allowed>.*), found (?P<found>.*)": _(
        "expected of %(ref)s one of %(allowed)s, found %(found)s"
    ),
    r"expected options of (?P<ref>\S+), found (?P<found>.*)": _(
        "expected options of %(ref)s, found %(found)s"
    ),
    r"expected values of (?P<ref>\S+), found (?P<found>.*)": _(
        "expected values of %(ref)s, found %(found)s"
    ),
    r"expected rows of (?P<ref>\S+) to options": _("expected rows of %(ref)s to options"),
    r"expected options without rows": _("expected options without rows"),
    r"expected one option, found (?P<found>.*)": _("expected one option, found %(found)s"),
    r"expected a release that exists \((?P<known>.*)\)": _(
        "expected a release that exists (%(known)s)"
    ),
    r"expected a gap of (?P<area>\S+) \((?P<known>.*)\), found (?P<found>\S+)": _(
        "expected a gap of %(area)s (%(known)s), found %(found)s"
    ),
    r"expected a number from 0 to that of high": _("expected a number from 0 to the upper end"),
    r"expected tests of the profile only": _("expected tests of the firm's facts only"),
    r"expected no circle, found one among (?P<refs>.*)": _(
        "expected no circle, found one among %(refs)s"
    ),
    r"expected one of (?P<allowed>[^']*), found (?P<found>[^']*)": _(
        "expected one of %(allowed)s, found %(found)s"
    ),
    r"expected (?P<key>\S+) (?P<value>.+), found (?P<found>.+)": _(
        "expected %(key)s %(value)s, found %(found)s"
    ),
}
_PATTERNS = [(re.compile(pattern, re.DOTALL), said) for pattern, said in _SENTENCES.items()]


def in_words(expected: str) -> str:
    """A sentence of the core as the page says it."""
    for pattern, said in _PATTERNS:
        if match := pattern.fullmatch(expected):
            return str(said) % match.groupdict() if match.groupdict() else str(said)
    return expected
