"""From a stored result and the register to all that a report shows.

Every number comes from `diagnosis.presenting`, the source of the page and of the API; nothing is
computed here but texts for paper.
"""

import dataclasses
import hashlib
import json
from collections import Counter
from datetime import date
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from diagnosis import presenting
from diagnosis.models import Assessment, AssessmentMove, Evidence, Score, Status
from enterprises.models import Assignment
from gongfu.core.errors import Locked
from gongfu.core.languages import django_code
from reports.document import context as paper
from reports.document.opinion import Opinion
from reports.document.printable import plain
from reports.document.progress import Measures
from reports.models import Report
from reports.narrative.models import Narrative
from reports.services import codes, typesetting
from reports.services.comparing import peers_on_paper
from reports.services.planned import Planned, plan_on_paper
from reports.services.progressing import changes_on_paper, measures_on_paper
from reports.services.telling import chosen_on_paper, opinion_on_paper

BLANK = paper.Issue(number="", short_code="", url="", issued_on=date.min)


class NoScore(Locked):
    """There is no score that a report of this kind could be about."""

    code = "report_without_score"


def compose(
    *, assessment: Assessment, language: str, kind: str, narrative: Narrative | None = None
) -> paper.ReportContext:
    """All that the report shows, but for the issue: number, code and day are not known yet."""
    with translation.override(django_code(language)):
        voice = Score.Kind.SELF if kind == Report.Kind.SELF else Score.Kind.VERIFIED
        result = presenting.result_of(assessment, language, voice)
        if result is None:
            raise NoScore(_("There is no score yet that this report could be about."))
        return _Composition(assessment, result, narrative).context()


def with_issue(context: paper.ReportContext, issue: paper.Issue) -> paper.ReportContext:
    return dataclasses.replace(context, issue=issue)


def issue_of(
    *, number: str, code: str, issued_on: date, edition: int, supersedes: str | None
) -> paper.Issue:
    """What makes the paper this paper; the address is what the QR code holds."""
    return paper.Issue(
        number=number,
        short_code=codes.printed(code),
        url=settings.PUBLIC_URL + reverse("reports:verify_code", args=[code]),
        issued_on=issued_on,
        edition=edition,
        supersedes=supersedes,
    )


def content_digest(context: paper.ReportContext) -> str:
    """A digest of all but the issue: two reports that say the same have the same."""
    content = plain(dataclasses.replace(context, issue=BLANK))
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class _Composition:
    """One report in the making; the language of the report is active."""

    def __init__(
        self, assessment: Assessment, result: presenting.Result, narrative: Narrative | None
    ) -> None:
        self.assessment = assessment
        self.result = result
        self.narrative = narrative
        self.is_verified = result.kind == Score.Kind.VERIFIED
        self.evidence = Counter(
            Evidence.objects.usable().filter(assessment=assessment).values_list("key", flat=True)
        )

    def context(self) -> paper.ReportContext:
        result, enterprise, planned = self.result, self.assessment.enterprise, self.planned
        return paper.ReportContext(
            simulated=settings.GONGFU_DEMO or result.is_simulated or enterprise.is_simulated,
            issue=BLANK,
            firm=typesetting.firm_of(enterprise),
            programme=self._programme(),
            release=self._release(),
            result=self._result(),
            dimensions=typesetting.dimensions_of(result, planned.rates if planned else {}),
            scenes=self._scenes(),
            blocking=self._blocking(),
            answers=tuple(self._answers()),
            rules=() if result.adds_up else tuple(map(typesetting.rule_of, result.parts)),
            cut=typesetting.cuts_of(result),
            sources=tuple(
                typesetting.source_of(no, source)
                for no, source in enumerate(result.sources, start=1)
            ),
            limits=tuple(self._limits()),
            declaration=self._declaration(),
            digests=paper.Digests(
                inputs=result.inputs_digest,
                passport=result.passport_digest,
                core_version=result.core_version,
            ),
            signatures=tuple(self._signatures()),
            changes=changes_on_paper(self.assessment, result),
            measures=self._measures(),
            peers=peers_on_paper(self.assessment, result),
            plan=planned.plan if planned else None,
            opinion=self._opinion(),
        )

    def _programme(self) -> paper.Programme:
        provider = self._provider() if self.is_verified else None
        return paper.Programme(name=self.assessment.campaign.name, round=None, provider=provider)

    def _provider(self) -> str | None:
        """The provider of the open assignment, else of the last one."""
        assignments = Assignment.objects.filter(
            campaign=self.assessment.campaign, enterprise=self.assessment.enterprise
        ).select_related("provider")
        latest = assignments.order_by("assigned_on", "pk").last()
        return latest.provider.name if latest else None

    def _release(self) -> paper.Release:
        result = self.result
        return paper.Release(
            ref=result.framework_ref,
            version=result.framework_version,
            title=result.framework_name,
            notice=result.notice or None,
            published_on=timezone.localdate(self.assessment.release.published_at),
            digest=result.framework_digest,
            rounding=result.rounding,
        )

    def _result(self) -> paper.Result:
        result, other = self.result, self.result.other
        return paper.Result(
            voice=typesetting.voice_of(result.kind),
            as_of=result.as_of,
            total=typesetting.value_of(result.total) if self._anything_scored() else None,
            maximum=result.maximum,
            level=result.rank,
            levels=tuple(map(typesetting.level_of, result.levels)),
            adds_up=result.adds_up,
            other=paper.OtherResult(
                voice=typesetting.voice_of(other.kind),
                total=typesetting.value_of(other.total),
                level=other.rank,
            )
            if other and self.is_verified
            else None,
        )

    def _anything_scored(self) -> bool:
        return any(question.points for question in self.result.scored_questions)

    def _scenes(self) -> paper.Scenes | None:
        groups = tuple(map(self._scene_group, self.result.scene_groups))
        return paper.Scenes(groups=groups, meanings=()) if groups else None

    def _scene_group(self, group: presenting.SceneGroup) -> paper.SceneGroup:
        scenes = (
            paper.Scene(
                no=scene.no,
                name=scene.name,
                binding=scene.binding,
                level=scene.level,
                self_level=scene.self_level if self.is_verified else None,
                planned_level=self.planned.levels.get(scene.ref) if self.planned else None,
                unverified=scene.unverified,
            )
            for scene in group.scenes
        )
        return paper.SceneGroup(name=group.name, scenes=tuple(scenes))

    def _blocking(self) -> paper.Blocking | None:
        target = self.result.next_level
        if target is None:
            return None
        answers = tuple(
            typesetting.blocking_answer_of(blocker, adds_up=self.result.adds_up)
            for blocker in self.result.first_blockers
        )
        rest = tuple(
            paper.Rest(section=title, count=len(blockers))
            for title, blockers in self.result.more_blockers
        )
        return paper.Blocking(target=target.rank, answers=answers, choice="all", rest=rest)

    def _answers(self) -> list[paper.AnswerGroup]:
        return [
            paper.AnswerGroup(name=title, answers=tuple(map(self._answer, questions)))
            for _ref, title, questions in self.result.sections
        ]

    def _answer(self, question: presenting.Question) -> paper.Answer:
        key = f"{self.result.framework_ref}:{question.ref}"
        return typesetting.answer_of(question, self.evidence[key])

    def _measures(self) -> Measures | None:
        if self.row is None:
            return None
        chosen = self.narrative and chosen_on_paper(self.narrative, self.assessment, self.row)
        return chosen or measures_on_paper(self.assessment, self.row)

    def _opinion(self) -> Opinion | None:
        return opinion_on_paper(self.narrative, self._provider()) if self.narrative else None

    @cached_property
    def row(self) -> Score | None:
        return self.assessment.scores.filter(kind=self.result.kind, is_current=True).first()

    @cached_property
    def planned(self) -> Planned | None:
        """The agreed plan; where nothing was scored there is nothing that it could add to."""
        if self.row is None or not self._anything_scored():
            return None
        return plan_on_paper(self.assessment, self.row)

    def _limits(self) -> list[str]:
        if self.is_verified:
            first = _("This report holds for the day of the on-site review, not for later changes.")
        else:
            first = _(
                "This report rests on what the firm itself declared; nobody has checked it on site."
            )
        second = _(
            "The level says how digital the firm is by this framework; it says nothing about the "
            "quality of its products or its credit."
        )
        third = _("Points and rules marked as unverified could not be compared with the original.")
        return [first, second, *([third] if self.result.unverified else [])]

    def _declaration(self) -> paper.Declaration | None:
        said = self.result.declaration
        if said is None:
            return None
        return paper.Declaration(
            name=said.name,
            role=said.position,
            declared_at=said.declared_at,
            statement=said.statement,
        )

    def _signatures(self) -> list[paper.Signature]:
        """Who closed the on-site review; a self-assessment is declared, not signed."""
        if not self.is_verified:
            return []
        moves = AssessmentMove.objects.filter(assessment=self.assessment, after=Status.VERIFIED)
        move = moves.select_related("by").order_by("pk").last()
        if move is None or move.by is None:
            return []
        role = _("On-site reviewer")
        signed_at = timezone.localtime(move.at)
        return [paper.Signature(role=role, name=move.by.name, signed_at=signed_at)]
