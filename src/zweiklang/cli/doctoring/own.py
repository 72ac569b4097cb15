"""The installation itself: settings, keys, versions, disk."""

import platform
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from zweiklang.cli.doctoring.findings import Finding, fails, listed, says, warns

OLDEST_PYTHON = (3, 12)
DJANGO = "6.1"
KEY_LENGTH, KEY_LETTERS = 50, 20
GB = 1024**3
FREE_WARNS, FREE_FAILS = 5 * GB, GB // 2


def versions(python: tuple[int, ...] = sys.version_info[:3], django: str = "") -> Finding:
    """Python and Django are those the product was made for."""
    from django import get_version

    django = django or get_version()
    shown = ".".join(map(str, python))
    text = f"Zweiklang {version('zweiklang')}, Python {shown}, Django {django}, {platform.system()} {platform.machine()}."
    if python[:2] < OLDEST_PYTHON or not django.startswith(f"{DJANGO}."):
        return fails("versions", text, f"Install what uv.lock says: Python ≥ 3.12, Django {DJANGO}.")
    return says("versions", text)


def mode(settings: Any) -> Finding:
    """The site is set as one that people use."""
    if settings.DEBUG:
        return fails(
            "mode",
            "Debug mode shows source code and settings to whoever meets a fault.",
            "Unset ZWEIKLANG_DEBUG.",
        )
    if settings.DEMO:
        return warns(
            "mode", "Demo mode: anybody signs in as anybody.", "Unset ZWEIKLANG_DEMO before people use it."
        )
    faults = []
    if "*" in settings.ALLOWED_HOSTS:
        faults.append("ZWEIKLANG_ALLOWED_HOSTS allows every name")
    if not settings.SESSION_COOKIE_SECURE:
        faults.append("ZWEIKLANG_HTTPS is off")
    if not settings.BASE_URL.startswith("https://"):
        faults.append("ZWEIKLANG_URL is not https")
    if faults:
        return fails(
            "mode", f"{listed(faults)}.", "Correct these settings (docs/operations/configuration.md)."
        )
    return says("mode", "Production: https, named hosts, no debug mode.")


def secret_key(settings: Any) -> Finding:
    """What signs sessions cannot be guessed."""
    from django.core.exceptions import ImproperlyConfigured

    do = "Make one with `openssl rand -base64 48`, keep it, and put the old one into ZWEIKLANG_SECRET_KEY_FALLBACKS for some weeks."
    try:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    except ImproperlyConfigured:
        return fails("secret-key", "ZWEIKLANG_SECRET_KEY is empty.", do)
    weak = [
        key
        for key in keys
        if len(key) < KEY_LENGTH or len(set(key)) < KEY_LETTERS or key.startswith("django-insecure")
    ]
    if weak:
        return fails("secret-key", f"{len(weak)} of {len(keys)} is too short or too regular.", do)
    return says("secret-key", "It is long enough.")


def disk(folder: Path) -> Finding:
    """There is room for what comes."""
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    text = f"{usage.free / GB:.1f} GB of {usage.total / GB:.0f} GB are free at {folder}."
    do = "Make room: a full disk stops PostgreSQL, and with it everybody."
    if usage.free < FREE_FAILS:
        return fails("disk", text, do)
    return warns("disk", text, do) if usage.free < FREE_WARNS else says("disk", text)


def clock_source(
    marker: Path = Path("/run/systemd/timesync/synchronized"), *, booted: Path = Path("/run/systemd/system")
) -> Finding:
    """The machine's clock is set by a time server, as far as this machine tells."""
    if not booted.exists():
        return says("clock-source", "Not known here (no systemd): whoever runs this machine sets its clock.")
    if not (marker.exists() or shutil.which("chronyc") or shutil.which("ntpd")):
        return warns("clock-source", "No time server sets this machine's clock.", "timedatectl set-ntp true")
    return says("clock-source", "A time server sets it.")
