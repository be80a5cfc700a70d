from .audit import AuditEntry, AuditSeal
from .changes import Change
from .grants import Role, RoleGrant, ScopeKind
from .heartbeats import Heartbeat
from .jobs import Job
from .sessions import Session
from .users import User

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "Change",
    "Heartbeat",
    "Job",
    "Role",
    "RoleGrant",
    "ScopeKind",
    "Session",
    "User",
]
