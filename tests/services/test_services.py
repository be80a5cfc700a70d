"""The suite's own machinery: real servers that come back, and honesty about a missing browser."""

import os
import signal
import subprocess
import sys

import psycopg2
import pytest

from tests.readme import ROOT

from .postgres import Postgres, create_database
from .valkey import Valkey


def test_postgresql_keeps_what_was_committed_when_it_is_killed():
    server = Postgres(durable=True)
    try:
        address = create_database(server.url("postgres"), "kept")
        with psycopg2.connect(address) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE word AS SELECT '工赋' AS said")
        connection.close()
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()
        server.start()
        with psycopg2.connect(address) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT said FROM word")
            assert cursor.fetchone() == ("工赋",)
        connection.close()
    finally:
        server.stop()


def test_valkey_starts_again_on_its_port():
    server = Valkey()
    try:
        address = server.url
        server.process.kill()
        server.process.wait()
        server.start()
        assert server.url == address
        assert server.answers()
    finally:
        server.stop()


def test_a_page_shows_chinese(open_page):
    page = open_page()
    page.set_content("<h1>工赋</h1>")
    assert page.text_content("h1") == "工赋"


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_missing_chromium_is_never_silent(ci, code, tmp_path):
    one = f"{__file__}::test_a_page_shows_chinese"
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", one],
        cwd=ROOT,
        env={**inherited, "PATH": str(tmp_path), "CI": ci, "DB": "sqlite"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stdout
    assert "Chromium is missing" in done.stdout
    assert ("BROWSER TESTS DID NOT RUN" in done.stdout) == (not ci)
