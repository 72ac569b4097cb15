"""What this instance is: its version, its secret key's fingerprint, which migrations it knows, and its last backup."""

import hashlib
import hmac
import json
import os
from importlib.metadata import version
from pathlib import Path

from zweiklang.cli.environment import var_dir

# A backup holds no secret. Without these an instance restored from it is another one, or cannot read what it holds.
PRECIOUS_SETTINGS = (
    "ZWEIKLANG_SECRET_KEY",
    "ZWEIKLANG_SECRET_KEY_FALLBACKS",
    "ZWEIKLANG_VAPID_PRIVATE_KEY",
    "ZWEIKLANG_ALLOWED_HOSTS",
    "ZWEIKLANG_URL",
    "ZWEIKLANG_MAIL_URL",
    "ZWEIKLANG_S3_BUCKET",
    "ZWEIKLANG_BBB_SECRET",
)


def product_version() -> str:
    """The version of the installed package."""
    return version("zweiklang")


def secret_key_checks() -> list[str]:
    """32 bits of each secret key in use, the first one's first: enough to tell one from another, nothing to learn it by."""
    from django.conf import settings

    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hmac.digest(key.encode(), b"zweiklang.backup", hashlib.sha256).hex()[:8] for key in keys]


def unknown_migrations(migrations: list[list[str]]) -> list[str]:
    """Those that this version does not have: a newer one made them, and this one would misread their tables."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = set(loader.disk_migrations)
    # Several may have been put together in one since.
    known |= {place for migration in loader.disk_migrations.values() for place in migration.replaces}
    return [f"{app}.{name}" for app, name in migrations if (app, name) not in known]


def last_note() -> Path:
    """Where the last backup of this instance is noted, for `zweiklang doctor`."""
    return var_dir() / "backups" / "last.json"


def note_last(target: Path, at: str, *, verified: bool) -> None:
    """The note names this backup: `at` the moment it holds, `verified` whether its parts have been read again since."""
    path = last_note()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps({"at": at, "to": str(target), "verified": verified}) + "\n")
    fresh.replace(path)
