"""`zweiklang schedule release-day`: conclusions with paragraphs as JSON and as text, without a database."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.cli.processes import run
from zweiklang.cli.main import group

SIX = ("--weekday", "mo", "--lessons", "6", "--start", "07:45")


def _run(*options: str) -> Result:
    return CliRunner().invoke(group, ["schedule", "release-day", *options])


def _json(*options: str) -> dict[str, Any]:
    result = _run(*options, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_six_lessons_of_a_minor_are_a_whole_day() -> None:
    found = _json(*SIX, "--minutes", "45", "--age", "17")
    assert (found["minutes_credited"], found["back_to_work"], found["other_reading"]) == (480, "no", None)
    paragraphs = {one["rule"]: one["paragraph"] for one in found["conclusions"]}
    assert paragraphs["long_day"] == "§ 9 Abs. 1 Satz 2 Nr. 2 JArbSchG"
    assert paragraphs["long_day_credit"] == "§ 9 Abs. 2 Nr. 1 JArbSchG"
    assert paragraphs["before_nine"] == "§ 9 Abs. 1 Satz 2 Nr. 1 JArbSchG"
    assert found["conclusions"][0]["paragraphs"][0]["url"].endswith("/jarbschg/__9.html")


def test_a_cancelled_lesson_gives_both_readings() -> None:
    found = _json(*SIX, "--age", "19", "--cancelled", "2", "--travel", "20", "--breaks", "25")
    assert found["day"] == {
        "weekday": "Montag",
        "age": 19,
        "lessons_planned": 6,
        "lessons_held": 4,
        "daily_minutes": 480,
    }
    # 4 x 45 + 3 x 5 = 195 to 11:00, and 20 minutes of way.
    assert (found["minutes_credited"], found["back_to_work"], found["back_from"]) == (
        215,
        "possible",
        "11:20",
    )
    assert found["remaining_minutes"] == 265
    assert found["other_reading"]["minutes_credited"] == 480


def test_a_block_week_and_a_second_day_can_be_said() -> None:
    assert _json(*SIX, "--age", "17", "--block-hours", "30", "--cancelled", "6")["minutes_credited"] == 480
    assert (
        _json(*SIX, "--age", "17", "--block-hours", "30", "--block-days", "4", "--second")["minutes_credited"]
        == 270
    )


def test_text_names_paragraphs_and_who_decides() -> None:
    shown = _run(*SIX, "--cancelled", "1").stdout
    assert "§ 15 Abs. 1 Satz 2 Nr. 2 BBiG (ab 18 Jahren) · umstritten" in shown
    assert "Nach anderer Ansicht: 8 h." in shown
    assert "Es entscheidet der Betrieb." in shown


@pytest.mark.parametrize("weekday", ["mo", "Mo.", "MONTAG", "monday", "1"])
def test_a_day_of_the_week_can_be_written_in_many_ways(weekday: str) -> None:
    assert _json("--weekday", weekday, *SIX[2:])["day"]["weekday"] == "Montag"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--weekday", "xx", *SIX[2:]), "'xx' is no day of the week"),
        (("--weekday", "mo", "--lessons", "6", "--start", "25:00"), "'25:00' is no time of day"),
        (("--weekday", "mo", "--lessons", "6", "--start", "noon"), "'noon' is no time of day"),
        (("--weekday", "mo", "--lessons", "6"), "When does the first lesson begin?"),
        (("--weekday", "mo", "--lessons", "-1", "--start", "08:00"), "-1 is not in the range"),
        (("--weekday", "mo", "--lessons", "6", "--start", "23:00"), "end after midnight"),
        ((*SIX, "--cancelled", "7"), "only 6 are planned"),
        ((*SIX, "--age", "5"), "5 is not in the range"),
        ((*SIX, "--minutes", "abc"), "'abc' is not a valid integer"),
        (("--lessons", "6", "--start", "08:00"), "Missing option '--weekday'"),
    ],
)
def test_wrong_input_is_said_and_ends_with_two(options: tuple[str, ...], said: str) -> None:
    result = _run(*options)
    assert result.exit_code == 2
    assert said in result.output


def test_it_needs_no_database(folder: Path) -> None:
    done = run("schedule", "release-day", *SIX, "--age", "17", "--json", var_dir=folder / "var")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["minutes_credited"] == 480
    assert not (folder / "var").exists()
