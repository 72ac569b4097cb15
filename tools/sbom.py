#!/usr/bin/env python3
"""Writes what the product consists of, as CycloneDX: the Python packages of uv.lock and what the browser gets of package-lock.json.

    python3 tools/sbom.py [FOLDER]      # dist/sbom/zweiklang-python.cdx.json, dist/sbom/zweiklang-browser.cdx.json

The same lock files give the same lists: the serial number follows from the contents, the time is SOURCE_DATE_EPOCH or the last commit's.
What the container image adds (Debian's packages, Python itself) is not in them: `docker sbom`, syft or trivy read it from the image.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import bootstrap

VERSION = 1


def main(arguments: list[str]) -> None:
    """Both lists lie in the folder."""
    folder = Path(arguments[0] if arguments else bootstrap.ROOT / "dist" / "sbom")
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in (("python", of_python()), ("browser", of_browser())):
        path = folder / f"zweiklang-{name}.cdx.json"
        path.write_text(json.dumps(_lasting(found), indent=2, sort_keys=True) + "\n")
        bootstrap.say(f"{path}: {len(found['components'])} components")


def of_python() -> dict[str, Any]:
    """The packages that are installed with the wheel, with the hashes of uv.lock."""
    uv = bootstrap.find_uv() or bootstrap.install_uv()
    return _told(
        [uv, "export", "--format", "cyclonedx1.5", "--no-dev", "--frozen", "--quiet"], bootstrap.ROOT
    )


def of_browser() -> dict[str, Any]:
    """The packages from which the script and the styles of the pages are built."""
    uv = bootstrap.find_uv() or bootstrap.install_uv()
    node = bootstrap.find_node() or bootstrap.install_node(uv)
    command = [f"{node}/npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--omit", "dev"]
    return _told(command, bootstrap.FRONTEND, PATH=f"{node}{os.pathsep}{os.environ.get('PATH', '')}")


def _told(command: list[str], folder: Path, **more: str) -> dict[str, Any]:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **more}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        bootstrap.fail(f"This failed: {' '.join(command)}\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _lasting(found: dict[str, Any]) -> dict[str, Any]:
    """The list without what differs from run to run."""
    metadata = {**found.get("metadata", {}), "timestamp": _moment()}
    rest = {key: value for key, value in found.items() if key not in {"serialNumber", "metadata"}}
    contents = json.dumps([rest, metadata], sort_keys=True)
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"https://zweiklang.example/sbom/{contents}")
    return {**rest, "metadata": metadata, "serialNumber": f"urn:uuid:{serial}", "version": VERSION}


def _moment() -> str:
    seconds = (
        os.environ.get("SOURCE_DATE_EPOCH")
        or subprocess.run(
            ["git", "log", "-1", "--format=%ct"],
            cwd=bootstrap.ROOT,
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
    )
    return datetime.fromtimestamp(int(seconds or 0), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


if __name__ == "__main__":
    main(sys.argv[1:])
