"""What of a firm a questionnaire may look at, in the words of the frameworks."""

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
