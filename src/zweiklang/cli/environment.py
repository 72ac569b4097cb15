"""What every command needs before Django: the var folder, a database to talk to, the settings module.

Without DATABASE_URL the embedded PostgreSQL in the var folder is used and its URLs are put into the
environment, so that settings, web workers and subprocesses find them like those of any other server.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click

from zweiklang.cli.embedded_postgres import DatabaseUrls, EmbeddedPostgres, PostgresFailed
from zweiklang.cli.roles import DATABASE, ensure_roles_and_database
from zweiklang.cli.watching import watched

SETTINGS_MODULE = "zweiklang.config.settings"


def var_dir() -> Path:
    """The folder for everything that is written at run time (setting ZWEIKLANG_VAR_DIR)."""
    return Path(os.environ.get("ZWEIKLANG_VAR_DIR") or "var").resolve()


def embedded_server() -> EmbeddedPostgres:
    """The embedded server of this var folder, running or not."""
    return EmbeddedPostgres(var_dir() / "postgres")


def has_own_server() -> bool:
    """True when DATABASE_URL names a server, so that the embedded one stays out of it."""
    return bool(os.environ.get("DATABASE_URL"))


def keep_embedded() -> tuple[DatabaseUrls, bool]:
    """The embedded database runs, and runs on until `stop` if this call started it.

    Returns its URLs and whether this call started it.
    """
    server = embedded_server()
    with _clear_errors():
        if started := server.start():
            server.keep_running()
    ensure_roles_and_database(server.superuser_url(), DATABASE)
    return server.urls(DATABASE), started


@contextmanager
def database(*, tied: bool = False) -> Iterator[None]:
    """Inside the block DATABASE_URL and DATABASE_OWNER_URL name a running server.

    The embedded server ends with its last user; `tied` ends it even if this process is killed hard, and starts it again
    if it ends by itself meanwhile.
    """
    if has_own_server():
        yield
        return
    server = embedded_server()
    with _clear_errors(), server.in_use(tied=tied), watched(server) if tied else nullcontext():
        ensure_roles_and_database(server.superuser_url(), DATABASE)
        urls = server.urls(DATABASE)
        os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = urls.app, urls.owner
        yield


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except PostgresFailed as error:
        raise click.ClickException(str(error)) from error
    except PermissionError as error:
        raise click.ClickException(
            f"{error.filename} belongs to another account ({error.strerror})."
        ) from error


def use_direct_database() -> None:
    """This process and its children reach PostgreSQL itself, not through PgBouncer: whoever listens or keeps a role needs that."""
    if url := os.environ.get("ZWEIKLANG_DIRECT_DATABASE_URL"):
        os.environ["DATABASE_URL"] = url
        os.environ.pop("ZWEIKLANG_PGBOUNCER", None)


def setup_django() -> None:
    """Django is ready for use in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    import django

    django.setup()


def use_demo_mode(host: str) -> None:
    """This process and its children run in demo mode, with the same secret keys for all starts."""
    os.environ["ZWEIKLANG_DEMO"] = "true"
    os.environ.setdefault("ZWEIKLANG_SECRET_KEY", _kept_secret(var_dir() / "demo-secret-key"))
    # 32 bytes are a key of the curve P-256 (but for one of 4 billion).
    push_key = _kept_secret(var_dir() / "demo-push-key", size=32)
    os.environ.setdefault("ZWEIKLANG_VAPID_PRIVATE_KEY", push_key)
    if "ZWEIKLANG_ALLOWED_HOSTS" not in os.environ:
        # Somebody who listens on all addresses wants to be reached under names we cannot know.
        everywhere = host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
        names = ["*"] if everywhere else ["localhost", "127.0.0.1", "[::1]", host]
        os.environ["ZWEIKLANG_ALLOWED_HOSTS"] = ",".join(names)


def require_secret_key() -> None:
    """Outside demo and debug mode there is a key to sign with; without one every page would fail, so nothing is started."""
    setup = {name: os.environ.get(f"ZWEIKLANG_{name}", "") for name in ("SECRET_KEY", "DEMO", "DEBUG")}
    on = {"1", "true", "yes", "on", "t", "y"}
    if not setup["SECRET_KEY"] and not {setup["DEMO"].lower(), setup["DEBUG"].lower()} & on:
        raise click.ClickException(
            "ZWEIKLANG_SECRET_KEY is not set. Make one with `openssl rand -base64 48`, and keep it."
        )


def _kept_secret(path: Path, *, size: int = 48) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(size))
    return path.read_text()
