"""What of a firm a questionnaire may look at or offer, in the words of the frameworks."""

from enterprises.register.models import Enterprise

UNKNOWN = "unknown"


def profile_of(enterprise: Enterprise) -> dict[str, str]:
    """What is known of the firm: process, size, division (GB/T 4754, two digits), above_scale."""
    facts = {
        "process": enterprise.process_type,
        "size": enterprise.size,
        "division": enterprise.industry_code[:2],
        "above_scale": {True: "yes", False: "no", None: UNKNOWN}[enterprise.is_above_scale],
    }
    return {ref: str(value) for ref, value in facts.items() if value and value != UNKNOWN}


def register_of(enterprise: Enterprise) -> dict[str, str]:
    """The figures that the register knows of the firm, as data fields of frameworks name them."""
    figures = {"revenue_10k": enterprise.revenue, "headcount": enterprise.staff}
    return {name: format(value, "f") for name, value in figures.items() if value}
