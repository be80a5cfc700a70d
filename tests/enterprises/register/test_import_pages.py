"""The pages of the import, seen as a regulator sees them."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from enterprises.register.models import RegisterImport
from enterprises.register.reading.columns import find_layout
from enterprises.register.reading.delimited import read_delimited
from gongfu.core.models import User
from tests.enterprises.register.registers import as_csv, planted_file, run_jobs, uploaded
from tests.factories import as_regulator

LIST = reverse("enterprises:import")


@pytest.fixture(autouse=True)
def demo(settings):
    settings.GONGFU_DEMO = True


def client_of(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def detail(found: RegisterImport, **query: str) -> str:
    return reverse("enterprises:import_detail", args=[found.pk])


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_list_goes_from_upload_to_register_and_back_out(city):
    client = client_of(city)
    rows, _expected = planted_file(40, 24)
    file = SimpleUploadedFile("名单.csv", as_csv(rows))
    answer = client.post(LIST, {"file": file})
    found = RegisterImport.objects.get()
    assert answer["Location"] == detail(found)
    assert "data-poll" in client.get(detail(found)).content.decode()
    run_jobs()
    page = client.get(detail(found)).content.decode()
    assert "data-poll" not in page
    assert "校验码不符" in page
    client.post(reverse("enterprises:import_apply", args=[found.pk]))
    run_jobs()
    client.post(reverse("enterprises:import_undo", args=[found.pk]))
    run_jobs()
    found.refresh_from_db()
    assert found.state == RegisterImport.State.UNDONE
    assert client.get(detail(found)).status_code == 200


@pytest.mark.parametrize("show", ["refused", "create", "update", "same", "nonsense"])
def test_each_outcome_has_its_own_page_at_a_fixed_cost(city, show, django_assert_max_num_queries):
    rows, _expected = planted_file(60, 30)
    found = uploaded(as_csv(rows), city)
    client = client_of(city)
    client.get(detail(found))
    with django_assert_max_num_queries(12):
        assert client.get(detail(found), {"show": show}).status_code == 200


def test_a_file_that_cannot_be_read_says_why_and_what_to_do(city):
    found = uploaded("企业名称\n甲".encode("utf-16-le"), city)
    page = client_of(city).get(detail(found)).content.decode()
    assert "CSV UTF-8" in page
    assert 'role="alert"' in page


def test_nothing_chosen_is_an_error_at_the_field(city):
    answer = client_of(city).post(LIST, {})
    assert answer.status_code == 422
    assert "请选择名单文件" in answer.content.decode()


def test_another_district_does_not_reach_the_import(city):
    found = uploaded(as_csv(planted_file(30, 14)[0]), as_regulator("310115"))
    stranger = client_of(as_regulator("310104"))
    paths = [
        detail(found),
        reverse("enterprises:import_refused", args=[found.pk, "csv"]),
    ]
    assert [stranger.get(path).status_code for path in paths] == [404, 404]
    apply = reverse("enterprises:import_apply", args=[found.pk])
    assert stranger.post(apply).status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_refused_rows_hold_no_live_formula(city, form):
    """R-B02: cells and headers, in both forms."""
    rows = [[payload, *["x"] * 11] for payload in ("=1+1", "+1", "-1", "@A1", "\t=1", "＝1+1")]
    headers = ["统一社会信用代码", "企业名称", "所在区", "行业代码", "=cmd()", "+x", *"abcdef"]
    found = uploaded(as_csv(rows, headers=headers), city)
    data = body(client_of(city).get(reverse("enterprises:import_refused", args=[found.pk, form])))
    cells = list(cells_of(data, form))
    assert len(cells) > 6 * 12
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "＝"))]


def cells_of(data: bytes, form: str):
    """What a spreadsheet program would take for more than text comes as it stands."""
    if form == "csv":
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
            yield from row
        return
    for row in load_workbook(io.BytesIO(data)).active.iter_rows():
        for cell in row:
            yield str(cell.value) if cell.data_type == "f" else "text"


def test_the_template_is_recognised_by_the_import_in_both_languages(city):
    client = client_of(city)
    for language in ("zh-hans", "en"):
        User.objects.update(language=language)
        data = body(client.get(reverse("enterprises:import_template", args=["csv"])))
        layout, _lines = find_layout(read_delimited(data))
        assert layout.unknown == []
        assert len(layout.columns) == 13
