"""An export imports into an empty instance and gives the same records: tried with the real commands and a database of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.database import fresh_database
from tests.privacy.exports.opening import Opened, export_of
from tests.worlds import World
from zweiklang.cli.embedded_postgres import DatabaseUrls
from zweiklang.records.public import Line, Week, digest_of
from zweiklang.rooms.public import as_system

ODD = (
    'a;b"c\n\r\n\t\\ \\u0000 \\N',
    "\u2028\u2029\ufeff\u202eabc\u0301 \U0001f469\u200d\U0001f527",
    "</script><!-- {{ 7*7 }} %s {0} $$ --",
    "=1+1",
    " ",
)
# Every test starts commands as processes of their own.
pytestmark = pytest.mark.slow


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[DatabaseUrls]:
    """An empty migrated instance."""
    with fresh_database(f"elsewhere_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as urls:
        yield urls


def command(urls: DatabaseUrls, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs `zweiklang privacy …` in that instance."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ZWEIKLANG_", "DATABASE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "zweiklang.cli", "privacy", *arguments],
        env={**kept, "DATABASE_URL": urls.app, "ZWEIKLANG_DEMO": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def write_what_breaks_readers(world: World) -> None:
    """The draft has lines with everything that people can type and that formats stumble over."""
    week = world.first.weeks.row["draft"]
    with as_system("tests"):
        for number, text in enumerate(ODD):
            Line.objects.create(room_id=week.room_id, week=week, text=text, minutes=None, order=100 + number)
        Line.objects.filter(week=week).earliest("pk").delete()
        Line.objects.create(
            room_id=week.room_id,
            week=week,
            place="school",
            origin="topic:x",
            topic=uuid4(),
            school_text="LF 6 · Programmieren · Felder",
            released_on=week.monday,
        )
        Week.objects.filter(pk=week.pk).update(refused=["lessons:2026-11-16"])


def test_an_export_imports_into_an_empty_instance_and_gives_the_same_records(
    world_a: World, elsewhere: DatabaseUrls, tmp_path: Path
) -> None:
    apprentice = world_a.first.apprentice
    write_what_breaks_readers(world_a)
    first = export_of(apprentice)
    (tmp_path / "first.zip").write_bytes(first.content)
    done = command(elsewhere, "import", str(tmp_path / "first.zip"))
    assert done.returncode == 0, done.stdout + done.stderr
    done = command(elsewhere, "export", apprentice.email, "--to", str(tmp_path / "second.zip"))
    assert done.returncode == 0, done.stdout + done.stderr
    second = Opened((tmp_path / "second.zip").read_bytes())
    assert second.imported.keys() == first.imported.keys()
    for name, content in first.imported.items():
        assert second.imported[name] == content, name
    assert {
        "records.week",
        "records.line",
        "records.comment",
        "records.recordact",
        "records.linehistory",
    } <= set(first.imported)


def test_states_acts_and_history_come_along(world_a: World, elsewhere: DatabaseUrls, tmp_path: Path) -> None:
    package = export_of(world_a.first.apprentice)
    (tmp_path / "a.zip").write_bytes(package.content)
    assert command(elsewhere, "import", str(tmp_path / "a.zip")).returncode == 0
    with psycopg.connect(elsewhere.owner) as connection:
        connection.execute("SET row_security = off")
        weeks = dict(connection.execute("SELECT state, id::text FROM records_week").fetchall())
        assert weeks.keys() == {"draft", "submitted", "returned", "signed"}
        digest = connection.execute(
            "SELECT digest FROM records_recordact WHERE week_id = %s AND act = 'signed'", [weeks["signed"]]
        ).fetchone()
        lines = connection.execute(
            "SELECT id, day, place, text, minutes, plan_items FROM records_line WHERE week_id = %s",
            [weeks["signed"]],
        ).fetchall()
        histories = connection.execute("SELECT count(*) FROM records_linehistory").fetchone()
    columns = ("pk", "day", "place", "text", "minutes", "plan_items")
    assert digest == (digest_of(Line(**dict(zip(columns, line, strict=True))) for line in lines),)
    assert histories == (len(package.data["records.linehistory"]),)


def test_the_commands_say_what_they_cannot_do(
    world_a: World, elsewhere: DatabaseUrls, tmp_path: Path
) -> None:
    package = export_of(world_a.first.apprentice)
    (tmp_path / "a.zip").write_bytes(package.content)
    (tmp_path / "b.zip").write_bytes(package.content[:1000])
    nobody = command(elsewhere, "export", "nobody@example.org", "--to", str(tmp_path / "c.zip"))
    assert nobody.returncode == 2
    assert "nobody with that id" in nobody.stderr
    assert not (tmp_path / "c.zip").exists()
    broken = command(elsewhere, "import", str(tmp_path / "b.zip"))
    assert broken.returncode == 1
    assert "keine Datei, die Zweiklang gemacht hat" in broken.stderr
    assert "Nothing was changed." in broken.stderr
    assert command(elsewhere, "import", str(tmp_path / "a.zip")).returncode == 0
    again = command(elsewhere, "import", str(tmp_path / "a.zip"))
    assert again.returncode == 1
    assert "leeres Zweiklang" in again.stderr
    by_id = command(elsewhere, "export", str(world_a.first.apprentice.pk), "--to", str(tmp_path / "c.zip"))
    assert by_id.returncode == 0
    assert (tmp_path / "c.zip").stat().st_mode & 0o777 == 0o600, "readable for nobody else"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "b.zip", "c.zip"]
