"""Choices that are known only when a form is made: districts, campaigns, what a reader may see."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms


def offer(
    form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]], *, every: object = None
) -> None:
    """Let a field choose among these; `every` names the choice that narrows nothing."""
    first = [] if every is None else [("", every)]
    cast(forms.ChoiceField, form.fields[name]).choices = [*first, *choices]
