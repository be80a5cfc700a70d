from .campaign import Campaign, ScopeEntry, Target
from .deadlines import DeadlineChange
from .decisions import CampaignDecision, ScopeRun
from .facts import Move, StepReached, TakeUp
from .ledger import LedgerEntry, Step
from .openings import Opening, OpeningLine
from .providers import Assignment, Consultant, Provider
from .waves import Wave

__all__ = [
    "Assignment",
    "Campaign",
    "CampaignDecision",
    "Consultant",
    "DeadlineChange",
    "LedgerEntry",
    "Move",
    "Opening",
    "OpeningLine",
    "Provider",
    "ScopeEntry",
    "ScopeRun",
    "Step",
    "StepReached",
    "TakeUp",
    "Target",
    "Wave",
]
