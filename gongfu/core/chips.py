"""Active filters of a list as chips: words, and the address without that filter."""

from typing import Any

from django import forms
from django.http import QueryDict

PAGING = ("after", "before", "page")


def chips_of(form: forms.Form, query: QueryDict) -> list[tuple[str, str]]:
    """One chip for each filter that is set, valid and seen."""
    return [
        (_words(form, name), _without(query, name))
        for name, value in form.cleaned_data.items()
        if value and not form[name].is_hidden
    ]


def _words(form: forms.Form, name: str) -> str:
    field, value = form.fields[name], form.cleaned_data[name]
    choices: Any = getattr(field, "choices", ())
    return str(dict(choices).get(value, value))


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    for key in (name, *PAGING):
        rest.pop(key, None)
    return f"?{rest.urlencode()}"
