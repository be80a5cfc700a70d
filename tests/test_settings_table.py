"""Every setting stands in the README's table, with its default; nothing else does."""

import ast
import os
import subprocess
import sys

import pytest

from tests.readme import ROOT, settings_table

READERS = {"env", "env_flag", "env_number", "env_list"}
# Read by Django itself, and by docker compose alone.
ELSEWHERE = {"DJANGO_SETTINGS_MODULE", "POSTGRES_PASSWORD"}


def variables_in_code() -> dict[str, list[str]]:
    """Return variable -> the literal defaults with which the code reads it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "gongfu").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in READERS:
                name, *rest = (getattr(argument, "value", None) for argument in node.args)
                if isinstance(name, str):
                    found.setdefault(name, []).extend(d for d in rest if isinstance(d, str))
    return found


def test_the_table_lists_exactly_the_variables_that_are_read():
    assert set(settings_table()) == set(variables_in_code()) | ELSEWHERE


@pytest.mark.parametrize(("name", "defaults"), variables_in_code().items())
def test_the_table_states_the_default(name, defaults):
    cell = settings_table()[name]
    for default in filter(None, defaults):
        assert f"`{default}`" in cell


def clean() -> dict[str, str]:
    """An environment that says nothing but where to write."""
    return {name: os.environ[name] for name in ("PATH", "GONGFU_DATA")}


def start(**env: str) -> str:
    """Load the production settings with only these variables; return the complaint's last line."""
    done = subprocess.run(
        [sys.executable, "-c", "import gongfu.settings.prod"],
        cwd=ROOT,
        env={**clean(), **env},
        capture_output=True,
        text=True,
    )
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else ""


GOOD = {
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQR",
    "PUBLIC_URL": "https://gongfu.example.cn",
    "DATABASE_URL": "postgresql://gongfu:pw@db:5432/gongfu",
    "TRUSTED_PROXY_COUNT": "1",
}


def test_production_starts_with_what_it_needs():
    assert start(**GOOD) == ""


def test_djangos_own_check_of_a_deployment_has_nothing_to_say():
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**clean(), **GOOD, "DJANGO_SETTINGS_MODULE": "gongfu.settings.prod"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY"),
        ({"PUBLIC_URL": None}, "PUBLIC_URL"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://db/gongfu"}, "mysql"),
        ({"DEBUG": "0"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"TRUSTED_PROXY_COUNT": "0"}, "TRUSTED_PROXY_COUNT"),
        ({"PORT": "http"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"GONGFU_DEMO": "maybe"}, "GONGFU_DEMO"),
        ({"EMAIL_URL": "imap://mail"}, "imap"),
        ({"EVIDENCE_SCANNER": "clamav:3310"}, "EVIDENCE_SCANNER"),
        ({"GONGFU_DTA": "/data"}, "GONGFU_DTA"),
    ],
)
def test_production_refuses_what_is_missing_or_weak(change, expected):
    env = {name: value for name, value in {**GOOD, **change}.items() if value is not None}
    line = start(**env)
    assert "ImproperlyConfigured" in line
    assert expected in line
    assert "README" in line
