"""Forms of the register: the uploaded list, invitations, and taking one up."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from enterprises.register.models import Invitation
from enterprises.register.reading.tables import MAX_BYTES
from gongfu.core.errors import Invalid
from gongfu.core.inputs import clean_text
from gongfu.core.models import Role


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File with the list"),
        help_text=_(
            "XLSX or CSV up to 20 MB and 20,000 rows; CSV as UTF-8 or GB18030. "
            "The first sheet is read."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={
            "required": _("Choose the file with the list."),
            "empty": _("The file is empty."),
        },
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB; split it."))
        return file


class InvitationForm(forms.Form):
    """Whom to let in, and as what."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={
            "required": _("Enter the e-mail address of the person."),
            "invalid": _("Enter an e-mail address such as name@example.com."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in map(Role, Invitation.ROLES)],
        help_text=_(
            "Owners and editors answer and may submit; owners invite others as well; viewers only "
            "read."
        ),
    )


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(choices=[(role, role) for role in Invitation.ROLES])


class AcceptForm(forms.Form):
    """A new person: a name and a password of their own."""

    name = forms.CharField(
        label=_("Name"), max_length=60, error_messages={"required": _("Enter your name.")}
    )
    position = forms.CharField(label=_("Position"), max_length=40, required=False)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a sentence is easy to remember."),
        error_messages={"required": _("Choose a password.")},
    )
    password_again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Repeat the password.")},
    )

    def clean_name(self) -> str:
        return _cleaned(self.cleaned_data["name"])

    def clean_position(self) -> str:
        return _cleaned(self.cleaned_data["position"])

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> None:
        first, second = (self.cleaned_data.get(name) for name in ("password", "password_again"))
        if first and second and first != second:
            self.add_error("password_again", _("The two passwords differ; type it again."))


def _cleaned(text: str) -> str:
    try:
        return clean_text(text)
    except Invalid as error:
        raise forms.ValidationError(error.message) from error
