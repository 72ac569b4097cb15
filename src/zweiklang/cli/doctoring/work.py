"""What happens in the background: the queue, the last backup."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from zweiklang.cli.doctoring.findings import Finding, fails, says, warns
from zweiklang.kernel.clock import now

LATE, TOO_LATE = timedelta(minutes=5), timedelta(hours=1)
BACKUP_LATE, BACKUP_TOO_LATE = timedelta(hours=26), timedelta(days=7)
BACKUP_NOTE = Path("backups") / "last.json"


def queue() -> Finding:
    """Jobs are done soon after they are due, and somebody does them."""
    from zweiklang.kernel.observing.queue import queue_depth

    found = queue_depth()
    oldest = timedelta(seconds=round(found.oldest))
    text = (
        f"{found.waiting} jobs wait, {found.failed} have failed,"
        f" {found.workers or 'no'} worker was heard from in the last half minute."
    )
    if oldest > LATE:
        text += f" The oldest one due waits for {oldest}."
        do = "Start `zweiklang worker`; if one runs, look at its log and at `zweiklang worker status`."
        return (
            fails("queue", text, do) if oldest > TOO_LATE or not found.workers else warns("queue", text, do)
        )
    if not found.workers:
        return warns("queue", text, "Start `zweiklang worker` (`serve` and `demo` do): mails wait for it.")
    if found.failed:
        do = "`zweiklang worker status` says why; `zweiklang worker retry NUMBER` tries again."
        return warns("queue", text, do)
    return says("queue", text)


def backup(var_dir: Path) -> Finding:
    """There is a backup of today that was tried."""
    do = "Run `zweiklang backup --to DIR` every night, and `restore --verify` of it now and then."
    try:
        note: dict[str, Any] = json.loads((var_dir / BACKUP_NOTE).read_text())
        at = datetime.fromisoformat(note["at"])
        age = now() - (at if at.tzinfo else at.astimezone())
    except FileNotFoundError:
        return warns("backup", "None was made by `zweiklang backup` from here.", do)
    except (OSError, ValueError, KeyError, TypeError):
        return warns("backup", f"{BACKUP_NOTE} cannot be read.", do)
    hours = age.total_seconds() / 3600
    text = f"The last one is {hours:.0f} hours old{'' if note.get('verified') else ', and was not verified'}."
    if age > BACKUP_TOO_LATE:
        return fails("backup", text, do)
    if age > BACKUP_LATE or not note.get("verified"):
        return warns("backup", text, do)
    return says("backup", text)
