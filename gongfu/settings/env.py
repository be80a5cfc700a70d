"""Reads of the environment that explain themselves; each variable is in the README's table."""

import os
from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def env(name: str, default: str | None = None) -> str:
    """Return the variable's text; without a default the variable is required."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name} (see README, Settings).")
    return value.strip()


def env_flag(name: str, default: str) -> bool:
    """Return whether the variable says yes, in any of the usual spellings."""
    value = env(name, default).lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}; expected 1 or 0 (see README, Settings).")
    return value in TRUE


def env_number(name: str, default: str, *, least: int = 0, most: int = 1_000_000) -> int:
    """Return the variable as a whole number within its bounds."""
    value = env(name, default)
    if not (value.isascii() and value.isdigit() and least <= int(value[:9]) <= most):
        expected = f"a whole number from {least} to {most}"
        raise ImproperlyConfigured(
            f"{name} is {value!r}; expected {expected} (see README, Settings)."
        )
    return int(value)


def env_list(name: str, default: str) -> list[str]:
    """Return the comma-separated parts that are not empty."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def refuse_unknown(prefix: str, known: Iterable[str]) -> None:
    """Stop the start when a variable of ours is misspelt, rather than run without what it says."""
    ours = {name for name in os.environ if name.startswith(prefix)}
    refuse_variables(ours - set(known), "it is none of ours")


def refuse_variables(names: Iterable[str], reason: str) -> None:
    """Stop the start when one of the variables is set, rather than ignore what somebody meant."""
    for name in sorted(set(names) & set(os.environ)):
        raise ImproperlyConfigured(
            f"The environment variable {name} is set; {reason} (see README, Settings)."
        )
