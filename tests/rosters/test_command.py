"""`zweiklang schools`: what it prints, what it changes, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import OperationalError, connections, transaction

from tests.access import tables
from tests.worlds import ACTOR, Worlds
from zweiklang.apprenticeships.public import Pupil
from zweiklang.cli.commands.schools import schools
from zweiklang.rooms.public import as_system, team_room
from zweiklang.rosters.public import find_school
from zweiklang.rosters.services import locked

ROWS = "Nachname;Vorname;Klasse;Geburtsdatum\nBerg;Ole;10TI1;01.02.2008\nKehl;Ina;10TI1;03.04.2008\n"
NOTHING = {"new": 0, "changed": 0, "left": 0, "doubtful": 0, "errors": []}


@pytest.fixture(autouse=True)
def own_server(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command uses the database of this test instead of starting one."""
    monkeypatch.setenv("DATABASE_URL", "postgres://of-this-test")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A class list of two."""
    path = tmp_path / "liste.csv"
    path.write_text(ROWS)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(schools, [str(one) for one in arguments])


def counts(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_preview_prints_counts_and_changes_no_pupil(file: Path) -> None:
    with as_system(ACTOR):
        before = Pupil.objects.count()
    assert counts(run("import", file, "--school", "627000", "--preview", "--json")) == {**NOTHING, "new": 2}
    with as_system(ACTOR):
        assert Pupil.objects.count() == before


def test_without_preview_it_is_applied_and_a_second_time_nothing_is_new(file: Path) -> None:
    assert counts(run("import", file, "--school", "6270", "--json")) == {**NOTHING, "new": 2}
    before = tables.digest()
    assert counts(run("import", file, "--school", "627000", "--json")) == NOTHING
    assert tables.digest() == before


def test_rows_with_errors_are_listed_with_line_and_reason_and_the_others_go_through(file: Path) -> None:
    file.write_text(ROWS + ";Ohne;10TI1;01.01.2008\n")
    found = counts(run("import", file, "--school", "6270", "--json"))
    assert found["new"] == 2
    assert [error["line"] for error in found["errors"]] == [4]
    assert "Nachname" in found["errors"][0]["reason"]


def test_code_1_says_that_nothing_could_be_read(tmp_path: Path) -> None:
    before = tables.digest()
    path = tmp_path / "liste.csv"
    for data in (b"%PDF-1.7", b"", b"\x00\x01\x02"):
        path.write_bytes(data)
        result = run("import", path, "--school", "6270", "--json")
        assert result.exit_code == 1
        assert "liste.csv" in result.stderr
    assert tables.digest() == before


def test_an_unknown_school_is_said_and_nothing_made(file: Path) -> None:
    result = run("import", file, "--school", "1111")
    assert result.exit_code == 2
    assert "schools list" in result.stderr
    assert find_school("1111") is None


def test_a_mass_leaving_wants_its_number(file: Path) -> None:
    run("import", file, "--school", "6270")
    file.write_text("\n".join(ROWS.splitlines()[:2]))
    before = tables.digest()
    result = run("import", file, "--school", "6270", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["left"] == 1
    assert "--confirm-leavers 1" in result.stderr
    assert tables.digest() == before
    assert counts(run("import", file, "--school", "6270", "--json", "--confirm-leavers", 1))["left"] == 1


def test_the_last_import_is_taken_back_by_command(file: Path) -> None:
    run("import", file, "--school", "6270")
    assert "Taken back: liste.csv." in run("undo", "--school", "6270").output
    with as_system(ACTOR):
        assert not Pupil.objects.filter(school=find_school("6270")).exists()
    assert run("undo", "--school", "6270").exit_code == 1


def test_the_list_names_the_104_schools_of_hesse_once() -> None:
    rows = json.loads(run("list", "--json").stdout)
    numbers = [row["number"] for row in rows]
    assert len(numbers) == len(set(numbers)) >= 104
    assert {
        "number": "6270",
        "name": "Max-Eyth-Schule Alsfeld",
        "town": "Alsfeld",
        "takes_part": False,
    } in rows


@pytest.mark.django_db(databases=["default", "owner"])
def test_while_one_import_runs_a_second_one_of_the_same_school_waits(worlds: Worlds) -> None:
    with as_system(ACTOR):
        rooms = [team_room(ACTOR, organisation=world.school).pk for world in (worlds.a, worlds.b)]
    statement = "SELECT 1 FROM rooms_room WHERE id = %s FOR NO KEY UPDATE NOWAIT"
    with locked(ACTOR, worlds.a.school), transaction.atomic(using="owner"):
        with connections["owner"].cursor() as other:
            other.execute(statement, [rooms[1]])
            with pytest.raises(OperationalError, match="could not obtain lock"):
                other.execute(statement, [rooms[0]])
        transaction.set_rollback(True, using="owner")
