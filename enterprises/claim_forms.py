"""Forms of coming in: a firm is claimed, letters are written, requests are decided."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.register.cells import phone as read_phone
from enterprises.register.cells import uscc as read_uscc
from enterprises.register.faults import CellFault, fault_text
from enterprises.register.letter_codes import read_code
from enterprises.register.models import Invitation
from enterprises.register.reading.tables import Cell
from gongfu.core.errors import Invalid
from gongfu.core.inputs import clean_text
from gongfu.core.models import Role

ROLES = [(role.value, role.label) for role in map(Role, Invitation.ROLES)]


class CleanText(forms.CharField):
    """Text that passes the one gate for text from outside."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return clean_text(text)
        except Invalid as error:
            raise forms.ValidationError(error.message) from error


class ClaimForm(forms.Form):
    """What both ways of claiming ask: the firm, and where the answer goes."""

    uscc = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        help_text=_("18 characters, on the business licence"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the unified social credit code.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The answer goes there; later you sign in with it"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address such as name@example.com."),
        },
    )

    def __init__(self, data: Any = None, *, email: str = "") -> None:
        """`email` is that of the account that is signed in: it is not asked for again."""
        super().__init__(data)
        self.known = email
        if email:
            del self.fields["email"]

    def clean_uscc(self) -> str:
        return _read(read_uscc, self.cleaned_data["uscc"])

    @property
    def told(self) -> dict[str, str]:
        """What was entered, with the address of the account where it was not asked for."""
        email = self.known or self.cleaned_data["email"].lower()
        return {**self.cleaned_data, "email": email}


class LetterClaimForm(ClaimForm):
    code = forms.CharField(
        label=_("Letter code"),
        max_length=40,
        help_text=_("Nine characters, such as ABC-DEF-GHJ; capitals and hyphens do not matter"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code that stands in the letter.")},
    )
    field_order = ("uscc", "code", "email")

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _(
                    "This is not a letter code: nine letters and digits without I, L, O, 0 and 1 "
                    "are expected. Compare it with the letter, character by character."
                )
            )
        return code


class RequestClaimForm(ClaimForm):
    name = CleanText(
        label=_("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    position = CleanText(
        label=_("Position"),
        max_length=40,
        help_text=_("What you do in the enterprise, such as head of IT"),
        error_messages={"required": _("Enter your position.")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        help_text=_("Where the district can reach you; best a number of the enterprise"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Enter a phone number.")},
    )
    note = CleanText(
        label=_("Note to the district"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("uscc", "name", "position", "phone", "email", "note")

    def clean_phone(self) -> str:
        return _read(read_phone, self.cleaned_data["phone"])


class ClaimDecisionForm(forms.Form):
    """Approve with a role, or refuse with a reason."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")])
    role = forms.ChoiceField(choices=ROLES, required=False)
    reason = CleanText(max_length=300, required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("decision") == "approve" and not self.cleaned_data.get("role"):
            self.add_error("role", _("Choose the role."))


def _read(reader: Any, typed: str) -> str:
    """Read a value by the rules of the register's import; its faults become the field's."""
    try:
        return str(reader(Cell(typed)))
    except CellFault as fault:
        raise forms.ValidationError(
            fault_text({"code": fault.code, "params": fault.params})
        ) from fault
