"""How the people of the firm behind the sign-ins work together: sections shared out, two threads,
and one round of views with one disagreement."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from diagnosis.answers import answers_of, key_of
from diagnosis.maturity import Framework
from diagnosis.maturity.opinions import key_items
from diagnosis.models import (
    Assessment,
    Comment,
    Keeper,
    Opinion,
    OpinionRound,
    Standpoint,
    Status,
)
from enterprises.models import Enterprise, Membership
from gongfu.core.models import Role, User

OWN_SECTIONS, GIVEN_SECTIONS = 2, 3
IN_HOUSE = (
    (Role.EDITOR, "租来的设备也算在设备总数里吗？"),
    (Role.OWNER, "算。以车间实际在用的为准，台账我发你。"),
)
WITH_PROVIDER = (
    (Role.CONSULTANT, "下周三到现场时，请准备好设备联网清单。"),
    (Role.OWNER, "已准备，另附车间网络拓扑图。"),
)
MIDDLING, LOWER = 2, 0  # places on the scale of a key item


def add_teamwork(
    shown: Enterprise, frameworks: Mapping[str, Framework], people: Mapping[Role, User]
) -> None:
    """Write it for the assessment that is open, and a talk with the provider for the last one."""
    own = Assessment.objects.filter(enterprise=shown, is_extra=False).select_related("release")
    newest_first = list(own.order_by("-opened_at", "-pk"))
    draft = next((each for each in newest_first if each.status == Status.DRAFT), None)
    earlier = next((each for each in newest_first if each.status != Status.DRAFT), None)
    if draft:
        framework = frameworks[str(draft.release)]
        _share_out(draft, framework, people)
        _talk(draft, framework, IN_HOUSE, people, draft.opened_at)
        known = answers_of(earlier) if earlier else {}
        _ask_round(draft, framework, people, known | answers_of(draft))
    if earlier and earlier.submitted_at:
        framework = frameworks[str(earlier.release)]
        _talk(earlier, framework, WITH_PROVIDER, people, earlier.submitted_at)


def _share_out(draft: Assessment, framework: Framework, people: Mapping[Role, User]) -> None:
    members = {m.user_id: m for m in Membership.objects.filter(enterprise=draft.enterprise_id)}
    keepers = [people[Role.OWNER]] * OWN_SECTIONS + [people[Role.EDITOR]] * GIVEN_SECTIONS
    Keeper.objects.bulk_create(
        Keeper(
            assessment=draft,
            section=section.ref,
            membership=members[user.pk],
            name=user.name,
            given_at=draft.opened_at,
            given_by=people[Role.OWNER],
        )
        for section, user in zip(framework.sections, keepers, strict=False)
    )


def _talk(
    assessment: Assessment,
    framework: Framework,
    said: tuple[tuple[Role, str], ...],
    people: Mapping[Role, User],
    since: datetime,
) -> None:
    key = key_of(framework.ref, next(iter(framework.questions)))
    Comment.objects.bulk_create(
        Comment(
            assessment=assessment,
            key=key,
            text=text,
            at=since + timedelta(minutes=20 * number),
            by=people[role],
            by_name=people[role].name,
            by_role=role,
        )
        for number, (role, text) in enumerate(said, start=1)
    )


def _ask_round(
    draft: Assessment,
    framework: Framework,
    people: Mapping[Role, User],
    known: Mapping[str, Any],
) -> None:
    """All three say what the firm says but for one key item, which the workshop sees soberly."""
    refs = key_items(framework, framework.questions)
    ended = draft.opened_at + timedelta(hours=2)
    opened = OpinionRound.objects.create(
        assessment=draft,
        refs=list(refs),
        opened_at=draft.opened_at,
        opened_by=people[Role.OWNER],
        closed_at=ended,
    )
    disputed = refs[len(refs) // 2]
    places = {
        Standpoint.MANAGEMENT: Role.OWNER,
        Standpoint.IT: Role.EDITOR,
        Standpoint.WORKSHOP: Role.VIEWER,
    }
    Opinion.objects.bulk_create(
        Opinion(
            round=opened,
            standpoint=point,
            user=people[role],
            name=people[role].name,
            document=_view(
                framework, refs, known, disputed if point == Standpoint.WORKSHOP else ""
            ),
            saved_at=ended,
            handed_in_at=ended,
        )
        for point, role in places.items()
    )


def _view(
    framework: Framework, refs: tuple[str, ...], known: Mapping[str, Any], lower: str
) -> dict[str, Any]:
    """One person's answers: as the firm's or in the middle of the scale, one at its lower end."""
    options = {ref: framework.questions[ref].option_refs for ref in refs}
    middle = {ref: found[min(MIDDLING, len(found) - 1)] for ref, found in options.items()}
    sober = {lower: options[lower][LOWER]} if lower else {}
    return {ref: known.get(ref, middle[ref]) for ref in refs} | sober
