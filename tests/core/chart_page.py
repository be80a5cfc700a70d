"""A page with one chart of each kind, for the browser."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

import gongfu.urls

MONTHS = ["2025-01", "2025-02", "2025-03", "2025-04"]
CURVE = {
    "data": [
        {"x": MONTHS, "y": [2, 9, 20, 31], "meta": "main", "mode": "lines"},
        {"x": MONTHS, "y": [25, 50, 75, 100], "meta": "target", "mode": "lines"},
        {"x": MONTHS, "y": [0, 5, 10, 50], "meta": "band", "mode": "lines", "fill": "tozeroy"},
    ],
    "layout": {
        "yaxis": {"range": [0, 100], "ticksuffix": "%"},
        "shapes": [
            {"type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper", "name": "alert"}
        ],
        "annotations": [{"x": "2025-04", "y": 31, "text": "31%", "name": "main"}],
    },
}
RADAR = {
    "data": [
        {
            "type": "scatterpolar",
            "r": [80, 40, 60, 80],
            "theta": ["设备与网络的互联互通", "数据", "安全", "设备与网络的互联互通"],
            "fill": "toself",
            "meta": "main",
        }
    ],
    "layout": {"polar": {"radialaxis": {"range": [0, 100]}}},
}
BARS = {"data": [{"type": "bar", "x": ["1 级", "2 级"], "y": [4, 9], "meta": "level-2"}]}
BOX = {"data": [{"type": "box", "x": [1, 2, 5, 9], "meta": "main"}]}

PAGE = """{% extends "base.html" %}{% load ui %}
{% block title %}Charts{% endblock %}{% block heading %}Charts{% endblock %}
{% block scripts %}{% include "includes/charts.html" %}{% endblock %}
{% block content %}{% for id, figure in figures %}{% chart figure=figure id=id title=id %}
<table class="table"><tbody><tr><td>1</td></tr></tbody></table>
{% endchart %}{% endfor %}{% endblock %}
"""


def charts(request: HttpRequest) -> HttpResponse:
    figures = [("curve", CURVE), ("radar", RADAR), ("bars", BARS), ("box", BOX)]
    return HttpResponse(engines["django"].from_string(PAGE).render({"figures": figures}, request))


urlpatterns = [path("charts/", charts, name="charts"), path("", include(gongfu.urls))]
