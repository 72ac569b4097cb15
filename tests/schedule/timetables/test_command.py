"""`zweiklang schedule import`: what it prints, what it changes, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.access import tables
from tests.interfaces.test_untis import gpu
from tests.schedule.timetables.test_applying import monday, stored
from tests.schedule.timetables.test_pages import plan
from tests.worlds import ACTOR, World, Worlds
from zweiklang.cli.commands.schedule import schedule
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import FreeDay


@pytest.fixture(autouse=True)
def own_server(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command uses the database of this test instead of starting one."""
    monkeypatch.setenv("DATABASE_URL", "postgres://of-this-test")


@pytest.fixture
def file(tmp_path: Path, world_a: World) -> Path:
    """Two lessons of world A's class, one of a class nobody knows, and a line that is none."""
    path = tmp_path / "GPU001.TXT"
    path.write_bytes(plan(world_a, "Mathe", "Deutsch") + b'9,"99ZZ9","A","D","R",1,1,,\r\nx,"10","A","D","R",1,1,,\r\n')  # fmt: skip
    return path


def run(file: Path, world: World, *more: object) -> Result:
    arguments = ["import", file, "--school", world.school.number, "--from", monday(), "--json", *more]
    return CliRunner().invoke(schedule, [str(one) for one in arguments])


def printed(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_it_prints_what_changed_unknown_classes_and_errors(file: Path, world_a: World) -> None:
    found = printed(run(file, world_a))
    assert [*found] == ["added", "changed", "removed", "unknown_classes", "errors"]
    assert (found["added"], found["changed"], found["removed"]) == (2, 0, 0)
    assert found["unknown_classes"] == ["99ZZ9"]
    assert [one["line"] for one in found["errors"]] == [4]
    assert [row[1] for row in stored(world_a.school_class.room_id)] == ["Mathe", "Deutsch"]


def test_a_second_time_nothing_changes(file: Path, world_a: World) -> None:
    run(file, world_a)
    before = tables.digest()
    found = printed(run(file, world_a))
    assert (found["added"], found["changed"], found["removed"]) == (0, 0, 0)
    assert tables.digest() == before


def test_a_file_that_removes_most_wants_force(file: Path, world_a: World) -> None:
    file.write_bytes(plan(world_a, "A", "B", "C"))
    run(file, world_a)
    before = tables.digest()
    file.write_bytes(plan(world_a, "A"))
    refused = run(file, world_a)
    assert refused.exit_code == 2
    assert "2 von 3" in refused.stderr
    assert "--force" in refused.stderr
    assert tables.digest() == before
    assert printed(run(file, world_a, "--force"))["removed"] == 2


def test_substitutions_are_recognised(file: Path, world_a: World) -> None:
    run(file, world_a)
    day = monday().strftime("%Y%m%d")
    file.write_bytes(gpu(21, {0: "5", 1: day, 2: "2", 4: "2", 5: "MUE", 14: world_a.school_class.label, 19: "C"}).encode())  # fmt: skip
    assert printed(run(file, world_a))["added"] == 1


def test_holidays_of_untis_are_free_days_beside_those_of_other_files(file: Path, world_a: World) -> None:
    file.write_text(HOLIDAY)
    printed(run(file, world_a))
    year = monday().year + 1
    file.write_text(
        f'"BF";"Beweglicher Ferientag";{year}0215;{year}0215;\n"W";"Weihnachtsferien";{year}1224;{year}1226;"F"\n'
    )
    assert printed(run(file, world_a))["added"] == 1  # everybody in Hesse is free at Christmas
    assert printed(run(file, world_a))["added"] == 0
    with as_system(ACTOR):
        assert FreeDay.objects.filter(school=world_a.school, name="Beweglicher Ferientag").count() == 2


BLOCK_PLAN = "Klasse;von;bis\n{};11.01.2027;22.01.2027\n99ZZ9;11.01.2027;22.01.2027\n"
HOLIDAY = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Beweglicher Ferientag\r\n"
    "DTSTART;VALUE=DATE:20270208\r\nDTEND;VALUE=DATE:20270209\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_block_plans_and_calendars_are_recognised_and_print_the_same(file: Path, world_a: World) -> None:
    file.write_text(BLOCK_PLAN.format(world_a.school_class.label))
    found = printed(run(file, world_a))
    assert [*found] == ["added", "changed", "removed", "unknown_classes", "errors"]
    assert (found["added"], found["unknown_classes"]) == (1, ["99ZZ9"])
    assert printed(run(file, world_a))["added"] == 0
    file.write_text(HOLIDAY)
    assert printed(run(file, world_a))["added"] == 1
    file.write_text(HOLIDAY.replace("Beweglicher Ferientag", "Prüfung"))
    assert printed(run(file, world_a, "--class", world_a.school_class.label))["added"] == 1
    assert run(file, world_a, "--class", "99ZZ9").exit_code == 2


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"Nachname;Vorname\n"])
def test_what_is_no_timetable_ends_with_code_1_and_a_sentence(
    data: bytes, file: Path, world_a: World
) -> None:
    before = tables.digest()
    file.write_bytes(data)
    result = run(file, world_a)
    assert result.exit_code == 1
    assert "GPU001.TXT: Die Datei" in result.stderr
    assert tables.digest() == before


def test_an_unknown_school_or_day_ends_with_code_2(file: Path, world_a: World) -> None:
    for number, day in (("1111", "2026-11-16"), (world_a.school.number, "morgen")):
        result = CliRunner().invoke(schedule, ["import", str(file), "--school", number, "--from", day])
        assert result.exit_code == 2, result.output
