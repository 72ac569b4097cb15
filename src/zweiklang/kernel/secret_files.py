"""Secrets from files: NAME_FILE in the environment names a file that holds the value of NAME, as container platforms and systemd hand them over."""

from collections.abc import MutableMapping
from pathlib import Path

# Settings that hold a secret, alone or within a URL.
SECRETS = (
    "ZWEIKLANG_SECRET_KEY",
    "ZWEIKLANG_SECRET_KEY_FALLBACKS",
    "DATABASE_URL",
    "ZWEIKLANG_DIRECT_DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_SUPERUSER_URL",
    "ZWEIKLANG_MAIL_URL",
    "ZWEIKLANG_METRICS_TOKEN",
    "ZWEIKLANG_BBB_SECRET",
    "ZWEIKLANG_VAPID_PRIVATE_KEY",
    "ZWEIKLANG_S3_KEY",
    "ZWEIKLANG_S3_SECRET",
)


def take_secrets_from_files(environment: MutableMapping[str, str]) -> None:
    """Each secret is in the environment under its own name, and no NAME_FILE is left: processes started from here find only values.

    Raises ValueError, naming the variable, for a file that cannot be read and for a secret that is given twice.
    """
    for name in SECRETS:
        place = environment.pop(f"{name}_FILE", "")
        if not place:
            continue
        if environment.get(name):
            raise ValueError(f"{name} and {name}_FILE are both set: leave one of them out")
        try:
            environment[name] = Path(place).read_text().rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as problem:
            raise ValueError(f"{name}_FILE names a file that cannot be read: {place}") from problem
