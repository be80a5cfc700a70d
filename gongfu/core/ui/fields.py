"""Django's forms in our markup: label, hint, error, control, tied together for screen readers."""

from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _

from gongfu.core.ui.library import register

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, ""),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.NumberInput, "input input--num"),
    (forms.Widget, "input input--full"),
)


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, unit: str = "", width: str = "", optional: bool | None = None
) -> dict[str, Any]:
    """One field of a form. Radio buttons and groups of checkboxes become choices;
    width "auto" keeps an input at its natural size."""
    widget = bound.field.widget
    grouped = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    kind = "group" if grouped else "check" if isinstance(widget, forms.CheckboxInput) else "line"
    if optional is None:
        optional = not bound.field.required and kind != "check"
    return {
        "bound": bound,
        "kind": kind,
        "control": "" if grouped else control(bound, width),
        "hint_id": f"{bound.id_for_label}-hint",
        "error_id": f"{bound.id_for_label}-error",
        "unit": unit,
        "optional": optional,
    }


def control(bound: BoundField, width: str = "") -> str:
    """The input itself with our class and its ties to hint and error."""
    widget = bound.field.widget
    style = next(css for kind, css in CLASSES if isinstance(widget, kind))
    style = style.replace(" input--full", "") if width == "auto" else style
    attrs = {"class": f"{widget.attrs.get('class', '')} {style}".strip()}
    ties = [
        f"{bound.id_for_label}-{part}"
        for part, there in (("hint", bound.help_text), ("error", bound.errors))
        if there
    ]
    if ties:
        attrs["aria-describedby"] = " ".join(ties)
    return bound.as_widget(attrs={name: value for name, value in attrs.items() if value})


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm, title: str = "") -> dict[str, Any]:
    """What must be corrected in a form, first thing in main, each line a link to its field."""
    items = [
        (form[name].id_for_label if name in form.fields else "", message)
        for name, messages in form.errors.items()
        for message in messages
    ]
    return {"items": items, "title": title}


@register.inclusion_tag("components/error_summary.html")
def error_list(errors: Any, title: str = "") -> dict[str, Any]:
    """The same summary without a Django form, from pairs of element id and message."""
    return {"items": list(errors), "title": title}


@register.simple_tag
def title_prefix(form: Any) -> str:
    """What a page title begins with while its form, if it has one, has errors."""
    return _("Error: ") if getattr(form, "errors", None) else ""
