"""Turns the addresses of outside services (database, queue, mail) into Django's dictionaries."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# "Saved" means on disk: NORMAL would not sync at commit.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"


def database_from(url: str, *, statement_seconds: int, lock_seconds: int = 2) -> dict[str, Any]:
    """Return the DATABASES entry of a sqlite:/// or postgresql:// address."""
    parts = split(url, "DATABASE_URL")
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path[1:])))
    if parts.scheme in {"postgres", "postgresql"}:
        return postgresql(parts, statement_seconds, lock_seconds)
    raise ImproperlyConfigured(
        f"DATABASE_URL begins with {parts.scheme!r}; expected sqlite:///FILE or "
        "postgresql://USER:PASSWORD@HOST:PORT/NAME (see README, Settings)."
    )


def sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "gongfu.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def postgresql(parts: SplitResult, statement_seconds: int, lock_seconds: int) -> dict[str, Any]:
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    limits = f"-c statement_timeout={statement_seconds}s -c lock_timeout={lock_seconds}s"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "options": limits, **options},
    }


def mail_from(url: str, folder: Path) -> dict[str, Any]:
    """Return the EMAIL_ settings of an smtp address, or of file:, which writes into `folder`."""
    parts = split(url, "EMAIL_URL")
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder),
        }
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise ImproperlyConfigured(
            f"EMAIL_URL begins with {parts.scheme!r}; expected file:, smtp://, smtp+tls:// or "
            "smtps://USER:PASSWORD@HOST:PORT (see README, Settings)."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }


def scanner_from(address: str) -> str:
    """Return the address of a clamd, provided that it is one; empty means that there is none."""
    parts = split(address, "EVIDENCE_SCANNER")
    tcp = parts.scheme == "tcp" and parts.hostname and parts.port
    unix = parts.scheme == "unix" and parts.path.startswith("/")
    if address and not (tcp or unix):
        raise ImproperlyConfigured(
            f"EVIDENCE_SCANNER is {address!r}; expected tcp://HOST:PORT or unix:/PATH "
            "(see README, Settings)."
        )
    return address


def split(url: str, name: str) -> SplitResult:
    """Return the parts of an address; the complaint never repeats a password."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} is not an address: {error} (see README, Settings)."
        ) from error
    return parts
