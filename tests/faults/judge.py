"""`python -m tests.faults.judge` reads the whole database and prints what does not fit together, one JSON list.

States, acts, digests, histories: with the product's own functions where it has them. For the superuser, whom no policy narrows.
"""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator

from tests.cli.processes import environment
from tests.database import ROOT
from tests.faults.machine import SECRET, Machine

NEWEST = """
    SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id, pgh_label, {column} FROM {table}
     ORDER BY pgh_obj_id, pgh_id DESC"""


def judged(machine: Machine) -> list[str]:
    """Returns what does not fit together in the machine's database."""
    settings = {
        "DATABASE_URL": machine.superuser_url(),
        "DJANGO_SETTINGS_MODULE": "zweiklang.config.settings",
        "ZWEIKLANG_SECRET_KEY": SECRET,
        "ZWEIKLANG_MAIL_URL": "folder",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.judge"],
        cwd=ROOT,
        env=environment(machine.var_dir, **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def disagreements() -> Iterator[str]:
    """Yields one sentence for each."""
    yield from _weeks_without_their_acts()
    yield from _contents_that_nobody_saw()
    yield from _rows_without_their_history()
    yield from _announcements_told_by_half()


def _weeks_without_their_acts() -> Iterator[str]:
    for week, state in _rows("SELECT id, state FROM records_week WHERE NOT week_has_state_of_its_acts(id)"):
        yield f"week {week} is {state} without its act"


def _contents_that_nobody_saw() -> Iterator[str]:
    """What was submitted or signed is what stands there."""
    from zweiklang.records.public import Line, RecordAct, Week, digest_of

    lines = defaultdict(list)
    for line in Line.objects.all():
        lines[line.week_id].append(line)
    for week in Week.objects.filter(state__in=("submitted", "signed")):
        last = RecordAct.objects.filter(week=week, act=week.state).order_by("-pk").first()
        if last is not None and last.digest != digest_of(lines[week.pk]):
            yield f"week {week.pk} was {week.state} with another content"


def _rows_without_their_history() -> Iterator[str]:
    """The newest entry of the history says what the row says."""
    for table, column in (("records_week", "state"), ("records_line", "text")):
        newest = {row[0]: row[1:] for row in _rows(NEWEST.format(table=f"{table}history", column=column))}
        now = dict(_rows(f"SELECT id, {column} FROM {table}"))
        for key, value in now.items():
            if newest.get(key, ("", None))[1] != value:
                yield f"{table} {key}: {value!r}, history {newest.get(key)}"
        for key, (label, _) in newest.items():
            if label != "delete" and key not in now:
                yield f"{table} {key} is gone, its history knows nothing of it"


def _announcements_told_by_half() -> Iterator[str]:
    for (found,) in _rows(
        "SELECT a.id FROM exchange_announcement a JOIN exchange_delivery d ON d.announcement_id = a.id WHERE a.state = 'draft'"
    ):
        yield f"announcement {found} is a draft that somebody has"


def _rows(query: str) -> list[tuple]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(list(disagreements())))
