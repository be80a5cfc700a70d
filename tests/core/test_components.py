"""Every component renders, escapes what it is given, and needs no style or script of its own."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation

from gongfu.core.models import Job
from gongfu.core.paging import Page
from gongfu.core.templatetags.ui import register

pytestmark = pytest.mark.django_db

EVIL = '"><script>alert(1)</script>'
ROW = SimpleNamespace(pk=1)


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As registered")
    size = forms.ChoiceField(choices=[("s", "Small"), ("m", "Medium")], widget=forms.RadioSelect)
    kind = forms.ChoiceField(choices=[("a", "A")], required=False)
    note = forms.CharField(widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="I agree")


def job(state: str, **more) -> Job:
    now = timezone.now()
    times = {"lease_until": now + timedelta(seconds=9)} if state == "running" else {}
    return Job.objects.create(kind="walk", key=state, state=state, finished_at=now, **times, **more)


CONTEXT = {
    "evil": EVIL,
    "levels": [SimpleNamespace(rank=rank, name=f"L{rank}", threshold="20") for rank in range(1, 5)],
    "tiles": [
        SimpleNamespace(url="?d=1", name=EVIL, figure="61%", word="w", pace=3, row=1, column=4)
    ],
    "chips": [(EVIL, "?")],
    "page": Page(
        rows=[ROW],
        size=12,
        total=1234,
        first=13,
        previous="?before=x",
        next="?after=y",
        sizes=[(12, "?size=12"), (50, "?size=50")],
    ),
    "figure": {"data": [{"type": "bar", "x": [EVIL], "meta": "main"}]},
    "errors": [("q1", EVIL)],
}

SOURCES = {
    "level_badge": "{% level_badge 2 evil size='xl' %}{% level_badge None %}",
    "tag": "{% tag evil tone='warn' %}",
    "pace_tag": "{% pace_tag 3 %}{% pace_tag 1 evil %}",
    "kpi": "<dl>{% kpi evil '72%' unit='x' context=evil tone='danger' %}</dl>",
    "notice": "{% notice tone='warn' role='alert' %}{{ evil }}{% endnotice %}",
    "finding": "{% finding url='/' action=evil %}{{ evil }}{% endfinding %}",
    "empty_state": "{% empty_state title=evil text=evil %}{{ evil }}{% endempty_state %}",
    "bar": "{% bar 42.5 mark=80 label=evil %}{% bar None %}{% bar 140 second=True %}",
    "box": "{% box 1 20 30 40 90 you=35 label=evil %}",
    "ladder": "{% ladder levels 2 evil %}{% ladder levels None evil %}",
    "tile_map": "{% tile_map tiles evil %}",
    "pace_legend": "{% pace_legend %}",
    "field": "{% field form.name unit=evil %}{% field form.size %}{% field form.kind %}"
    "{% field form.note width='auto' %}{% field form.agree %}",
    "error_summary": "{% error_summary form title=evil %}",
    "error_list": "{% error_list errors %}",
    "title_prefix": "{% title_prefix form %}",
    "crumbs": "{% crumbs '/' evil evil %}",
    "filter_chips": "{% filter_chips chips %}",
    "pager": "{% pager page evil %}",
    "sort_head": "<table><tr>{% sort_head evil 'name' css='num' %}</tr></table>",
    "steps": "{% steps 2 evil evil evil evil %}",
    "job_row": "{% job_row queued %}{% job_row running evil %}{% job_row failed %}"
    "{% job_row done evil download=evil %}",
    "save_state": "{% save_state 'saved' evil %}",
    "chart": "{% chart figure=figure id='c' title=evil subtitle=evil source=evil csv_url='/x' %}"
    "<table></table>{% endchart %}",
    "bundled_styles": "{% bundled_styles as ids %}{{ ids|length }}",
    "page_frame": "{% page_frame as frame %}{{ frame.lang }}",
}


def render(name: str) -> str:
    form = Sample({"name": EVIL, "kind": "zz"}) if "form" in SOURCES[name] else None
    jobs = {
        state: job(state, **more)
        for state, more in {
            "queued": {},
            "running": {"progress_done": 3, "progress_total": 12},
            "failed": {"reason": "invalid", "reason_params": {"message": EVIL}},
            "done": {"result": {"url": "/x/"}},
        }.items()
    }
    source = "{% load ui %}" + SOURCES[name]
    request = RequestFactory().get("/", {"o": "name", "q": EVIL})
    return engines["django"].from_string(source).render({**CONTEXT, "form": form, **jobs}, request)


def test_every_component_is_in_this_table():
    assert set(register.tags) == set(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_renders_and_escapes_what_it_is_given(name, language):
    with translation.override(language):
        html = render(name)
    assert "<script>alert" not in html
    assert not re.search(r"<[^>]+\s(style|on\w+)=", html)


def test_a_field_ties_hint_and_error_to_its_control():
    html = render("field")
    assert 'aria-describedby="id_name-hint"' in html
    assert 'aria-describedby="id_kind-error"' in html
    assert 'aria-invalid="true"' in html
    assert re.search(r'<p class="error" id="id_kind-error">', html)


def test_the_error_summary_leads_to_each_field():
    html = render("error_summary")
    assert 'href="#id_kind"' in html
    assert 'role="alert"' in html


def test_numbers_in_drawings_keep_their_point_in_every_language():
    with translation.override("de"):
        assert 'width="42.50"' in render("bar")


def test_a_bar_never_leaves_its_frame():
    assert 'width="100.00"' in render("bar")


def test_a_sorted_column_says_so_and_turns_on_the_next_click():
    html = render("sort_head")
    assert 'aria-sort="ascending"' in html
    assert "o=-name" in html


def test_the_figure_travels_as_a_data_block():
    html = render("chart")
    assert 'type="application/json"' in html
    assert r"\u003Cscript\u003E" in html
