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
if "--json" in options:
    pathlib.Path(options[options.index("--json") + 1]).write_text(json.dumps({"figures": options}))
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
    figures = json.loads(result.stdout)["figures"]
    assert figures[:4] == ["--only", "exchange", "--rounds", "3"]


@pytest.mark.usefixtures("checkout")
def test_a_promise_that_is_not_kept_ends_with_its_code() -> None:
    assert CliRunner().invoke(command.bench, ["--strict"]).exit_code == 1
    assert CliRunner().invoke(command.bench, ["--strict", "--json"]).exit_code == 1


def test_the_real_measuring_knows_the_part_of_exchange(tmp_path: Path) -> None:
    done = run("bench", "--", "--help", var_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "exchange" in done.stdout
