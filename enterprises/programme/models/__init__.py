from .campaign import Campaign, ScopeEntry, Target
from .facts import Move, StepReached, TakeUp
from .ledger import LedgerEntry, Step
from .providers import Assignment, Consultant, Provider

__all__ = [
    "Assignment",
    "Campaign",
    "Consultant",
    "LedgerEntry",
    "Move",
    "Provider",
    "ScopeEntry",
    "Step",
    "StepReached",
    "TakeUp",
    "Target",
]
