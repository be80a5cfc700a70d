"""Which release a firm answers in a campaign, and why: by the rule, or as the campaign says."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from diagnosis.catalogue import SHIPPED, framework_of
from diagnosis.maturity.choosing import Case, Rules, choose, load_rules
from diagnosis.maturity.questions import UNVERIFIED
from diagnosis.models import Release
from enterprises.models import Campaign, Enterprise
from enterprises.register.profiling import profile_of
from gongfu.core.errors import Invalid
from gongfu.core.languages import short

LOOKED_AT = ("size", "is_above_scale", "process_type", "industry_code")  # by the rule


@dataclass(frozen=True, slots=True)
class Choice:
    """The release of one firm in one campaign, in the reader's words."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseCount:
    """One case of the rule, and how many firms it decides."""

    why: str
    name: str
    is_unverified: bool
    firms: int


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The rule that comes with this version of the software."""
    return load_rules(SHIPPED / "rules" / "choice.yaml")


def release_of(campaign: Campaign, enterprise: Enterprise) -> Release:
    """The published release that the firm answers in the campaign."""
    return release_named(campaign.framework or _case_of(enterprise).release)


def choice_of(campaign: Campaign, enterprise: Enterprise) -> Choice:
    """What the firm would answer if it were invited now, and why."""
    if campaign.framework:
        why = _("The administration has chosen this questionnaire for the whole campaign.")
    else:
        why = _case_of(enterprise).why[short()]
    return Choice(title_of(campaign.framework or _case_of(enterprise).release), why)


def release_named(key: str) -> Release:
    """The published release of a key `ref version`; Invalid where there is none."""
    release = found_release(key)
    if release is None:
        raise Invalid(
            _("The framework %(framework)s of this campaign is not published.") % {"framework": key}
        )
    return release


def title_of(key: str) -> str:
    """The short name of a release; its key where it is not published."""
    release = found_release(key)
    return name_of(release) if release else key


def name_of(release: Release) -> str:
    """Its short name in the reader's language."""
    return framework_of(release).texts(short()).short_name


def count_cases(firms: Iterable[Enterprise]) -> list[CaseCount]:
    """Every case of the rule in order, with the number of these firms that it decides."""
    counts = Counter(_case_of(firm).ref for firm in firms)
    return [
        CaseCount(
            why=case.why[short()],
            name=title_of(case.release),
            is_unverified=case.status == UNVERIFIED,
            firms=counts[case.ref],
        )
        for case in rules().cases
    ]


def unpublished(campaign: Campaign) -> bool:
    """Whether some firm could be asked for a release that is not published."""
    keys = [campaign.framework] if campaign.framework else [c.release for c in rules().cases]
    return any(found_release(key) is None for key in set(keys))


def lacks_release(campaign: Campaign, enterprise: Enterprise) -> bool:
    """Whether what the firm would answer in the campaign is not published."""
    return found_release(campaign.framework or _case_of(enterprise).release) is None


def _case_of(enterprise: Enterprise) -> Case:
    return choose(rules(), profile_of(enterprise))


def found_release(key: str) -> Release | None:
    """The published release of a key `ref version`, if there is one."""
    ref, _space, version = key.partition(" ")
    return Release.objects.filter(ref=ref, version=version).first()
