"""Each measure is held by checks that exist: a statement without its test is a promise nobody keeps."""

from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, functions
from zweiklang.privacy.documents.catalogue import build
from zweiklang.privacy.documents.installation import any_installation
from zweiklang.privacy.documents.measures import Measure, measure_groups
from zweiklang.privacy.documents.shape import Blank, Table

MEASURES = [measure for group in measure_groups() for measure in group.measures]


@cache
def _tests(path: Path) -> frozenset[str]:
    return frozenset(node.name for node in functions(path) if node.name.startswith("test_"))


def is_held(check: str) -> bool:
    """True if the named check exists: a test in a file, or a target of the Makefile that `make check` runs."""
    kind, _, target = check.partition(":")
    if kind == "make":
        return any(line.startswith(f"{target}:") for line in (ROOT / "Makefile").read_text().splitlines())
    path, _, test = check.partition("::")
    return (ROOT / path).is_file() and test in _tests(ROOT / path)


@pytest.mark.parametrize("measure", MEASURES, ids=[m.key for m in MEASURES])
def test_every_check_that_a_measure_names_exists(measure: Measure) -> None:
    assert measure.held_by
    assert [check for check in measure.held_by if not is_held(check)] == []


def test_a_check_that_does_not_exist_is_found() -> None:
    assert is_held("make:check")
    assert not is_held("make:nothing")
    assert is_held(MEASURES[0].held_by[0])
    assert not is_held(MEASURES[0].held_by[0] + "_once")
    assert not is_held("tests/access/test_nothing.py::test_a_measure")


def test_keys_and_names_are_unique() -> None:
    assert len({m.key for m in MEASURES}) == len({m.name for m in MEASURES}) == len(MEASURES)


def test_every_measure_stands_in_the_paper_with_its_checks() -> None:
    paper = build("massnahmen", any_installation())
    rows = {row[0]: row for block in paper.blocks() if isinstance(block, Table) for row in block.rows}
    for measure in MEASURES:
        assert rows[measure.name][1] == measure.statement
        assert len(rows[measure.name][2].splitlines()) == len(measure.held_by)


def test_what_only_the_operator_knows_is_left_open() -> None:
    blanks = [b.title for b in build("massnahmen", any_installation()).blocks() if isinstance(b, Blank)]
    assert {"Rechenzentrum und Zutritt", "Sicherung und Wiederherstellung"} <= set(blanks)
