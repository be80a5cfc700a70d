from .campaign import Campaign, ScopeEntry, Target
from .decisions import CampaignDecision, ScopeRun
from .facts import Move, StepReached, TakeUp
from .ledger import LedgerEntry, Step
from .providers import Assignment, Consultant, Provider

__all__ = [
    "Assignment",
    "Campaign",
    "CampaignDecision",
    "Consultant",
    "LedgerEntry",
    "Move",
    "Provider",
    "ScopeEntry",
    "ScopeRun",
    "Step",
    "StepReached",
    "TakeUp",
    "Target",
]
