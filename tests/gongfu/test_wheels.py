"""Static files out of wheels."""

import pytest
from django.contrib.staticfiles import finders

from gongfu.wheels import SCRIPT, STYLE, plotly_rules


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
