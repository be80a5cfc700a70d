"""Flags as rows: raised by the job, again after a change, and the same when recounted."""

from collections import Counter

import pytest
from django.urls import reverse

from diagnosis.models import AnswerBand, Flag, QualityCheck
from diagnosis.quality import figures
from diagnosis.quality.recounting import check_all, flag_differences
from diagnosis.quality.thresholds import thresholds
from diagnosis.services.returning import return_assessment
from gongfu.core import jobs
from tests.factories import as_regulator, consultant_for, submitted, verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(monkeypatch):
    """Two firms with the same answers, which two firms are enough to compare."""
    rule = thresholds()["outlier"]
    monkeypatch.setattr(
        figures,
        "thresholds",
        lambda: {
            "outlier": rule.__class__(
                rule=rule.rule, threshold=rule.threshold, least=1, is_ours=True, basis={}
            )
        },
    )
    monkeypatch.setattr(figures, "COMMON", 1)
    mixed = {f"s{number:02}": "13"[number % 2] for number in range(1, 17)}
    first, second = submitted(**mixed), submitted(**mixed)
    figures.publish_figures()
    run()
    return first, second


def run():
    jobs.run_until_empty("interactive", heartbeat=False)
    jobs.run_until_empty("bulk", heartbeat=False)


def rules_of(assessment):
    return set(Flag.objects.filter(assessment=assessment).values_list("rule", flat=True))


def differences():
    return list(flag_differences(Counter()))


def test_both_firms_are_flagged_and_neither_once_one_is_open_again(pair):
    first, second = pair
    assert "copied" in rules_of(first) & rules_of(second)
    assert differences() == []
    return_assessment(assessment=second, reason="Wrong plant.", actor=consultant_for(second))
    run()
    assert not QualityCheck.objects.filter(assessment=second).exists()
    assert "copied" not in rules_of(first)
    assert not AnswerBand.objects.filter(assessment=second).exists()
    assert differences() == []


def test_planted_damage_is_found_and_going_over_it_again_is_the_same(pair):
    before = sorted(Flag.objects.values_list("assessment", "rule", "value"))
    QualityCheck.objects.all().delete()
    Flag.objects.all().delete()
    check_all()
    assert sorted(Flag.objects.values_list("assessment", "rule", "value")) == before
    QualityCheck.objects.filter(assessment=pair[0]).update(inputs_digest="other")
    assert len(differences()) == 1


def test_a_wide_gap_between_firm_and_visit_is_flagged():
    wide = verified(self="80", verified="50")
    check_all()
    assert QualityCheck.objects.get(assessment=wide).gap == 30
    assert rules_of(wide) == {"gap"}


def test_flags_are_for_regulators_of_the_district_and_the_city(pair, sign_in, firm):
    first, _second = pair
    other = as_regulator("310104")
    assert Flag.objects.visible_to(as_regulator(first.enterprise.district)).exists()
    assert not Flag.objects.visible_to(other).exists()
    page = sign_in(as_regulator()).get(reverse("diagnosis:flags")).content.decode()
    assert first.enterprise.name in page
    assert (
        first.enterprise.name not in sign_in(other).get(reverse("diagnosis:flags")).content.decode()
    )
    assert firm(first).get(reverse("diagnosis:flags")).status_code == 403
    told = sign_in(as_regulator()).get(reverse("diagnosis:approval", args=[first.pk]))
    assert "are those of another firm" in told.content.decode()
