"""The OpenAPI document is the contract: kept as a snapshot, true of what is answered."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from gongfu.core.access import SCOPES
from tests import factories
from tests.api.conftest import agree

SNAPSHOT = Path(__file__).parents[1] / "snapshots" / "openapi.json"
KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def snapshot() -> dict:
    return json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_the_contract_changes_only_on_purpose(snapshot, tmp_path):
    """`make openapi` rewrites the snapshot; the difference is then looked at like any change."""
    fresh = tmp_path / "openapi.json"
    options = {"file": str(fresh), "format": "openapi-json", "lang": "en", "fail_on_warn": True}
    call_command("spectacular", validate=True, **options)
    assert json.loads(fresh.read_text(encoding="utf-8")) == snapshot


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_document_is_served_the_same_in_every_language(snapshot, language):
    answer = Client(headers={"accept-language": language}).get("/api/v1/schema/")
    assert answer.status_code == 200
    assert json.loads(answer.content) == snapshot


def test_every_closed_operation_names_its_scope_and_every_one_its_errors(snapshot):
    for path, methods in snapshot["paths"].items():
        assert set(methods) == {"get"}, path
        responses = methods["get"]["responses"]
        assert {"200", "400", "401", "429"} <= set(responses), path
        scopes = {s for need in methods["get"].get("security", ()) for s in need["partner"]}
        assert scopes <= set(SCOPES.values())
        assert bool(scopes) is ("frameworks" not in path)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("enterprises/", "PaginatedEnterpriseList"),
        ("assessments/", "PaginatedAssessmentList"),
        ("coverage/", "Coverage"),
        ("frameworks/", "PaginatedFrameworkList"),
        ("frameworks/miit-sme/2024/", "FrameworkDetail"),
    ],
)
def test_what_is_answered_is_what_the_document_says(snapshot, caller, path, name):
    done = factories.submitted()
    agree(done.enterprise, caller.partner)
    schemas = snapshot["components"]["schemas"]
    answer = caller.get(path)
    assert answer.status_code == 200
    assert wrong(answer.json(), schemas[name], schemas, name) == []


def wrong(value: object, schema: dict, schemas: dict, place: str) -> list[str]:
    """Where a value and its schema differ: type, missing or unknown fields, unknown choices."""
    if "$ref" in schema:
        return wrong(value, schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas, place)
    if value is None:
        return [] if schema.get("nullable") else [f"{place}: null"]
    if choices := [*schema.get("allOf", ()), *schema.get("oneOf", ())]:
        return min((wrong(value, choice, schemas, place) for choice in choices), key=len)
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place}: {value!r} is none of {schema['enum']}"]
    kind = KINDS.get(schema.get("type", ""), object)
    if not isinstance(value, kind):
        return [f"{place}: {type(value).__name__} instead of {schema['type']}"]
    return _wrong_inside(value, schema, schemas, place)


def _wrong_inside(value: object, schema: dict, schemas: dict, place: str) -> list[str]:
    if isinstance(value, list):
        items = enumerate(value)
        found = (wrong(item, schema["items"], schemas, f"{place}[{no}]") for no, item in items)
        return [fault for faults in found for fault in faults]
    if isinstance(value, dict) and "properties" in schema:
        return _wrong_object(value, schema, schemas, place)
    return []


def _wrong_object(value: dict, schema: dict, schemas: dict, place: str) -> list[str]:
    known = schema["properties"]
    faults = [f"{place}.{name}: unknown" for name in set(value) - set(known)]
    faults += [f"{place}.{name}: missing" for name in set(schema.get("required", ())) - set(value)]
    for name in set(value) & set(known):
        faults += wrong(value[name], known[name], schemas, f"{place}.{name}")
    return faults
