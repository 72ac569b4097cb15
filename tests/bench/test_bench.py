"""The bench itself works: a tiny run measures every promise, and its generator gives what the product would."""

import json
import subprocess
import sys
from datetime import date

import pytest

from tests.bench import derived
from tests.database import ROOT
from zweiklang.rooms.public import Membership, as_system

ROWS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> dict:
    """What a tiny run wrote, and what it printed."""
    path = tmp_path_factory.mktemp("bench") / "results.json"
    # Any folder of XML: what is no regulation counts as failed, and the figure is there all the same.
    options = ("--quick", "--results", str(path), "--regulations", str(ROOT / "tests" / "peers"))
    command = [sys.executable, "-m", "zweiklang.cli", "bench", "--json", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stderr[-3000:]
    return {**json.loads(path.read_text()), "list": json.loads(done.stdout), "printed": done.stderr}


@pytest.mark.slow
def test_a_tiny_run_has_a_figure_for_every_row(tiny) -> None:
    assert {figure["row"] for figure in tiny["figures"]} == ROWS
    assert tiny["list"] == tiny["figures"]
    ids = [figure["id"] for figure in tiny["figures"]]
    assert sorted(ids) == sorted(set(ids))
    assert tiny["run"]["cores"]


@pytest.mark.slow
def test_figures_are_for_programs(tiny) -> None:
    for figure in tiny["figures"]:
        assert {"id", "figure", "unit", "reference", "ratio", "target", "ok"} <= set(figure)
        assert figure["figure"] is None or isinstance(figure["figure"], int | float)
        assert figure["ok"] in {True, False, None}
        assert figure["target"].isascii()
        if figure["ratio"] is not None and figure["reference"]:
            assert figure["ratio"] == pytest.approx(figure["figure"] / figure["reference"]), figure["id"]


@pytest.mark.slow
def test_the_table_shows_every_figure(tiny) -> None:
    lines = tiny["printed"].splitlines()
    for figure in tiny["figures"]:
        assert any(line.startswith(str(figure["row"])) and figure["name"] in line for line in lines)


@pytest.mark.slow
def test_queries_are_as_many_in_both_worlds_of_a_tiny_run(tiny) -> None:
    counts = [figure for figure in tiny["figures"] if figure["row"] == 1]
    assert len(counts) > 20
    assert [figure["name"] for figure in counts if figure["ratio"] != 1] == []


@pytest.mark.slow
def test_people_of_the_evening_get_in_and_lose_nothing(tiny) -> None:
    found = {figure["id"]: figure for figure in tiny["figures"] if figure["row"] == 6}
    assert found["friday.mean.lost"]["ok"], found["friday.mean.lost"]
    assert found["friday.mean.errors"]["figure"] == 0, found["friday.mean.errors"]
    assert found["friday.mean.weeks_per_second"]["figure"] > 0


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
