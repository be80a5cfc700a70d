from .enterprise import Enterprise, EnterpriseGram, ProcessType, Size
from .imports import ImportRow, RegisterImport
from .people import Invitation, Membership
from .places import District, DistrictAlias, Industry

__all__ = [
    "District",
    "DistrictAlias",
    "Enterprise",
    "EnterpriseGram",
    "ImportRow",
    "Industry",
    "Invitation",
    "Membership",
    "ProcessType",
    "RegisterImport",
    "Size",
]
