"""Static files out of wheels."""

import re

import pytest
from django.contrib.staticfiles import finders

from gongfu.wheels import SCRIPT, STYLE, bundled_style_ids, plotly_rules


def test_plotlys_renderer_comes_from_the_wheel_that_makes_the_figures():
    assert finders.find(SCRIPT).endswith("plotly/package_data/plotly.min.js")


def test_plotlys_rules_are_derived_whole():
    with open(finders.find(STYLE), encoding="utf-8") as file:
        rules = file.read().splitlines()
    assert len(rules) > 60
    assert all(rule.startswith(".") and rule.endswith("}") for rule in rules)
    assert rules[-1].startswith(
        ".js-plotly-plot .plotly,.js-plotly-plot .plotly div{direction:ltr;"
    )


def test_a_plotly_that_keeps_its_rules_elsewhere_is_noticed():
    with pytest.raises(LookupError, match="wheels"):
        plotly_rules("nothing here")


def test_styles_that_the_script_would_add_are_known_by_their_ids():
    """None is an answer too: a browser test fails on any message of the content policy."""
    assert all(re.fullmatch("[0-9a-f]{64}", found) for found in bundled_style_ids())
