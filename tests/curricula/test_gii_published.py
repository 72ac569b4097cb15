"""The ministry's own files, where they are at hand beside the repository (they are not part of it)."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from zweiklang.curricula.gii import inspect_files

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "regulations"
pytestmark = pytest.mark.skipif(
    not (FOLDER / "expected.json").is_file(),
    reason="the published regulations (../shared/data/regulations) are not at hand",
)
MONTHS = {"zwei": 24, "drei": 36, "3": 36, "dreieinhalb": 42}


def _expected() -> list[dict[str, Any]]:
    path = FOLDER / "expected.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return found


@pytest.fixture(scope="module")
def inspected() -> dict[str, dict[str, Any]]:
    return {found["file"]: found for found in inspect_files(sorted(FOLDER.glob("*.xml")))}


@pytest.mark.parametrize("expected", _expected(), ids=lambda entry: entry["short_title"])
def test_hand_checked_results(expected: dict[str, Any], inspected: dict[str, dict[str, Any]]) -> None:
    found = inspected[expected["file"]]
    for key in ("short_title", "title", "issued_on", "duration_months", "unit"):
        assert found[key] == expected.get(key, found[key])
    if "note" in expected:
        assert not any(sum(s["weeks"]) for a in found["annexes"] for s in a["sections"])
        assert "time-prose" in [warning["code"] for warning in found["warnings"]]
        return
    assert _counts(found) == _counts(expected)


def _counts(entry: dict[str, Any]) -> list[Any]:
    return [
        (a["label"], a["periods"], [(s["key"], s["positions"], s["weeks"]) for s in a["sections"]])
        for a in entry["annexes"]
    ]


def test_every_published_file_is_read_and_agrees_with_its_manifest(
    inspected: dict[str, dict[str, Any]],
) -> None:
    with (FOLDER / "manifest.csv").open(encoding="utf-8") as lines:
        manifest = {f"{line['bjnr']}.xml": line for line in csv.DictReader(lines)}
    assert set(inspected) == set(manifest)
    assert [found for found in inspected.values() if "error" in found] == []
    for file, found in inspected.items():
        line = manifest[file]
        assert found["short_title"] == line["jurabk"]
        assert found["title"] == " ".join(line["titel"].split())
        assert found["issued_on"] == line["ausfertigung"]
        assert found["duration_months"] == MONTHS.get(line["dauer_text"], found["duration_months"])
        assert (found["unit"] == "weeks") == line["zeitangabe_typ"].startswith("wochen"), file


def test_all_but_three_plans_in_weeks_fill_the_training(inspected: dict[str, dict[str, Any]]) -> None:
    short = [f["short_title"] for f in inspected.values() if "sum" in [w["code"] for w in f["warnings"]]]
    # A sum that is wrong in the law, alternatives in one section, and a training partly at sea.
    assert sorted(short) == ["DachAusbV", "OberflbeschAusbV", "See-BAV"]


def test_the_files_with_doctype_give_the_same_result(inspected: dict[str, dict[str, Any]]) -> None:
    originals = sorted((FOLDER / "original-form").glob("*.xml"))
    assert len(originals) == 22
    for found in inspect_files(originals):
        assert "error" not in found
        twin = inspected[f"{found['file'].split('_')[0]}.xml"]
        assert (found["short_title"], found["annexes"]) == (twin["short_title"], twin["annexes"])


def test_other_laws_are_not_taken_for_regulations() -> None:
    laws = sorted((FOLDER.parent / "law").glob("*.xml"))
    assert laws
    assert all("error" in found for found in inspect_files(laws))
