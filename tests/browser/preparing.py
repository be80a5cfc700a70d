"""`python -m tests.browser.preparing SIZE`: seeds a city and adds what its pages can show.

Owners who can sign in to untouched assessments, issued reports, a register import with a refused
row, an open invitation. Prints as JSON what the tests need to know.
"""

import json
import re
import secrets
import sys
from collections.abc import Iterable
from dataclasses import asdict
from io import StringIO
from typing import Any

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Exists, OuterRef  # noqa: E402
from django.urls import reverse  # noqa: E402

from diagnosis.cataloguing.sources import digest_of_source, present_source  # noqa: E402
from diagnosis.drafting.starting import next_version  # noqa: E402
from diagnosis.models import (  # noqa: E402
    Assessment,
    Draft,
    PlanCheck,
    Release,
    ReopenRequest,
    SolutionDraft,
    Status,
)
from diagnosis.services.cataloguing import publish_solution, start_solution  # noqa: E402
from diagnosis.services.drafting import start_draft  # noqa: E402
from diagnosis.services.opening import open_assessment  # noqa: E402
from enterprises.models import Assignment, Campaign, Consent, Consultant, Enterprise  # noqa: E402
from enterprises.register.services.inviting import invite  # noqa: E402
from enterprises.register.services.receiving import receive_file  # noqa: E402
from enterprises.register.uscc import make_uscc  # noqa: E402
from gongfu.core import jobs  # noqa: E402
from gongfu.core.actor import Actor  # noqa: E402
from gongfu.core.clock import now, today  # noqa: E402
from gongfu.core.models import Job, Role, User  # noqa: E402
from reports.models import Report  # noqa: E402
from reports.services.issuing import request_report  # noqa: E402
from tests.browser.city import FirmOwner, Person  # noqa: E402

SIGN_IN = re.compile(r"^ +(\w+)@example\.com +(\S+) ", re.MULTILINE)
KEYS = re.compile(r"client id +(\S+)\s+secret +(\S+)")
OWNERS = 6
REGISTER = f"""统一社会信用代码,企业名称,所属区,行业代码,从业人数,营业收入（万元）
{make_uscc("91310117MA1X", 1)},样例精密机械有限公司,松江区,34,120,5600
{make_uscc("91310117MA1X", 2)},样例电子有限公司,不存在的区,39,80,无
"""


def main(size: str) -> None:
    said = StringIO()
    call_command("migrate", verbosity=0)
    call_command("seed_demo", enterprises=int(size), stdout=said)
    shown = user("owner").memberships.get().enterprise
    campaign = Campaign.objects.latest("starts_on")
    made = {
        "people": people(said.getvalue()),
        "client": KEYS.search(said.getvalue()).groups(),  # type: ignore[union-attr]
        "owners": [asdict(owner_of(firm, campaign)) for firm in untouched(shown, campaign)],
        "pages": pages(shown),
        "opened": shown.assessments.latest("opened_at").pk,
    }
    print(json.dumps(made))  # noqa: T201


def people(said: str) -> dict[str, Any]:
    return {
        name: asdict(Person(f"{name}@example.com", password))
        for name, password in SIGN_IN.findall(said)
    }


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.com")


def actor(name: str) -> Actor:
    return Actor.of_grant(user(name), user(name).grants.get())


def untouched(shown: Enterprise, campaign: Campaign) -> Iterable[Enterprise]:
    """Firms with nothing answered in the latest round that let the partner see their scores."""
    begun = Assessment.objects.filter(campaign=campaign, answered__gt=0).values("enterprise")
    agreed = Consent.objects.filter(field_group=Consent.FieldGroup.SCORES).values("enterprise")
    free = Enterprise.objects.filter(pk__in=agreed).exclude(pk__in=begun).exclude(pk=shown.pk)
    return free.exclude(memberships=None).order_by("pk")[:OWNERS]


def owner_of(firm: Enterprise, campaign: Campaign) -> FirmOwner:
    """Open the firm's assessment, give it to the consultant, and let its owner sign in."""
    opened = open_assessment(enterprise=firm, campaign=campaign, actor=Actor.system("test"))
    assign(firm, campaign, Consultant.objects.get(user=user("consultant")))
    owner = User.objects.get(memberships__enterprise=firm)
    password = secrets.token_urlsafe(12)
    owner.set_password(password)
    owner.save()
    return FirmOwner(
        email=owner.email,
        password=password,
        name=firm.name_zh,
        uscc=firm.uscc,
        district=firm.district_id,
        assessment=opened.pk,
    )


def assign(firm: Enterprise, campaign: Campaign, consultant: Consultant) -> None:
    care = {
        "provider": consultant.provider,
        "consultant": consultant,
        "assigned_on": campaign.starts_on,
        "due_on": campaign.due_on,
    }
    Assignment.objects.update_or_create(campaign=campaign, enterprise=firm, defaults=care)


def pages(shown: Enterprise) -> dict[str, list[str]]:
    """Pages that links lead to only in some states: role -> addresses."""
    earlier = shown.assessments.exclude(status=Status.DRAFT).latest("opened_at")
    reports = [issued(earlier, name) for name in ("owner", "consultant")]
    _invitation, code = invite(
        enterprise=shown, email="colleague@example.com", role=Role.EDITOR, actor=actor("owner")
    )
    found, check = imported(), due_check()
    return {
        "owner": [
            reverse("diagnosis:check", args=[shown.assessments.latest("opened_at").pk]),
            reverse("diagnosis:receipt", args=[earlier.pk]),
            reverse("core:job", args=[reports[0].pk]),
            reverse("reports:verify_code", args=[Report.objects.latest("pk").code]),
        ],
        "consultant": [
            reverse("diagnosis:review", args=[to_review().pk]),
            reverse("diagnosis:plan_check", args=[check.plan.assessment_id, check.pk]),
            reverse("diagnosis:interest", args=[check.plan.assessment_id]),
        ],
        "city": [reverse("diagnosis:delta", args=[pk]) for pk in in_two_rounds()],
        "district": [reverse("enterprises:import_detail", args=[found])],
        "author": [
            reverse("diagnosis:draft", args=[drafted().pk]),
            reverse("diagnosis:compare"),
            reverse("diagnosis:solution", args=[new_solution()]),
            f"{reverse('diagnosis:solutions_publish')}?draft={SolutionDraft.objects.latest('pk').pk}",
        ],
        "visitor": [reverse("enterprises:invitation", args=[code])],
    }


def in_two_rounds() -> list[int]:
    """An assessment that can be compared with an earlier one of its firm."""
    done = Assessment.objects.exclude(status=Status.DRAFT).filter(is_extra=False)
    before = done.filter(
        enterprise=OuterRef("enterprise"),
        framework_ref=OuterRef("framework_ref"),
        submitted_at__lt=OuterRef("submitted_at"),
    )
    return list(done.filter(Exists(before)).order_by("pk").values_list("pk", flat=True)[:1])


def drafted() -> Draft:
    """A new version of the 2024 index, with a text that is still missing."""
    release = Release.objects.get(ref="miit-sme")
    files = next_version(release, "2026")
    english = files.texts["en"].replace("    hint: Tick everything that is in place.\n", "", 1)
    files = files.with_file("en", english)
    return start_draft(files=files, actor=actor("author"), based_on=release)


def new_solution() -> str:
    """A solution of which an author published an edition and begins another."""
    ref, author = "mes-basic", actor("author")
    onto = digest_of_source(present_source(ref))
    source = present_source(ref).replace('high: "120"', 'high: "110"')
    first = start_solution(source=source, actor=author)
    publish_solution(draft=first, revision=1, onto=onto, actor=author)
    start_solution(source=source.replace("closes: operation", "closes: moon"), actor=author)
    return ref


def issued(assessment: Assessment, name: str) -> Job:
    job = request_report(assessment=assessment, language="zh", actor=actor(name))
    jobs.run_until_empty("interactive", heartbeat=False)
    return job


def to_review() -> Assessment:
    """An assessment that waits for the consultant's visit."""
    found = Assessment.objects.filter(status__in=(Status.SUBMITTED, Status.IN_REVIEW)).earliest(
        "pk"
    )
    assign(found.enterprise, found.campaign, Consultant.objects.get(user=user("consultant")))
    ReopenRequest.objects.get_or_create(
        assessment=found, state="open", defaults={"reason": "第 4 题漏填。", "asked_at": now()}
    )
    return found


def due_check() -> PlanCheck:
    """A check of a plan that is due, of a firm that the consultant looks after."""
    check = PlanCheck.objects.open().select_related("plan__assessment").earliest("pk")
    check.due_on = today()
    check.save()
    looked_after = check.plan.assessment
    care = Consultant.objects.get(user=user("consultant"))
    assign(looked_after.enterprise, looked_after.campaign, care)
    return check


def imported() -> int:
    """A register import, checked and waiting to be applied."""
    file = SimpleUploadedFile("register.csv", REGISTER.encode())
    found = receive_file(file=file, actor=actor("district"))
    jobs.run_until_empty("bulk", heartbeat=False)
    return found.pk


if __name__ == "__main__":
    main(sys.argv[1])
