"""Strict reading of the environment: a misspelt value stops the start."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def text(name, default=None):
    """Return the variable, or what the file NAME_FILE holds (mounted secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {error}") from error
    return os.environ.get(name, default)


def flag(name, *, default):
    """Return True or False for "yes" or "no"; anything else stops the start."""
    value = text(name, "yes" if default else "no")
    if value not in ("yes", "no"):
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}")
    return value == "yes"


def words(name):
    """Return the comma-separated values of the variable as a list."""
    return [item.strip() for item in (text(name) or "").split(",") if item.strip()]


def whole_number(name, *, default):
    """Return the variable as a non-negative int; anything else stops the start."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


def database(url):
    """Return Django's settings for sqlite:///file or postgres://user:pw@host:port/name.

    A PostgreSQL socket is written postgres:///name. Raises ImproperlyConfigured
    for any other scheme or an empty name.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL names no database")
    if parts.scheme == "sqlite":
        return sqlite(name)
    if parts.scheme in ("postgres", "postgresql"):
        return postgresql(parts, name)
    raise ImproperlyConfigured(
        f"DATABASE_URL must begin with sqlite: or postgres:, not {parts.scheme!r}"
    )


def sqlite(name):
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": BASE_DIR / name,
        # Opening the file and reading its schema takes longer than most queries.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # A write takes its lock at the start, so that two writers queue
            # instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
            ),
        },
    }


def postgresql(parts, name):
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port(parts),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # The server would compile the larger queries, which takes four times as
        # long as it takes to run them.
        "OPTIONS": {"options": "-c jit=off"} | dict(parse_qsl(parts.query)),
    }


def port(parts):
    try:
        return str(parts.port or "")
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL: {error}") from error


def cache(url):
    """Return the settings for redis://…, or for this process's memory without a URL."""
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if urlsplit(url).scheme not in ("redis", "rediss"):
        raise ImproperlyConfigured("CACHE_URL must begin with redis: or rediss:")
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "toolbox",
        # In seconds: a cache that is slower than that is of no use.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
