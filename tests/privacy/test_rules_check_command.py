"""`zweiklang rules check`: what it prints, and how it ends."""

import json

import pytest
from click.testing import CliRunner, Result

from tests.worlds import Worlds
from zweiklang.cli.commands.rules import rules
from zweiklang.privacy.checking import asking
from zweiklang.privacy.checking.expected import Case
from zweiklang.rooms.rules.book import Book

BRAKED = Case("school opened, then a brake", school=((-40, "open"),), brake="school")


@pytest.fixture(autouse=True)
def one_case(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command uses the database of this test and asks one state of the rules; all of them are asked by the matrix."""
    monkeypatch.setenv("DATABASE_URL", "postgres://of-this-test")
    monkeypatch.setattr(asking, "cases", lambda: [BRAKED])


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(rules, ["check", *arguments])


def test_it_prints_how_many_cases_there_were_and_ends_well() -> None:
    result = _run("--json")
    assert result.exit_code == 0, result.output
    printed = json.loads(result.stdout)
    assert printed["failures"] == []
    assert printed["cases"] > 1000


def test_a_failure_is_printed_with_its_case_and_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Book, "braked", lambda self, school: frozenset())
    result = _run("--json")
    assert result.exit_code == 1
    failures = json.loads(result.stdout)["failures"]
    assert {"absences", "plan"} <= {failure["sample"]["category"] for failure in failures}
    assert {failure["case"] for failure in failures} == {BRAKED.name}
    words = _run()
    assert words.exit_code == 1
    assert "trainer sees" in words.stdout
