"""The threat model names controls that are there and tests that exist; each of its borders, actors and assets is used."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

TEXT = (ROOT / "docs" / "threat-model.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("| \n").split(" | ")]
    for line in TEXT.split("## Threats and controls", 1)[1].split("\n## ", 1)[0].splitlines()
    if line.startswith("| ") and not line.startswith(("| Threat", "|---"))
]


def _words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def faults_of(row: list[str], root: Path = ROOT) -> list[str]:
    """Returns what a row of the table names that is not there."""
    if len(row) != 5 or not all(row):
        return [f"{row[0]}: a threat has who, control, where and test"]
    where, (file, *names) = _words(row[3]), _words(row[4]) or ("",)
    found = [f"{row[0]}: no {path}" for path in [*where, file] if not path or not (root / path).is_file()]
    if not where:
        found.append(f"{row[0]}: where?")
    text = (root / file).read_text() if (root / file).is_file() else ""
    return found + [f"{row[0]}: no {name} in {file}" for name in names if f"def {name}(" not in text]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_control_and_test_of_each_threat_exist(row: list[str]) -> None:
    assert faults_of(row) == []


def test_there_is_a_row_for_each_part_of_the_issue() -> None:
    told = " ".join(" ".join(row) for row in ROWS).lower()
    wanted = "header csrf idor ssrf xml zip cookies limits library secret scanner script formula session log"
    assert [word for word in wanted.split() if word not in told] == []
    assert len(ROWS) >= 50


@pytest.mark.parametrize(
    "row",
    [
        ["a", "P1", "c", "`src/zweiklang/nothing.py`", "`tests/security/test_threat_model.py`"],
        ["a", "P1", "c", "`tools/rules.py`", "`tests/security/test_nothing.py`"],
        ["a", "P1", "c", "`tools/rules.py`", "`tests/security/test_threat_model.py` `test_nothing`"],
        ["a", "P1", "c", "everywhere", "`tests/security/test_threat_model.py`"],
        ["a", "P1", "c", "`tools/rules.py`", ""],
    ],
)
def test_a_row_that_names_nothing_is_seen(row: list[str]) -> None:
    assert faults_of(row)


def test_every_actor_stands_in_a_row_and_every_actor_of_a_row_is_explained() -> None:
    explained = set(re.findall(r"^\| (P\d) \|", TEXT, re.MULTILINE))
    used: set[str] = set()
    for row in ROWS:
        for first, last in re.findall(r"P(\d)(?:-P(\d))?", row[1]):
            used |= {f"P{number}" for number in range(int(first), int(last or first) + 1)}
    assert used == explained
