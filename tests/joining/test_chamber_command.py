"""`zweiklang chambers import` and `zweiklang schools responsibilities`: what they print, what they change, and how they end."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.access import tables
from tests.joining.chamber_files import OLE, contract_numbered, line, table
from tests.worlds import World, Worlds
from zweiklang.cli.commands.chambers import chambers
from zweiklang.cli.commands.schools import schools
from zweiklang.joining.public import known_rules

NOTHING = {"new": 0, "changed": 0, "unchanged": 0, "doubtful": 0, "errors": []}


@pytest.fixture(autouse=True)
def own_server(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command uses the database of this test instead of starting one."""
    monkeypatch.setenv("DATABASE_URL", "postgres://of-this-test")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two contracts and a row with an error."""
    path = tmp_path / "vertraege.csv"
    path.write_bytes(
        table(line(), line(**OLE), line(Vertragsnummer="K-3", Nachname="Kehl", Beruf="Raketenbauer"))
    )
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(chambers, ["import", *(str(one) for one in arguments)])


def counts(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_preview_counts_and_changes_nothing(file: Path, world_a: World) -> None:
    before = tables.digest()
    found = counts(run(file, "--chamber", world_a.chamber.name, "--preview", "--json"))
    assert {**found, "errors": []} == {**NOTHING, "new": 2}
    assert [one["line"] for one in found["errors"]] == [4]
    assert found["errors"][0]["reason"].startswith("Zeile 4, Spalte Beruf: Den Beruf „Raketenbauer")
    assert tables.digest() == before


def test_applied_and_a_second_time_nothing_is_new(file: Path, world_a: World) -> None:
    assert counts(run(file, "--chamber", "testkammer A", "--json"))["new"] == 2
    assert contract_numbered("K-2").confirmed_by == world_a.chamber
    before = tables.digest()
    again = counts(run(file, "--chamber", world_a.chamber.name, "--json"))
    assert {**again, "errors": []} == {**NOTHING, "unchanged": 2}
    assert tables.digest() == before


def test_the_text_names_who_and_why(file: Path, world_a: World) -> None:
    text = run(file, "--chamber", world_a.chamber.name).stdout
    assert text.startswith("Applied.")
    for words in ("New: 2", "Ida Heide", "Unchanged: 0", "Errors: 1", "Zeile 4, Spalte Beruf"):
        assert words in text


def test_an_unknown_chamber_is_refused_and_the_known_ones_are_named(file: Path, world_a: World) -> None:
    result = run(file, "--chamber", "Kammer am Meer")
    assert result.exit_code == 2
    assert world_a.chamber.name in result.output


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"Name;Alter\nA;1\n", table()])
def test_a_file_without_contracts_ends_with_code_1_or_2(
    content: bytes, tmp_path: Path, world_a: World
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    before = tables.digest()
    assert run(path, "--chamber", world_a.chamber.name).exit_code in {1, 2}
    assert tables.digest() == before


def test_rules_come_by_command(tmp_path: Path, world_a: World) -> None:
    path = tmp_path / "regeln.csv"
    path.write_text(
        "Schulnummer;Berufsgruppe;PLZ;gilt_ab;Quelle\n"
        f"{world_a.school.number};Fachinformatiker;34;2020-08-01;Erlass (erfunden)\n"
    )
    result = CliRunner().invoke(schools, ["responsibilities", str(path)])
    assert (result.exit_code, result.stdout) == (0, "1 new, 0 gone, 0 unchanged.\n"), result.output
    path.write_text(path.read_text().replace(world_a.school.number, "4711"))
    result = CliRunner().invoke(schools, ["responsibilities", str(path)])
    assert (result.exit_code, len(known_rules())) == (2, 1)
    assert "Nummer 4711" in result.output
