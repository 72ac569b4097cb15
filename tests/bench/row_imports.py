"""Row 7: the training regulations as published, into an empty database. School and timetable imports come with their issues."""

import time
from pathlib import Path

from tests.bench.table import Figure
from zweiklang.curricula.public import import_regulations
from zweiklang.kernel.actor import system_actor

SECONDS, ALL = 60.0, 269
REGULATIONS = Path(__file__).resolve().parents[3] / "shared" / "data" / "regulations"


def figures(folder: Path | None, *, most: int | None) -> list[Figure]:
    """Returns one figure; `most` limits the number of files, and then the limit of seconds holds in proportion."""
    files = sorted((folder or REGULATIONS).glob("*.xml"))[:most]
    name = (
        f"importing {len(files)} of {ALL} regulations"
        if len(files) < ALL
        else f"importing {len(files)} regulations"
    )
    if not files:
        note = "no files: name the folder of the published XML with --regulations"
        return [
            Figure(
                7, "importing the regulations", "not measured", "", None, f"≤ {SECONDS:.0f} s", False, note
            )
        ]
    began = time.monotonic()
    report = import_regulations(system_actor("bench"), paths=files)
    seconds, limit = time.monotonic() - began, SECONDS * min(1.0, len(files) / ALL)
    failed = [f"{outcome.file}: {outcome.error}" for outcome in report.failed]
    return [
        Figure(
            row=7,
            name=name,
            figure=f"{seconds:.1f} s, {len(failed)} failed",
            reference="",
            ratio=seconds / limit,
            target=f"≤ {limit:.0f} s, none failed",
            ok=seconds <= limit and not failed,
            note="; ".join(failed[:5]),
        )
    ]
