#!/usr/bin/env python3
"""Prints the path of a Chromium on this machine; installs one if there is none; fails if that is impossible.

Standard library only. Installed as root by apt, otherwise by Playwright (the Python package, in `.venv`).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
IN_CACHE = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")


def main() -> None:
    """The path stands on standard output."""
    path = find() or install()
    if path is None:
        sys.exit(
            "No Chromium was found and none could be installed; the journey tests need one. Reasons: above."
        )
    print(path)


def find() -> str | None:
    """The path of a Chromium that starts: CHROMIUM in the environment, one on the path, Playwright's."""
    candidates = [os.environ.get("CHROMIUM", ""), *(shutil.which(name) or "" for name in NAMES), str(MAC)]
    for pattern in IN_CACHE:
        candidates += [str(path) for path in sorted(cache().glob(pattern), reverse=True)]
    return next((path for path in candidates if path and Path(path).is_file() and starts(path)), None)


def starts(path: str) -> bool:
    """Whether the program answers; Ubuntu's `chromium-browser` may be a mere hint at another installer."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and "Chrom" in done.stdout


def install() -> str | None:
    """A newly installed Chromium's path, or None."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (
            ["apt-get", "update"],
            ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
        ):
            print(f"{' '.join(step)} …", file=sys.stderr, flush=True)
            subprocess.run([*step, "-qq"], check=False, stdout=sys.stderr, env=environment)
    if (path := find()) is not None:
        return path
    print("playwright install chromium …", file=sys.stderr, flush=True)
    playwright = [str(ROOT / ".venv" / "bin" / "playwright"), "install", "chromium"]
    try:
        subprocess.run(playwright, check=False, stdout=sys.stderr)
    except OSError as error:
        print(error, file=sys.stderr)
    return find()


def cache() -> Path:
    """Playwright's folder of browsers."""
    if folder := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return Path(folder)
    home = Path.home()
    return (
        home / "Library/Caches/ms-playwright" if sys.platform == "darwin" else home / ".cache/ms-playwright"
    )


if __name__ == "__main__":
    main()
