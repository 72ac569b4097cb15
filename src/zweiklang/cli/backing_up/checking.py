"""Reading a backup again: every part is there and as it was written, and PostgreSQL's program can read the dump."""

import json
import subprocess
from pathlib import Path
from typing import Any

from zweiklang.cli.backing_up import postgres
from zweiklang.cli.backing_up.instance import last_note, note_last
from zweiklang.cli.backing_up.parts import DATABASE, damaged_parts, read_manifest, read_sums
from zweiklang.cli.backing_up.postgres import BackupFailed


def check(folder: Path) -> dict[str, Any]:
    """What the backup holds, all parts of it compared with their checksums; raises BackupFailed naming those that are not whole."""
    manifest = read_manifest(folder)
    sums = read_sums(folder, manifest)
    if wrong := damaged_parts(folder, sums):
        raise BackupFailed(f"{folder} is not whole:\n  " + "\n  ".join(wrong[:20]))
    _require_readable(folder, int(manifest.server.split(".")[0]))
    if _is_last(folder):
        note_last(folder, manifest.at, verified=True)
    return {
        "checked": str(folder),
        "at": manifest.at,
        "product": manifest.product,
        "tables": len(manifest.tables),
        "rows": manifest.rows,
        "bytes": manifest.bytes,
        "files": manifest.files,
        "parts": len(sums),
    }


def _require_readable(folder: Path, major: int) -> None:
    reader = postgres.program("pg_restore", at_least=major)
    done = subprocess.run(
        [reader.path, "--list", folder / DATABASE], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupFailed(f"PostgreSQL cannot read the dump: {done.stderr.strip()}")


def _is_last(folder: Path) -> bool:
    note = last_note()
    return note.exists() and json.loads(note.read_text()).get("to") == str(folder)
