"""The pages of occupations and their plans."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.curricula.plans import ACTOR, PLAN, position, section, write
from tests.worlds import World

from zweiklang.curricula.public import Occupation, import_regulations, load_catalogue
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person

INDEX = "/ausbildungsordnungen/"


@pytest.fixture
def reader(world_a: World, client_of: Callable[[Person | None], Client]) -> Client:
    """An apprentice's browser."""
    return client_of(world_a.first.apprentice)


def page_of(reader: Client, specialisation: str) -> str:
    found = Occupation.objects.get(specialisation=specialisation, superseded=False)
    response = reader.get(f"{INDEX}{found.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_nobody_reads_without_signing_in(client_of: Callable[[Person | None], Client]) -> None:
    response = client_of(None).get(INDEX)
    assert response.status_code == 302
    assert "/konto/" in response["Location"]


def test_the_list_finds_by_beginnings_of_words(reader: Client) -> None:
    load_catalogue(ACTOR)
    found = reader.get(INDEX, {"q": "system info"}).content.decode()
    assert "Systemintegration" not in found
    found = reader.get(INDEX, {"q": "system fachinf"}).content.decode()
    assert "Systemintegration" in found
    assert "Anwendungsentwicklung" not in found
    assert "Keinen Beruf gefunden" in reader.get(INDEX, {"q": "zzz"}).content.decode()


def test_the_list_needs_at_most_eight_queries_however_long(
    reader: Client, tmp_path: Path, django_assert_max_num_queries
) -> None:
    for number in range(60):
        write(tmp_path, name=f"{number}.xml", number=f"BJNR0000001{number:02}")
    import_regulations(ACTOR, paths=[tmp_path])
    with django_assert_max_num_queries(8):
        first = reader.get(INDEX).content.decode()
    assert "Seite 1 von 3" in first
    assert first.count("data-item") == 50


def test_only_the_newest_version_is_listed(reader: Client, tmp_path: Path) -> None:
    for year in (2022, 2024):
        write(tmp_path, name=f"{year}.xml", stand=f"Geändert durch Art. 1 V v. 1.2.{year} I 1")
    import_regulations(ACTOR, paths=[tmp_path])
    listed = reader.get(INDEX, {"q": "wolkenbauer"}).content.decode()
    assert listed.count("data-item") == 2


def test_a_plan_shows_what_holds_what_is_a_choice_and_not_what_is_for_others(
    reader: Client, tmp_path: Path
) -> None:
    import_regulations(ACTOR, paths=[write(tmp_path)])
    page = page_of(reader, "Gewitter")
    for text in ("Wolken aufschichten", "Leitern standsicher aufstellen", "40*", "Blitze ziehen", "zur Wahl"):
        assert text in page
    assert "Nebel legen" not in page
    assert "29. Februar 2020" in page
    assert "BJNR000000000" in page


def test_the_bars_say_in_words_what_they_show(reader: Client, tmp_path: Path) -> None:
    import_regulations(ACTOR, paths=[write(tmp_path)])
    page = page_of(reader, "Gewitter")
    assert 'aria-label="1.–18. Monat: 68 Wochen, davon A 68"' in page
    assert 'aria-label="19.–36. Monat: 78 Wochen, davon A 40, B 38"' in page
    assert "style=" not in page


def test_what_the_import_noticed_is_shown(reader: Client, tmp_path: Path) -> None:
    broken = PLAN.replace("<entry >18</entry>", "<entry >18 bis 20</entry>")
    assert broken != PLAN
    import_regulations(ACTOR, paths=[write(tmp_path, broken)])
    page = page_of(reader, "Gewitter")
    assert "Beim Lesen der Verordnung ist etwas aufgefallen" in page
    assert "„18 bis 20“" in page


def test_the_laws_text_is_escaped(reader: Client, tmp_path: Path) -> None:
    content = section(
        "Abschnitt A: Gemeinsame Inhalte",
        position(1, "&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;b&gt;", "50", "40"),
    )
    import_regulations(ACTOR, paths=[write(tmp_path, content)])
    found = Occupation.objects.get(name="Wolkenbauer")
    page = reader.get(f"{INDEX}{found.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_learning_fields_show_hours_source_and_how_far_they_are_verified(reader: Client) -> None:
    load_catalogue(ACTOR)
    page = page_of(reader, "Anwendungsentwicklung")
    assert "Serviceanfragen bearbeiten" in page
    assert "teilweise geprüft" in page
    assert "Stunden nicht geprüft" in page
    assert "Nur Titel und Zeiten" in page
    found = Occupation.objects.get(regulation__document_number="BJNR102500016")
    page = reader.get(f"{INDEX}{found.pk}/").content.decode()
    assert "nicht bekannt" in page


def test_a_plan_needs_at_most_twelve_queries(
    reader: Client, tmp_path: Path, django_assert_max_num_queries
) -> None:
    load_catalogue(ACTOR)
    many = [position(n, f"Titel {n}", "etwas tun", "1", "1") for n in range(1, 61)]
    import_regulations(ACTOR, paths=[write(tmp_path, section("Abschnitt A: Gemeinsame Inhalte", *many))])
    small = Occupation.objects.get(
        regulation__document_number="BJNR025000020", specialisation="Systemintegration"
    )
    large = Occupation.objects.get(name="Wolkenbauer")
    for found in (small, large):
        with django_assert_max_num_queries(12):
            reader.get(f"{INDEX}{found.pk}/")


def test_an_unknown_occupation_is_not_found(reader: Client) -> None:
    assert reader.get(f"{INDEX}{new_id()}/").status_code == 404
