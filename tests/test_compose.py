"""docker-compose.yml is complete, watched, and names only settings that the README explains."""

import re

import pytest
import yaml

from tests.readme import ROOT, settings_table

TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(TEXT)["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "gongfu"}
LASTING = set(SERVICES) - {"migrate"}


def test_the_whole_system_is_there():
    assert {"web", "worker", "beat", "postgres", "redis"} <= set(SERVICES)


@pytest.mark.parametrize("name", sorted(LASTING))
def test_every_lasting_service_is_watched_and_comes_back(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_services_use_only_settings_of_the_readme(name):
    assert set(OURS[name]["environment"]) <= set(settings_table())


def test_values_from_outside_are_settings_of_the_readme():
    assert set(re.findall(r"\$\{(\w+)", TEXT)) <= set(settings_table())


@pytest.mark.parametrize("name", sorted(OURS))
def test_production_finds_all_that_it_requires(name):
    required = {n for n, default in settings_table().items() if "production: required" in default}
    assert required == {"SECRET_KEY", "PUBLIC_URL", "DATABASE_URL"}
    assert required | {"REDIS_URL"} <= set(OURS[name]["environment"])


def test_no_secret_is_written_down():
    for name, value in re.findall(r"(\w*(?:SECRET|PASSWORD)\w*): (.+)", TEXT):
        assert value.startswith("${") or name == "PASSWORD_MAX_AGE_DAYS", name


def test_states_in_the_defaults_what_the_readme_states():
    table = settings_table()
    for name, default in re.findall(r"\$\{(\w+):-([^}]*)\}", TEXT):
        if name not in {"EMAIL_FROM", "TRUSTED_PROXY_COUNT"}:  # here a proxy always stands in front
            assert f"`{default}`" in table[name], name
