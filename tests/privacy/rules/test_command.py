"""`zweiklang rules show`: the rules in force, for people and for programs."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.privacy.rules.deciders import DAY, head_of
from tests.worlds import World, Worlds
from zweiklang.cli.commands.rules import rules
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import rule_cells


@pytest.fixture(autouse=True)
def own_server(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command uses the database of this test instead of starting one."""
    monkeypatch.setenv("DATABASE_URL", "postgres://of-this-test")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(rules, ["show", *arguments])


def shown(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def cell(found: dict[str, Any]) -> dict[str, Any]:
    return next(
        one for one in found["rules"] if (one["category"], one["capacity"]) == ("absences", "trainer")
    )


def test_all_cells_are_printed_with_their_source() -> None:
    found = shown()
    assert found["on"] == today().isoformat()
    assert len(found["rules"]) == len(rule_cells())
    one = cell(found)
    assert (one["state"], one["source"], one["since"], one["decided_by"]) == (
        "school",
        "start value",
        None,
        "land",
    )
    assert one["basis"] == "§§ 83, 83a HSchG"
    assert one["sentence"].startswith("Ausbildende sehen Fehlzeiten erst")


def test_a_school_s_decision_counts_from_its_day_on(world_a: World) -> None:
    day = today() + 3 * DAY
    head_of(world_a).send("absences", "trainer", "open", effective_on=day)
    number = world_a.school.number
    assert cell(shown("--school", number))["state"] == "closed"
    found = shown("--school", number, "--on", day.isoformat())
    assert found["school"] == {"number": number, "name": world_a.school.name}
    one = cell(found)
    assert (one["state"], one["source"], one["since"], one["decided_by"]) == (
        "open",
        "decision",
        day.isoformat(),
        "school",
    )
    assert cell(shown("--on", day.isoformat()))["state"] == "school"


def test_a_brake_is_printed_with_the_rules_from_its_day_on(world_a: World, world_b: World) -> None:
    head_of(world_a).post("rules_brakes", category="absences", reason="Falsche Zeilen in einem Import.")
    (brake,) = shown("--school", world_a.school.number)["brakes"]
    assert (brake["label"], brake["where"]) == ("Fehlzeiten", world_a.school.name)
    assert "Falsche Zeilen" in run("--school", world_a.school.number).stdout
    assert shown("--school", world_b.school.number)["brakes"] == []
    assert shown("--on", (today() - DAY).isoformat())["brakes"] == []


def test_for_people_it_is_a_table(world_a: World) -> None:
    result = run("--school", world_a.school.number)
    assert result.exit_code == 0
    assert world_a.school.name in result.stdout
    assert "Fehlzeiten" in result.stdout


def test_a_school_that_does_not_exist_and_a_day_that_is_none_are_named() -> None:
    assert run("--school", "0").exit_code == 2
    assert run("--on", "gestern").exit_code == 2
