"""Requests to be let in, beside what the register knows of the firm: what the district compares."""

from collections.abc import Sequence
from dataclasses import dataclass

from enterprises.register.models import Claim, Enterprise
from gongfu.core.models import Role

TONES = {Claim.State.OPEN: "warn", Claim.State.APPROVED: "ok", Claim.State.REFUSED: ""}


@dataclass(frozen=True, slots=True)
class Claimant:
    """`firm` is None where the register has no such code; `owners` are those already in."""

    claim: Claim
    firm: Enterprise | None
    owners: tuple[str, ...]
    members: int

    @property
    def tone(self) -> str:
        return TONES[Claim.State(self.claim.state)]

    @property
    def role(self) -> str:
        """What is offered first: the first person of a firm must be its owner."""
        return Role.EDITOR if self.owners else Role.OWNER

    @property
    def known_phone(self) -> bool:
        """Whether the register has the same number: the one proof that needs no call."""
        registered = _digits(self.firm.contact_phone) if self.firm else ""
        return bool(registered) and registered == _digits(self.claim.phone)


def claimants_of(claims: Sequence[Claim]) -> list[Claimant]:
    """The same claims with their firms, in two statements however many they are."""
    firms = Enterprise.objects.filter(uscc__in=[claim.uscc for claim in claims])
    found = {
        firm.uscc: firm
        for firm in firms.select_related("district").prefetch_related(
            "memberships__user", "memberships__grant"
        )
    }
    return [_claimant(claim, found.get(claim.uscc)) for claim in claims]


def _claimant(claim: Claim, firm: Enterprise | None) -> Claimant:
    members = list(firm.memberships.all()) if firm else []
    owners = tuple(one.user.name for one in members if one.grant.role == Role.OWNER)
    return Claimant(claim, firm, owners, len(members))


def _digits(phone: str) -> str:
    return "".join(filter(str.isdigit, phone))
