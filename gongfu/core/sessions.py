"""Sessions as rows, each read together with its person and what the person may do today."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from gongfu.core.clock import today
from gongfu.core.models import RoleGrant, Session, User


class SessionStore(db.SessionStore):
    """`grants` are those of the person of the session; none where nobody has signed in."""

    grants: list[RoleGrant]

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    @property
    def person(self) -> User | None:
        """Whose session this is, as far as the person holds a grant; not verified yet."""
        self._get_session()  # type: ignore[attr-defined]
        grants = getattr(self, "grants", ())
        return grants[0].user if grants else None

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)  # type: ignore[attr-defined]
        return row  # type: ignore[return-value]

    def _get_session_from_db(self) -> Session | None:
        """One query for people who may do something; one more for all others."""
        key = self.session_key or ""
        self.grants = list(RoleGrant.objects.valid_on(today()).of_session(key))
        if self.grants:
            return Session(session_data=self.grants[0].session_data)  # type: ignore[attr-defined]
        return super()._get_session_from_db()  # type: ignore[misc]
