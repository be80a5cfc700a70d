"""R-B07: whatever a firm and an office do in whatever order, scores stay what answers make them."""

import json
from collections import Counter
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from diagnosis import maturity
from diagnosis.answers import answers_of, key_of, revision
from diagnosis.catalogue import framework_for
from diagnosis.maturity.batch import score_many
from diagnosis.maturity.moves import better_moves
from diagnosis.models import Release, Status
from diagnosis.services.answering import save_answer
from diagnosis.services.returning import return_assessment
from diagnosis.services.scoring import score_assessment
from diagnosis.services.submitting import submit_assessment
from gongfu.core import jobs
from gongfu.core.errors import Invalid, Locked
from reports.coverage.recounting import differences
from tests.diagnosis.conftest import person
from tests.factories import assessment, consultant_for, member_of, middling
from tests.maturity.random_sheets import random_answer
from tests.maturity.recompute import Recomputed

pytestmark = pytest.mark.django_db

BOTH = ["workshop 1", "miit-sme 2024"]
SEEDS = st.integers(0, 2**32 - 1)


class Scoring(RuleBasedStateMachine):
    """One firm's assessment, and beside it what should be in it."""

    release: str

    @initialize()
    def open(self) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.opened = assessment(framework=self.release)
        self.framework = framework_for(self.opened)
        self.firm = member_of(self.opened)
        self.visitor = consultant_for(self.opened)
        self.answers: dict[str, Any] = {}
        self.status = Status.DRAFT

    def teardown(self) -> None:
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @rule(seed=SEEDS)
    def answer(self, seed: int) -> None:
        random = Random(seed)
        question = random.choice(list(self.framework.questions.values()))
        self._save(question.ref, random_answer(self.framework, question, random))

    @precondition(lambda self: self.answers)
    @rule(seed=SEEDS)
    def clear(self, seed: int) -> None:
        self._save(Random(seed).choice(list(self.answers)), None)

    @precondition(lambda self: self.status == Status.DRAFT)
    @rule()
    def fill_and_submit(self) -> None:
        while missing := self._progress().missing:
            ref = missing[0]
            self._save(ref, None)  # numbers that contradict others would stand in the way
            self._save(ref, middling(self.framework.questions[ref]))
        self.submit()

    @rule()
    def submit(self) -> None:
        whole = self._progress().is_complete
        try:
            submit_assessment(
                assessment=self.opened,
                declared_name="Li Gong",
                declared_position="Head",
                actor=self.firm,
                user=person(self.firm),
            )
        except Invalid:
            assert not whole or any(maturity.implausible(self.framework, self.answers))
        else:
            assert whole
            self.status = Status.SUBMITTED
            jobs.run_until_empty("interactive", heartbeat=False)

    @precondition(lambda self: self.status == Status.SUBMITTED)
    @rule()
    def give_back(self) -> None:
        return_assessment(assessment=self.opened, reason="Look again.", actor=self.visitor)
        self.status = Status.DRAFT

    @rule()
    def publish_another_release(self) -> None:
        mine = self.opened.release
        count = Release.objects.count()
        Release.objects.create(
            ref=mine.ref,
            version=f"{mine.version}.{count}",
            digest=f"{count:064}",
            source=mine.source.replace(f'version: "{mine.version}"', 'version: "9"'),
            texts=mine.texts,
        )

    @precondition(lambda self: self.status == Status.SUBMITTED)
    @rule()
    def score_again(self) -> None:
        before = self.opened.scores.get(is_current=True)
        assert score_assessment(assessment=self.opened) == before

    @rule(seed=SEEDS)
    def raise_an_answer(self, seed: int) -> None:
        """Not stored: a step up never lowers what a monotone release gives for it."""
        now = self._score(self.answers)
        question = Random(seed).choice(list(self.framework.questions.values()))
        for move in better_moves(question, now.evaluation.resolutions[question.ref]):
            after = self._score({**self.answers, question.ref: move.choice})
            if self.framework.monotone and after.hidden == now.hidden:
                assert after.total.exact >= now.total.exact
                assert after.rank >= now.rank

    @rule()
    def recount(self) -> None:
        assert list(differences(Counter())) == []

    @invariant()
    def answers_and_counters_are_what_was_given(self) -> None:
        self.opened.refresh_from_db()
        assert self.opened.status == self.status
        assert answers_of(self.opened) == self.answers
        done = self._progress()
        assert (self.opened.answered, self.opened.total) == (done.answered, done.total)
        assert framework_for(self.opened).digest == self.framework.digest

    @invariant()
    def the_score_is_what_the_answers_make_it(self) -> None:
        rows = list(self.opened.scores.filter(is_current=True))
        assert len(rows) == (self.status == Status.SUBMITTED)
        for row in rows:
            alone = self._score(self.answers)
            [together] = score_many(self.framework, [self.answers], [self.opened.profile])
            again = Recomputed(json.loads(json.dumps(row.passport)))
            assert alone.total.exact == together.total == again.total
            assert row.exact == alone.total.exact_text
            assert row.level == together.rank == again.level

    def _save(self, ref: str, value: Any) -> None:
        document = self.opened.sheets.get(voice="self").document
        base = revision(document, key_of(self.opened.framework_ref, ref))
        try:
            kept = save_answer(
                assessment=self.opened,
                ref=ref,
                raw=value,
                base_revision=base,
                user=person(self.firm),
            )
        except Locked:
            assert self.status != Status.DRAFT
        except Invalid:
            assert value is not None
        else:
            assert self.status == Status.DRAFT
            self.answers = {r: v for r, v in self.answers.items() if r != ref}
            self.answers |= {} if kept["value"] is None else {ref: kept["value"]}

    def _progress(self) -> maturity.Progress:
        return maturity.progress(self.framework, self.answers, self.opened.profile)

    def _score(self, answers: dict[str, Any]) -> maturity.Score:
        return maturity.score(self.framework, answers, self.opened.profile)


@pytest.mark.parametrize("release", BOTH)
def test_scores_stay_what_answers_make_them(release):
    machine = type("Scoring", (Scoring,), {"release": release})
    few = settings(
        max_examples=15,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    with translation.override("en"):
        run_state_machine_as_test(machine, settings=few)
