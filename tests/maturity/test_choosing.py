"""Which release a firm answers follows from a rule in data."""

import pytest

from diagnosis.catalogue import SHIPPED
from diagnosis.maturity import FrameworkError
from diagnosis.maturity.choosing import choose, load_rules

FILE = SHIPPED / "rules" / "choice.yaml"
SMES, DISCRETE, PROCESS = "miit-sme 2024", "gbt-39116-discrete 2020", "gbt-39116-process 2020"


@pytest.mark.parametrize(
    ("profile", "release"),
    [
        ({"size": "small", "above_scale": "no"}, SMES),
        ({"size": "small", "above_scale": "yes", "process": "process"}, SMES),
        ({"size": "micro"}, SMES),
        ({"size": "medium", "above_scale": "no"}, SMES),
        ({"size": "medium", "above_scale": "yes", "process": "discrete"}, DISCRETE),
        ({"size": "medium", "above_scale": "yes", "process": "process"}, PROCESS),
        ({"size": "large", "process": "discrete"}, DISCRETE),
        ({"size": "large", "division": "26"}, PROCESS),
        ({"above_scale": "yes", "division": "36"}, DISCRETE),
        ({"above_scale": "yes"}, DISCRETE),
        ({"above_scale": "yes", "division": "26", "process": "discrete"}, DISCRETE),
        ({}, SMES),
    ],
)
def test_the_shipped_rule_follows_size_scale_and_type_of_production(profile, release):
    assert choose(load_rules(FILE), profile).release == release


def test_every_case_names_a_shipped_release_and_says_why_in_both_languages():
    shipped = {path.stem for path in SHIPPED.glob("*.yaml")}
    for case in load_rules(FILE).cases:
        assert case.release.replace(" ", "-") in shipped
        assert all(case.why[lang] for lang in ("zh", "en"))


def test_rules_are_no_release():
    assert FILE not in SHIPPED.glob("*.yaml")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("{profile: size, is: [small, micro]}", "{profile: site, is: [small]}", "one of size"),
        ("{profile: size, is: [small, micro]}", "{profile: size, is: [tiny]}", "values of size"),
        ("{profile: size, is: [small, micro]}", "{answer: q1, is: [B]}", "the profile only"),
        ("release: miit-sme 2024", "release: miit-sme", "ref and version of a release"),
        ("- ref: rest", "- ref: rest\n    when: {profile: size, is: [large]}", "but the last"),
        ("- ref: rest", "- ref: small", "each ref once"),
        ("- ref: rest", "- ref: rest\n    wen: {}", "no such key"),
    ],
)
def test_a_broken_rule_is_refused_with_file_and_key(tmp_path, old, new, complaint):
    broken = tmp_path / "choice.yaml"
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FrameworkError, match=complaint) as refused:
        load_rules(broken)
    assert str(refused.value).startswith("choice.yaml: cases")
    assert len(str(refused.value).splitlines()) == 1
