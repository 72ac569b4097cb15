"""Row 7: the training regulations as published, into an empty database, and the pupils of a school from a report of the LUSD."""

import time
from pathlib import Path

from tests.bench.table import Figure, at_most
from tests.interfaces.lusd_files import lusd_report
from zweiklang.curricula.public import import_regulations
from zweiklang.interfaces.public import read_roster
from zweiklang.kernel.actor import system_actor
from zweiklang.organisations.public import add_organisation
from zweiklang.rooms.public import as_system
from zweiklang.rosters.public import Source, import_roster

SECONDS, ALL = 60.0, 269
PUPILS, PUPILS_SECONDS = 900, 10.0
ACTOR = system_actor("bench")
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
                id="imports.regulations", row=7, name="importing the regulations", figure=None, unit="s", reference=SECONDS,
                target=f"≤ {SECONDS:.0f} s", note=note,
            )
        ]  # fmt: skip
    began = time.monotonic()
    report = import_regulations(ACTOR, paths=files)
    seconds, limit = time.monotonic() - began, SECONDS * min(1.0, len(files) / ALL)
    failed = [f"{outcome.file}: {outcome.error}" for outcome in report.failed]
    return [
        at_most(
            "imports.regulations",
            7,
            name,
            seconds,
            "s",
            limit,
            also=not failed,
            target=f"≤ {limit:.0f} s, none failed",
            says=f"{seconds:.1f} s, {len(failed)} failed",
            note="; ".join(failed[:5]),
        )
    ]


def pupils(seed: int, *, many: int = PUPILS) -> Figure:
    """Returns one figure: from the bytes of the workbook, 150 columns wide, to classes, people and memberships that stand."""
    made = lusd_report(pupils=many, errors=False, seed=seed)
    with as_system(ACTOR):
        school = add_organisation(
            ACTOR, kind="school", name="Schule der Messung", number="6270", town="Alsfeld"
        )
    began = time.monotonic()
    roster = read_roster(made.data, "SchuelerReport.xlsx")
    counts = import_roster(ACTOR, school=school, roster=roster, source=Source("SchuelerReport.xlsx")).counts
    seconds, limit = time.monotonic() - began, PUPILS_SECONDS * many / PUPILS
    return at_most(
        "imports.pupils", 7, f"importing a school's {many} pupils", seconds, "s", limit, says=f"{seconds:.1f} s",
        also=len(roster.pupils) == many, against=f"{made.rows} rows, {len(made.data) // 1024} kB",
        note=", ".join(f"{name} {count}" for name, count in counts.items() if count),
    )  # fmt: skip
