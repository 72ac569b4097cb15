"""The bench itself works: a tiny run measures every promise, and its generator gives what the product would."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.bench import derived
from tests.bench.table import Figure
from tests.bench.weeks import rows_of_week
from tests.bench.world import Plan, Size, build_world
from tests.database import ROOT
from zweiklang.kernel.ids import new_id
from zweiklang.rooms.public import Membership, as_system

TINY = (
    "--quick",
    "--apprentices",
    "20",
    "--weeks",
    "6",
    "--rounds",
    "1",
    "--most-regulations",
    "3",
    "--schools",
    "1",
)
PLAN = Plan(new_id(), None, "Beruf", (new_id(), new_id(), new_id()))
SIZE = Size(apprentices=40, weeks=6, seed=7, today=date(2026, 3, 18))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> dict:
    """What a tiny run wrote, and what it printed."""
    path = tmp_path_factory.mktemp("bench") / "results.json"
    command = [
        sys.executable,
        "-m",
        "tests.bench",
        *TINY,
        "--json",
        str(path),
        "--regulations",
        str(_regulations()),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    return {**json.loads(path.read_text()), "printed": done.stdout}


def _regulations() -> Path:
    """Any folder of XML: what is no regulation counts as failed, and the figure is there all the same."""
    return ROOT / "tests"


@pytest.mark.slow
def test_a_tiny_run_has_a_figure_for_every_row(tiny) -> None:
    assert {figure["row"] for figure in tiny["figures"]} == {1, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18}
    for figure in tiny["figures"]:
        assert figure["figure"]
        assert figure["verdict"] in {"ok", "short", "–"}


@pytest.mark.slow
def test_the_table_shows_every_figure(tiny) -> None:
    for figure in tiny["figures"]:
        assert any(
            line.startswith(str(figure["row"])) and figure["name"] in line
            for line in tiny["printed"].splitlines()
        )


@pytest.mark.slow
def test_queries_are_as_many_in_both_worlds_of_a_tiny_run(tiny) -> None:
    counts = [figure for figure in tiny["figures"] if figure["row"] == 1]
    assert len(counts) > 20
    assert [figure["name"] for figure in counts if figure["ratio"] != 1] == []


def test_the_same_seed_and_day_give_the_same_rows() -> None:
    first, second = (build_world(SIZE, [PLAN]) for _ in range(2))
    assert first.rows == second.rows
    assert [rows_of_week(first, age) for age in range(6)] == [rows_of_week(second, age) for age in range(6)]


def test_another_seed_gives_other_people() -> None:
    other = build_world(Size(apprentices=40, weeks=6, seed=8, today=SIZE.today), [PLAN])
    assert build_world(SIZE, [PLAN]).rows["people_person"] != other.rows["people_person"]


def test_the_world_has_the_size_that_was_asked_for() -> None:
    world = build_world(SIZE, [PLAN])
    assert len(world.contracts) == 40
    assert len(world.rows["apprenticeships_schoolclass"]) == 3
    assert all(contract.first_day == world.first_day for contract in world.contracts)


@pytest.mark.parametrize(("ok", "verdict"), [(True, "ok"), (False, "short"), (None, "–")])
def test_a_figure_says_whether_its_promise_is_kept(ok, verdict) -> None:
    assert Figure(4, "list", "3.1", "3.0", 1.03, "≤ 2", ok).verdict == verdict


def test_the_product_derives_what_it_derived(worlds) -> None:
    assert derived.differences(sample=4) == []


@pytest.mark.parametrize(
    "change", [{"capacity": "guardian"}, {"scopes": ["schedule"]}, {"last_day": date(2099, 1, 1)}]
)
def test_the_check_finds_a_membership_the_product_would_not_derive(worlds, change) -> None:
    room = worlds.a.first.room_id
    with as_system("tests"):
        Membership.objects.filter(pk=Membership.objects.filter(room=room, capacity="trainer")[0].pk).update(
            **change
        )
    assert derived.differences(sample=4) == [str(room)]
