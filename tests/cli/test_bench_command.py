"""`zweiklang bench`: hands on to the measuring in the checkout, and says clearly when there is none."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.processes import run
from zweiklang.cli.commands import bench as command

# Stands for the measuring: notes its options as figures, prints a table, ends with code 1 as --strict does.
MEASURING = """
import json, pathlib, sys
options = sys.argv[1:]
print("a table")
results = pathlib.Path(options[options.index("--results") + 1])
results.parent.mkdir(parents=True, exist_ok=True)
results.write_text(json.dumps({"run": {}, "figures": options}))
sys.exit(1 if "--strict" in options else 0)
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tests" / "bench"
    folder.mkdir(parents=True)
    for path in (tmp_path / "tests", folder):
        (path / "__init__.py").touch()
    (folder / "__main__.py").write_text(MEASURING)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    return tmp_path


def test_without_a_checkout_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "ROOT", tmp_path)
    result = CliRunner().invoke(command.bench, ["--only", "exchange"])
    assert result.exit_code == 1
    assert "tests/" in result.output


@pytest.mark.usefixtures("checkout")
def test_for_programs_there_are_figures_and_nothing_else() -> None:
    result = CliRunner().invoke(command.bench, ["--only", "exchange", "--json", "--rounds", "3"])
    assert result.exit_code == 0
    figures = json.loads(result.stdout)
    assert figures[:4] == ["--only", "exchange", "--rounds", "3"]


def test_the_file_keeps_the_facts_of_the_run_beside_the_figures(checkout: Path) -> None:
    CliRunner().invoke(command.bench, ["--only", "exchange", "--results", str(checkout / "mine.json")])
    assert set(json.loads((checkout / "mine.json").read_text())) == {"run", "figures"}


@pytest.mark.usefixtures("checkout")
def test_a_run_that_measured_nothing_hands_out_no_earlier_figures(checkout: Path) -> None:
    CliRunner().invoke(command.bench, ["--json"])
    (checkout / "tests" / "bench" / "__main__.py").write_text("raise SystemExit(2)")
    result = CliRunner().invoke(command.bench, ["--json"])
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.usefixtures("checkout")
def test_a_promise_that_is_not_kept_ends_with_its_code() -> None:
    assert CliRunner().invoke(command.bench, ["--strict"]).exit_code == 1
    assert CliRunner().invoke(command.bench, ["--strict", "--json"]).exit_code == 1


def test_the_real_measuring_knows_the_part_of_exchange(tmp_path: Path) -> None:
    done = run("bench", "--", "--help", var_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "exchange" in done.stdout
