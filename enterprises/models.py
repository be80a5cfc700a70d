"""Django looks for models here; they live in the rooms of this app."""

from enterprises.ecosystem.models import Consent, Partner
from enterprises.programme.models import (
    Assignment,
    Campaign,
    Consultant,
    LedgerEntry,
    Move,
    Provider,
    ScopeEntry,
    Step,
    StepReached,
    Target,
)
from enterprises.register.models import (
    District,
    DistrictAlias,
    Enterprise,
    EnterpriseGram,
    ImportRow,
    Industry,
    Invitation,
    Membership,
    RegisterImport,
)

__all__ = [
    "Assignment",
    "Campaign",
    "Consent",
    "Consultant",
    "District",
    "DistrictAlias",
    "Enterprise",
    "EnterpriseGram",
    "ImportRow",
    "Industry",
    "Invitation",
    "LedgerEntry",
    "Membership",
    "Move",
    "Partner",
    "Provider",
    "RegisterImport",
    "ScopeEntry",
    "Step",
    "StepReached",
    "Target",
]
