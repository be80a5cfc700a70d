"""What a framework says of itself as a whole, as a form."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diagnosis.drafting.files import Trees
from diagnosis.drafting.words import put_words
from gongfu.core.inputs import clean_text

RULES: dict[str, str | Promise] = {
    "ref": _("Short name in addresses and files"),
    "version": _("Version"),
    "publisher": _("Publisher"),
    "source": _("Document"),
    "issued_on": _("Date of issue"),
    "total": _("Part that is the total"),
    "places": _("Decimals shown"),
    "rounding": _("Rounding for show"),
    "climb": _("How levels are climbed"),
    "monotone": _("A better answer never lowers the score"),
}


def rule_names(key: str) -> str | Promise:
    return RULES[key]


def put_head(trees: Trees, posted: Mapping[str, str]) -> None:
    """Take over the form of the framework as a whole."""
    for key in RULES:
        text = clean_text(posted.get(f"rules.{key}", ""), max_length=500)
        if text:
            trees.rules[key] = text
        else:
            trees.rules.pop(key, None)
    put_words(trees, dict(posted.items()))
