from .access import AccessMiddleware
from .actor import ActorMiddleware
from .audit import AuditMiddleware
from .body_size import BodySizeMiddleware
from .errors import ErrorMiddleware
from .language import LanguageMiddleware
from .password_age import PasswordAgeMiddleware
from .person import PersonMiddleware
from .request_id import RequestIdMiddleware
from .second_factor import SecondFactorMiddleware
from .session_age import SessionAgeMiddleware

__all__ = [
    "AccessMiddleware",
    "ActorMiddleware",
    "AuditMiddleware",
    "BodySizeMiddleware",
    "ErrorMiddleware",
    "LanguageMiddleware",
    "PasswordAgeMiddleware",
    "PersonMiddleware",
    "RequestIdMiddleware",
    "SecondFactorMiddleware",
    "SessionAgeMiddleware",
]
