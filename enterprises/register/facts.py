"""The register data of one firm as pages print them."""

from enterprises.register.comparing import current_values
from enterprises.register.models import Enterprise
from enterprises.register.wording import LABELS, Wording


def register_facts(enterprise: Enterprise, wording: Wording) -> list[tuple[str, str]]:
    """Label and value of every field, in the order of the register."""
    values = {"uscc": enterprise.uscc, **current_values(vars(enterprise))}
    return [(str(label), wording.value(name, values[name])) for name, label in LABELS.items()]
