"""The documents stay true: what they name exists, and what must be named is."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, code, functions, name

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
# `make screenshots` takes them from the demo.
TAKEN_LATER = "docs/pictures/"


@cache
def _tests() -> frozenset[str]:
    return frozenset(node.name for path in code(below=("tests",)) for node in functions(path))


def test_every_runtime_dependency_has_its_sentence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.match(r"[A-Za-z0-9-]+", line)[0] for line in project["dependencies"]}
    table = (ROOT / "docs" / "dependencies.md").read_text()
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", table, re.MULTILINE)) == wanted


def test_decisions_are_numbered_without_gap() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{n:04d}" for n in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=[path.stem for path in DECISIONS])
def test_a_decision_is_one_rule_on_25_lines_and_says_what_holds_it(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 25
    assert re.findall(r"^\*\*(.+?)\.\*\*", text, re.MULTILINE) == [
        "Context",
        "Decision",
        "Consequence",
        "Held by",
    ]


@pytest.mark.parametrize("path", PAGES, ids=[name(path) for path in PAGES])
def test_tests_and_files_that_are_named_exist(path: Path) -> None:
    words = re.findall(r"`([^`\s]+)`", path.read_text())
    files = [w for w in words if re.fullmatch(r"(?:src|tests|docs|tools|frontend)/[\w./-]+\.\w+", w)]
    missing = [word for word in files if not (ROOT / word).exists() and not word.startswith(TAKEN_LATER)]
    missing += [w for w in words if re.fullmatch(r"test_\w+", w) and w not in _tests()]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("path", PAGES, ids=[name(path) for path in PAGES])
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text())
    lost = [
        link
        for link in links
        if not (path.parent / link).exists() and not name(path.parent / link).startswith(TAKEN_LATER)
    ]
    assert not lost, "\n".join(lost)
