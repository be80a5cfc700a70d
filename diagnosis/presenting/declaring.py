"""The declaration of truth, in the words that were agreed to."""

from django.utils import timezone
from django.utils.translation import gettext as _

from diagnosis.models import Receipt
from diagnosis.presenting.shapes import Declaration


def statement() -> str:
    """The sentence a person declares; it stands on the check page and in the report."""
    return _(
        "I confirm that these answers agree with the actual situation of the company. I know that "
        "a diagnosis provider verifies them on site and that this statement is printed in the "
        "report."
    )


def declaration_of(receipt: Receipt | None) -> Declaration | None:
    """Who declared it; None where nothing was submitted."""
    if receipt is None:
        return None
    return Declaration(
        number=receipt.number,
        name=receipt.declared_name,
        position=receipt.declared_position,
        declared_at=timezone.localtime(receipt.declared_at),
        statement=statement(),
        digest=receipt.answers_digest,
    )
