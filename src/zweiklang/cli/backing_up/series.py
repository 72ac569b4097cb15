"""A folder of backups, each named by its moment; the oldest go."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from zweiklang.cli.backing_up.parts import MANIFEST

_NAME = "zweiklang-%Y%m%dT%H%M%SZ"


def new_name() -> str:
    """The name of a backup made now; names sort as time goes."""
    return datetime.now(UTC).strftime(_NAME)


def keep_newest(series: Path, keep: int) -> list[str]:
    """At most `keep` backups are in the folder; returns the names of those that are gone. Nothing else there is touched."""
    mine = sorted(path for path in series.iterdir() if _is_backup(path))
    gone = mine[: -keep or None]
    for path in gone:
        # Without its manifest it counts as none, should removing the rest be interrupted.
        (path / MANIFEST).unlink()
        shutil.rmtree(path)
    return [path.name for path in gone]


def _is_backup(path: Path) -> bool:
    try:
        datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return False
    return (path / MANIFEST).is_file()
