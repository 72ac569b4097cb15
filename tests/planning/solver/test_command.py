"""`zweiklang planning solve` as strangers call it, in a process of its own."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.planning.solver.firms import firm
from tests.planning.solver.strangers import broken_rules, points

COMMAND = [sys.executable, "-m", "zweiklang.cli", "planning", "solve"]
SMALL = ROOT / "docs" / "examples" / "planning-small.json"
PATIENCE = 240


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], input=given, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


@pytest.mark.slow
def test_an_example_is_solved_and_the_answer_is_true() -> None:
    done = run(str(SMALL), "--seconds", "60", "--json")
    assert done.returncode == 0, done.stderr
    data, found = json.loads(SMALL.read_text()), json.loads(done.stdout)
    assert found["status"] == "infeasible_parts"  # the warehouse has one place and not enough weeks
    assert found["bound"] == found["objective"] == pytest.approx(points(data, found))
    assert broken_rules(data, found) == set()
    assert {term["name"] for term in found["terms"] if term["gain"] is not None} >= {
        "missing",
        "theory",
        "moves",
    }
    assert all(one["sentence"].endswith(".") and one["reason"] for one in found["failed_wishes"])
    assert found["violations_today"]


@pytest.mark.slow
def test_people_are_told_in_lines() -> None:
    done = run("-", "--seconds", "30", given=SMALL.read_text())
    assert done.returncode == 0, done.stderr
    assert "Mia" in done.stdout
    assert "KW 36/2026: Aufträge bearbeiten · Büro" in done.stdout
    assert "Zeit, die Positionen fehlt" in done.stdout


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "not readable as JSON"),
        ("[]", "$: expected an object"),
        ('{"first_monday": "2026-08-31"}', "$: the key 'weeks' is missing."),
        ('{"first_monday": "2026-08-31", "weeks": NaN}', "$.weeks: expected a whole number"),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_one_sentence(tmp_path: Path, content, sentence) -> None:
    path = tmp_path / "instance.json"
    path.write_text(content)
    done = run(str(path), "--json")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    assert run(str(tmp_path / "nothing.json")).returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_whoever_stops_it_gets_the_best_plan_so_far(tmp_path: Path, number) -> None:
    data = firm(1)
    path = tmp_path / "firm.json"
    path.write_text(json.dumps(data))
    process = subprocess.Popen(
        [*COMMAND, str(path), "--seconds", "600", "--json", "--progress"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    assert "first" in process.stderr.readline()
    told = time.monotonic()
    process.send_signal(number)
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert time.monotonic() - told < 120
    found = json.loads(out)
    assert found["status"] == "stopped"
    assert broken_rules(data, found) == set()


@pytest.mark.parametrize("module", ["solving", "reading", "writing", "checking"])
def test_the_engine_is_imported_without_django_and_without_or_tools(module) -> None:
    code = (
        f"import sys, zweiklang.planning.solver.{module}\n"
        "print(*sorted({'django', 'ortools', 'numpy', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == ""
