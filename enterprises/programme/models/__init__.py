from .campaign import Campaign, ScopeEntry, Target
from .ledger import LedgerEntry, Step
from .providers import Assignment, Consultant, Provider

__all__ = [
    "Assignment",
    "Campaign",
    "Consultant",
    "LedgerEntry",
    "Provider",
    "ScopeEntry",
    "Step",
    "Target",
]
