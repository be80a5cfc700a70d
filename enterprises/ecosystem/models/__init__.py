from .looks import Look
from .partners import Consent, Partner
from .pulls import FirmSet, Pull

__all__ = ["Consent", "FirmSet", "Look", "Partner", "Pull"]
