from .claims import Claim, Letter
from .corrections import Correction
from .enterprise import Enterprise, EnterpriseGram, ProcessType, Size
from .imports import ImportRow, RegisterImport
from .people import Invitation, Membership
from .places import District, DistrictAlias, Industry

__all__ = [
    "Claim",
    "Correction",
    "District",
    "DistrictAlias",
    "Enterprise",
    "EnterpriseGram",
    "ImportRow",
    "Industry",
    "Invitation",
    "Letter",
    "Membership",
    "ProcessType",
    "RegisterImport",
    "Size",
]
