"""Regulations in the database: versions, ids that stay, files that do not stop each other."""

from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.curricula.plans import ACTOR, PLAN, SHARED, position, section, write

from zweiklang.curricula.public import (
    Allocation,
    FileOutcome,
    Occupation,
    Position,
    Regulation,
    Section,
    import_regulations,
    load_catalogue,
    planned_weeks,
)
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Refused
from zweiklang.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def stored(number: str = "BJNR000000000") -> dict[tuple[str, str], Position]:
    rows = Position.objects.filter(section__regulation__document_number=number)
    return {(p.section.key, p.number): p for p in rows.select_related("section")}


def test_a_regulation_is_stored_with_sections_positions_skills_and_weeks(tmp_path: Path) -> None:
    report = import_regulations(ACTOR, paths=[write(tmp_path)])
    assert [o.result for o in report.outcomes] == ["new"]
    regulation = Regulation.objects.get(document_number="BJNR000000000")
    assert (regulation.duration_months, regulation.unit, regulation.source) == (36, "weeks", "law")
    kinds = Section.objects.filter(regulation=regulation).order_by("order").values_list("key", "kind")
    assert [*kinds] == [
        ("A", "mandatory"),
        ("B", "specialisation"),
        ("C", "specialisation"),
        ("D", "elective"),
    ]
    block = Allocation.objects.get(position=stored()["A", "1"])
    assert block.skills == [["a", "Leitern standsicher aufstellen"]]
    assert block.cells[1] == {"text": "40*", "low": 40, "high": 40, "starred": True}


def test_each_specialisation_is_an_occupation_of_its_own(tmp_path: Path) -> None:
    import_regulations(ACTOR, paths=[write(tmp_path)])
    found = Occupation.objects.filter(regulation__document_number="BJNR000000000")
    assert {(o.name, o.specialisation) for o in found} == {
        ("Wolkenbauer", "Gewitter"),
        ("Wolkenbauer", "Nebel"),
    }


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path)
    import_regulations(ACTOR, paths=[path])
    before = [*Allocation.objects.values_list("pk", flat=True).order_by("pk")]
    assert import_regulations(ACTOR, paths=[tmp_path]).count("unchanged") == 1
    assert [*Allocation.objects.values_list("pk", flat=True).order_by("pk")] == before


def test_a_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<dokumente>", encoding="utf-8")
    (tmp_path / "b.xml").write_bytes(b"")
    write(tmp_path, name="c.xml", issued_on="kein Datum", number="BJNR000000001")
    write(tmp_path, name="d.xml")
    seen: list[tuple[int, int, FileOutcome]] = []
    missing = tmp_path / "missing.xml"
    report = import_regulations(ACTOR, paths=[tmp_path, missing], progress=lambda *step: seen.append(step))
    assert [(o.file, o.result) for o in report.outcomes] == [
        ("a.xml", "failed"),
        ("b.xml", "failed"),
        ("c.xml", "failed"),
        ("d.xml", "new"),
        ("missing.xml", "failed"),
    ]
    assert all(outcome.error for outcome in report.failed)
    assert [(done, total) for done, total, _ in seen] == [(n, 5) for n in range(1, 6)]
    assert not Regulation.objects.filter(document_number="BJNR000000001").exists()


def test_the_same_version_is_updated_in_place_and_positions_keep_their_id(tmp_path: Path) -> None:
    import_regulations(ACTOR, paths=[write(tmp_path)])
    before = stored()
    changed = PLAN.replace("Regen prüfen", "Regen messen").replace(
        position(1, "Regenbogen spannen", "Farben mischen", "", "10"),
        position(2, "Tau verteilen", "Wiesen benetzen", "", "10"),
    )
    assert import_regulations(ACTOR, paths=[write(tmp_path, changed)]).count("updated") == 1
    after = stored()
    assert {key: p.pk for key, p in after.items() if key in before} == {k: p.pk for k, p in before.items()}
    assert after["A", "2"].title == "Regen messen"
    assert after["D", "1"].superseded
    assert not after["D", "2"].superseded
    assert Regulation.objects.filter(document_number="BJNR000000000").count() == 1


def test_positions_that_change_places_keep_their_ids(tmp_path: Path) -> None:
    rows = [position(n, f"Titel {n}", "etwas tun", "10", "10") for n in (1, 2, 3)]
    import_regulations(ACTOR, paths=[write(tmp_path, section("Abschnitt A: Gemeinsame Inhalte", *rows))])
    before = stored()
    turned = section("Abschnitt A: Gemeinsame Inhalte", *reversed(rows))
    assert import_regulations(ACTOR, paths=[write(tmp_path, turned)]).count("updated") == 1
    after = stored()
    assert {k: p.pk for k, p in after.items()} == {k: p.pk for k, p in before.items()}
    assert [p.number for p in sorted(after.values(), key=lambda p: p.order)] == ["3", "2", "1"]


def test_a_dropped_specialisation_stays_for_its_contracts(tmp_path: Path) -> None:
    import_regulations(ACTOR, paths=[write(tmp_path)])
    ids = {o.specialisation: o.pk for o in Occupation.objects.filter(name="Wolkenbauer")}
    import_regulations(ACTOR, paths=[write(tmp_path, PLAN.replace("Fachrichtung Nebel", "Fachrichtung"))])
    kept = Occupation.objects.filter(name="Wolkenbauer")
    assert {o.specialisation: (o.pk, o.superseded) for o in kept} == {
        "Gewitter": (ids["Gewitter"], False),
        "Nebel": (ids["Nebel"], True),
    }


def test_a_newer_stand_is_a_version_of_its_own(tmp_path: Path) -> None:
    new = write(tmp_path, name="neu.xml", stand="Geändert durch Art. 1 V v. 3.4.2024 I 12")
    old = write(tmp_path, name="alt.xml", stand="Geändert durch Art. 1 V v. 1.2.2022 I 34")
    import_regulations(ACTOR, paths=[new, old])
    versions = Regulation.objects.filter(document_number="BJNR000000000").order_by("as_of_on")
    assert [(str(r.as_of_on), r.superseded) for r in versions] == [
        ("2022-02-01", True),
        ("2024-04-03", False),
    ]
    assert Occupation.objects.filter(name="Wolkenbauer", specialisation="Nebel").count() == 2


def test_the_laws_own_text_replaces_shipped_facts_in_place(tmp_path: Path) -> None:
    load_catalogue(ACTOR)
    before = stored("BJNR025000020")
    content = section(
        "Abschnitt A: Gemeinsame Inhalte", position(1, "Wolken rechnen", "Zahlen bilden", "7", "")
    )
    law = write(tmp_path, content, number="BJNR025000020", issued_on="2020-02-28", stand="Neuer Stand")
    assert import_regulations(ACTOR, paths=[law]).count("updated") == 1
    regulation = Regulation.objects.get(document_number="BJNR025000020")
    assert (regulation.source, regulation.as_of) == ("law", "Stand: Neuer Stand")
    after = stored("BJNR025000020")
    assert {k: p.pk for k, p in after.items()} == {k: p.pk for k, p in before.items()}
    assert [k for k, p in after.items() if not p.superseded] == [("A", "1")]
    assert load_catalogue(ACTOR) == []
    assert stored("BJNR025000020")["A", "1"].title == "Wolken rechnen"


def test_a_person_may_not_import(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        import_regulations(Actor(new_id(), "Kim"), paths=[write(tmp_path)])
    assert not Regulation.objects.filter(document_number="BJNR000000000").exists()


@pytest.mark.parametrize("model", [Regulation, Occupation, Section, Position, Allocation])
def test_the_application_role_reads_but_does_not_write(model: type[Regulation], tmp_path: Path) -> None:
    import_regulations(ACTOR, paths=[write(tmp_path)])
    assert model.objects.exists()
    table = model._meta.db_table
    before = {*model.objects.values_list("pk", flat=True)}
    for act in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"INSERT INTO {table} DEFAULT VALUES"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(act)
    assert {*model.objects.values_list("pk", flat=True)} == before


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the published regulations are not at hand")
def test_all_published_regulations_are_stored_and_sum_up() -> None:
    report = import_regulations(ACTOR, paths=sorted(SHARED.glob("*.xml")))
    assert report.failed == []
    assert len(report.outcomes) == 269
    own = Occupation.objects.get(regulation__short_title="FIAusbV", specialisation="Anwendungsentwicklung")
    assert sum(p.low or 0 for p in planned_weeks(own) if p.standing == "holds") == 3 * 52
