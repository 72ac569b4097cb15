"""What operators write in settings, checked and in the shapes Django wants. Errors name the setting."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from environs import Env

from zweiklang.kernel.secret_files import take_secrets_from_files

# What PgBouncer in transaction mode, and one that keeps prepared statements too, is called in ZWEIKLANG_PGBOUNCER.
POOLERS = ("", "transaction", "prepared")


def database_from_url(url: str, *, pool: bool, pgbouncer: str = "") -> dict[str, Any]:
    """Django's settings of one PostgreSQL connection.

    `host` as a query parameter names a folder with a Unix socket; `pgbouncer` is one of POOLERS. Raises ValueError for other schemes
    and poolers.
    """
    parts = urlsplit(url)
    if url and parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme or 'nothing'}://")
    if pgbouncer not in POOLERS:
        raise ValueError("ZWEIKLANG_PGBOUNCER must be empty, transaction or prepared")
    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {key: value for key, value in query.items() if key not in {"host", "port"}}
    # Two transactions of one client run on two connections of the server: a statement prepared there is unknown here.
    options["prepare_threshold"] = None if pgbouncer == "transaction" else 2
    options["server_side_binding"] = True
    # A server that vanished without a word is noticed in seconds, not when the system gives up after a quarter of an hour.
    options = {"connect_timeout": 5, "keepalives_idle": 30, "tcp_user_timeout": 15_000, **options}
    if pool:
        # A page waits so long for a connection: a restart of PostgreSQL is not noticed, a longer outage is told. Who tries to connect
        # anew gives up as soon, so that the pause between two tries stays short and the first page after an outage finds a connection.
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "zweiklang",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", "") or unquote(parts.hostname or ""),
        "PORT": query.get("port", "") or (str(parts.port) if parts.port else ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        # A connection of the pool is tried before it is lent: after a restart of PostgreSQL nobody gets a dead one.
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "TIME_ZONE": None,
        "ATOMIC_REQUESTS": False,
    }


def mailer_from_url(url: str, *, folder: Path) -> dict[str, Any]:
    """Django's settings of one mailer. Raises ValueError for anything but smtp://, smtps:// and "folder"."""
    if url == "folder":
        return {"BACKEND": "zweiklang.kernel.mail.FolderBackend", "OPTIONS": {"folder": str(folder)}}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise ValueError("ZWEIKLANG_MAIL_URL must begin with smtp:// or smtps://, or be the word folder")
    options = {
        "host": parts.hostname or "localhost",
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": dict(parse_qsl(parts.query)).get("tls") == "start",
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def base_url(url: str, hosts: list[str]) -> str:
    """Returns the address with which links begin; raises ValueError unless it is one without a path."""
    parts = urlsplit(url)
    if url and (
        parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query
    ):
        raise ValueError("ZWEIKLANG_URL must be http(s)://host, without a path")
    host = next((h for h in hosts if h and not h.startswith(("*", "."))), "localhost")
    return url.rstrip("/") or f"https://{host}"


def video_url(url: str, secret: str) -> str:
    """Names and the way into a conference never travel in the clear, except to this machine itself."""
    parts = urlsplit(url)
    if bool(url) != bool(secret):
        raise ValueError("ZWEIKLANG_BBB_URL and ZWEIKLANG_BBB_SECRET belong together")
    if url and (not _is_safe(url) or parts.query):
        raise ValueError("ZWEIKLANG_BBB_URL must be https://host/bigbluebutton/, without a query")
    return url


def _is_safe(url: str) -> bool:
    """True for https, and for this machine itself."""
    parts = urlsplit(url)
    near = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return bool(parts.hostname) and (parts.scheme == "https" or near)


def file_storage(raw: dict[str, Any], *, folder: Path) -> dict[str, Any]:
    """Django's settings of the storage for the files people send."""
    if not raw["ZWEIKLANG_S3_BUCKET"]:
        return {"BACKEND": "zweiklang.exchange.files.folders.Folder", "OPTIONS": {"location": str(folder)}}
    if not (raw["ZWEIKLANG_S3_KEY"] and raw["ZWEIKLANG_S3_SECRET"]):
        raise ValueError("ZWEIKLANG_S3_BUCKET needs ZWEIKLANG_S3_KEY and ZWEIKLANG_S3_SECRET")
    if raw["ZWEIKLANG_S3_ENDPOINT"] and not _is_safe(raw["ZWEIKLANG_S3_ENDPOINT"]):
        raise ValueError("ZWEIKLANG_S3_ENDPOINT must be https://host")
    options = {
        "bucket_name": raw["ZWEIKLANG_S3_BUCKET"],
        "endpoint_url": raw["ZWEIKLANG_S3_ENDPOINT"] or None,
        "region_name": raw["ZWEIKLANG_S3_REGION"],
        "access_key": raw["ZWEIKLANG_S3_KEY"],
        "secret_key": raw["ZWEIKLANG_S3_SECRET"],
    }
    return {"BACKEND": "zweiklang.exchange.files.buckets.Bucket", "OPTIONS": options}


def clamd_address(address: str) -> str:
    """Returns the address of the virus scanner, "" for none; raises ValueError for what is none."""
    parts = urlsplit(address)
    if address and not (
        (parts.scheme == "unix" and parts.path) or (parts.scheme == "tcp" and parts.hostname)
    ):
        raise ValueError("ZWEIKLANG_CLAMD must be tcp://host:port or unix:/path")
    return address


def live_url(url: str) -> str:
    """It goes into the content security policy: one origin, without a path or anything that could name more."""
    parts = urlsplit(url)
    if url and (
        parts.scheme not in {"http", "https"} or url.rstrip("/") != f"{parts.scheme}://{parts.netloc}"
    ):
        raise ValueError("ZWEIKLANG_LIVE_URL must be http(s)://host, without a path")
    if any(sign in parts.netloc for sign in " ;,*'@"):
        raise ValueError("ZWEIKLANG_LIVE_URL must name one host")
    return url.rstrip("/")


def log_format(word: str) -> str:
    """Returns "text" or "json"; raises ValueError for anything else."""
    if word not in {"text", "json"}:
        raise ValueError("ZWEIKLANG_LOG_FORMAT must be text or json")
    return word


def traces_url(url: str) -> str:
    """Names of pages and tables go there: to this machine or a private network's http, or over https."""
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.username):
        raise ValueError("ZWEIKLANG_TRACES_URL must be http(s)://host/path")
    return url


def share(part: float) -> float:
    """Returns the share; raises ValueError unless it is one."""
    if not 0 <= part <= 1:
        raise ValueError("ZWEIKLANG_TRACES_SHARE must be from 0 to 1")
    return part


def values_of(settings: Iterable[Any]) -> dict[str, Any]:
    """Name to value, read from the environment by the parser each setting names; secrets may lie in files (NAME_FILE)."""
    take_secrets_from_files(os.environ)
    env = Env()
    return {one.name: getattr(env, one.kind)(one.name, one.default) for one in settings}


def secret_key(raw: dict[str, Any]) -> str:
    """Returns the secret key. A fixed one would let anyone forge demo sessions: there the launcher hands one down to its processes."""
    if raw["ZWEIKLANG_SECRET_KEY"] or not (raw["ZWEIKLANG_DEMO"] or raw["ZWEIKLANG_DEBUG"]):
        return str(raw["ZWEIKLANG_SECRET_KEY"])
    from django.core.management.utils import get_random_secret_key  # noqa: PLC0415 - only where needed

    return get_random_secret_key()
