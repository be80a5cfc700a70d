"""The one map between the spellings of a language."""

from django.utils.translation import get_language


def short(code: str | None = None) -> str:
    """`zh` or `en`, as frameworks and reports spell it; the active language by default."""
    return "zh" if (code or get_language() or "zh").lower().startswith("zh") else "en"


def html_lang(code: str | None = None) -> str:
    """`zh-Hans` or `en`, as HTML spells it."""
    return "zh-Hans" if short(code) == "zh" else "en"


def django_code(code: str) -> str:
    """`zh-hans` or `en`, as Django spells it."""
    return "zh-hans" if short(code) == "zh" else "en"
