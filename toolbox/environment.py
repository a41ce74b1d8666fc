"""Strict reading of the environment: a misspelt value stops the start."""

import os
from dataclasses import dataclass, field
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


def port(parts, name="DATABASE_URL"):
    try:
        return str(parts.port or "")
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error


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


# Where e-mails land that nobody sends.
MAIL_FOLDER = BASE_DIR / "var" / "mail"


def email(url):
    """Return Django's settings for smtp://user:pw@host:port or smtps://….

    smtps: speaks TLS from the start (port 465), smtp: turns to it (STARTTLS, port
    587), with ?starttls=no never (port 25). Without a URL e-mails are written into
    var/mail. Raises ImproperlyConfigured for anything else.
    """
    if not url:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": MAIL_FOLDER}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must be smtp://host or smtps://host, with user:password@ before "
            "the host if the server asks for them"
        )
    secure, starts = parts.scheme == "smtps", _starttls(parts)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": int(port(parts, "EMAIL_URL") or _usual_port(secure, starts)),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": starts,
    }


def _starttls(parts):
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    choice = options.pop("starttls", "no" if parts.scheme == "smtps" else "yes")
    if options or choice not in ("yes", "no"):
        raise ImproperlyConfigured("EMAIL_URL knows ?starttls=yes and =no, no other")
    if parts.scheme == "smtps" and choice == "yes":
        raise ImproperlyConfigured("EMAIL_URL: smtps: speaks TLS from the start")
    return choice == "yes"


def _usual_port(secure, starts):
    if secure:
        return 465
    return 587 if starts else 25


@dataclass
class SignInServices:
    """The services elsewhere with which people may sign in, as settings."""

    apps: list = field(default_factory=list)
    providers: dict = field(default_factory=dict)
    # Where their pages are: scheme and host.
    origins: list = field(default_factory=list)


def sign_in_services():
    """Return the services whose keys are set: GitHub, one by OpenID Connect."""
    services = SignInServices()
    if github := _all_or_none("GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"):
        services.apps.append("allauth.socialaccount.providers.github")
        services.providers["github"] = {"APPS": [_keys(*github)]}
        services.origins.append("https://github.com")
    if openid := _all_or_none(
        "OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"
    ):
        server, *keys = openid
        services.apps.append("allauth.socialaccount.providers.openid_connect")
        services.providers["openid_connect"] = {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [_keys(*keys) | _openid_service(server)],
        }
        services.origins.append(_origin(server))
    return services


def _all_or_none(*names):
    values = [text(name) for name in names]
    if any(values) and not all(values):
        raise ImproperlyConfigured(f"Set all of {', '.join(names)}, or none")
    return values if all(values) else None


def _keys(client_id, secret):
    return {"client_id": client_id, "secret": secret, "key": ""}


def _openid_service(server):
    name = text("OIDC_NAME") or urlsplit(server).hostname
    return {
        "provider_id": "openid",
        "name": name,
        "settings": {"server_url": server},
    }


def _origin(url):
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.netloc:
        raise ImproperlyConfigured("OIDC_SERVER_URL must begin with https:")
    return f"https://{parts.netloc}"
