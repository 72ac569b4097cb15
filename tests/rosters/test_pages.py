"""The pages of a school's office: upload, preview, decision, result, undo, and pupils by hand."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.bench.browsing import statements
from tests.clients import show_before
from tests.rosters.files import roster, whole_school
from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import Pupil
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.rosters.public import ImportRun, Source, import_roster

ClientOf = Callable[[Person | None], Client]
FORGETTING = "SELECT set_config('zweiklang.person', '', true)"
HEADER = "Nachname;Vorname;Klasse;Geburtsdatum\n"


@pytest.fixture
def office(client_of: ClientOf, world_a: World) -> Client:
    """The browser of the school's office."""
    return client_of(world_a.people["school_office"])


def page(name: str, world: World, *more: object) -> str:
    return reverse(name, args=[world.team_room_id, *more])


def upload(client: Client, world: World, rows: str, **more: str) -> HttpResponse:
    file = SimpleUploadedFile("liste.csv", (HEADER + rows).encode())
    return client.post(page("uploads:upload", world), {"file": file, "extent": "auto", **more})


def newest(world: World) -> ImportRun:
    with as_system(ACTOR):
        return ImportRun.objects.filter(school=world.school).latest("made_at")


def apply(client: Client, world: World, **answers: object) -> HttpResponse:
    run = newest(world)
    return client.post(page("rosters:act", world, run.pk, "uebernehmen"), {"seen": run.digest, **answers})


ROWS = "Berg;Ole;10TI1;01.02.2008\nKehl;Ina;10TI1;03.04.2008\n"


def test_a_file_becomes_a_preview_then_facts_then_nothing_again(office: Client, world_a: World) -> None:
    before = tables.digest()
    answer = upload(office, world_a, ROWS + ";Ohne;10TI1;01.01.2008\n")
    run = newest(world_a)
    assert answer["Location"] == page("rosters:run", world_a, run.pk)
    shown = office.get(answer["Location"]).content.decode()
    assert "Ole Berg" in shown
    assert "Zeile 4" in shown
    assert apply(office, world_a).status_code == 302
    shown = office.get(answer["Location"]).content.decode()
    assert "Rückgängig machen" in shown
    assert "Ole Berg" in office.get(page("rosters:pupils", world_a)).content.decode().replace(
        "Berg, Ole", "Ole Berg"
    )
    office.post(page("rosters:act", world_a, run.pk, "zuruecknehmen"))
    after = tables.digest()
    assert {name for name in after if after[name] != before[name]} == {
        "rosters_importrun",
        "rosters_importchange",
    }


def test_the_list_leaves_as_a_table_that_calculates_nothing_and_comes_back_unchanged(
    office: Client, world_a: World
) -> None:
    upload(office, world_a, ROWS)
    apply(office, world_a)
    with as_system(ACTOR):
        Pupil.objects.filter(person__family_name="Berg").update(firm_name="=HYPERLINK(1)")
    answer = office.get(page("rosters:pupil_file", world_a), {"q": "berg"})
    assert answer["Content-Type"].startswith("text/csv")
    assert b"'=HYPERLINK(1)" in answer.content
    assert b"Kehl" not in answer.content
    office.post(
        page("uploads:upload", world_a),
        {"file": SimpleUploadedFile("lernende.csv", answer.content), "extent": "auto"},
    )
    again = newest(world_a).counts
    assert (again["new"], again["changed"], again["doubtful"]) == (0, 0, 0)


def test_a_doubtful_row_is_decided_on_the_page(office: Client, world_a: World) -> None:
    upload(office, world_a, ROWS)
    apply(office, world_a)
    upload(office, world_a, "Berg;Ole;10TI1;\nKehl;Ina;10TI1;03.04.2008\n")
    run = newest(world_a)
    shown = office.get(page("rosters:run", world_a, run.pk)).content.decode()
    assert "die Datei nennt kein Geburtsdatum" in shown
    with as_system(ACTOR):
        ole = Pupil.objects.get(school=world_a.school, person__family_name="Berg")
    assert apply(office, world_a, decision_0=str(ole.pk)).status_code == 302
    assert newest(world_a).state == "applied"
    with as_system(ACTOR):
        assert Pupil.objects.filter(school=world_a.school, person__family_name="Berg").count() == 1


def test_the_brake_asks_on_the_page_and_keeps_the_answers(office: Client, world_a: World) -> None:
    upload(office, world_a, ROWS)
    apply(office, world_a)
    upload(office, world_a, "Berg;Ole;10TI1;\n", extent="classes")
    before = tables.digest()
    answer = apply(office, world_a, decision_0="new", confirmed_leavers="")
    assert answer.status_code == 422
    assert "Bestätigen Sie das mit der Zahl 1" in answer.content.decode()
    assert re.search(r'value="new"[^>]*checked', answer.content.decode())
    assert tables.digest() == before
    assert apply(office, world_a, decision_0="new", confirmed_leavers="1").status_code == 302


def test_a_second_click_and_a_second_tab_change_nothing_more(office: Client, world_a: World) -> None:
    upload(office, world_a, ROWS)
    run = newest(world_a)
    apply(office, world_a)
    before = tables.digest()
    answer = office.post(
        page("rosters:act", world_a, run.pk, "uebernehmen"), {"seen": run.digest}, follow=True
    )
    assert "schon übernommen" in answer.content.decode()
    assert tables.digest() == before


def test_facts_that_changed_after_the_preview_are_shown_again(office: Client, world_a: World) -> None:
    upload(office, world_a, ROWS)
    run = newest(world_a)
    with as_system(ACTOR):
        import_roster(
            ACTOR, school=world_a.school, roster=roster(*whole_school(1, classes=1).pupils), source=Source()
        )
    upload(office, world_a, ROWS)
    apply(office, world_a)
    before = tables.digest()["apprenticeships_pupil"]
    answer = office.post(
        page("rosters:act", world_a, run.pk, "uebernehmen"),
        {"seen": run.digest, "decision_0": "skip"},
        follow=True,
    )
    assert "noch einmal" in answer.content.decode()
    assert tables.digest()["apprenticeships_pupil"] == before


def test_the_extent_can_be_changed_on_the_preview(office: Client, world_a: World) -> None:
    upload(office, world_a, ROWS)
    run = newest(world_a)
    assert "Wer in der Datei fehlt" not in office.get(page("rosters:run", world_a, run.pk)).content.decode()
    office.post(page("rosters:act", world_a, run.pk, "umfang"), {"extent": "school"})
    shown = office.get(page("rosters:run", world_a, run.pk)).content.decode()
    assert "Wer in der Datei fehlt" in shown
    assert "Pia Ohnevertrag" in shown  # would leave now


def test_a_discarded_preview_leaves_nothing_of_the_file(office: Client, world_a: World) -> None:
    before = tables.digest()
    upload(office, world_a, ROWS)
    office.post(page("rosters:act", world_a, newest(world_a).pk, "verwerfen"))
    assert tables.digest() == before


def test_a_file_that_cannot_be_read_says_why_at_the_field(office: Client, world_a: World) -> None:
    before = tables.digest()
    file = BytesIO(b"%PDF-1.7 nothing")
    file.name = "liste.csv"
    answer = office.post(page("uploads:upload", world_a), {"file": file, "extent": "auto"})
    assert answer.status_code == 422
    assert "PDF" in answer.content.decode()
    assert tables.digest() == before


def test_a_pupil_by_hand_is_asked_about_when_there_is_one_of_that_name(
    office: Client, world_a: World
) -> None:
    address = page("rosters:add", world_a)
    wish = {"given_name": "Pia", "family_name": "Ohnevertrag"}
    answer = office.post(address, wish)
    assert answer.status_code == 422
    assert "gibt es an Ihrer Schule schon" in answer.content.decode()
    assert office.post(address, {**wish, "somebody_else": "on"}).status_code == 302
    with as_system(ACTOR):
        assert (
            Pupil.objects.filter(
                school=world_a.school, person__family_name="Ohnevertrag", by_hand=True
            ).count()
            == 1
        )


def test_a_pupil_changes_class_and_leaves_by_hand(office: Client, world_a: World) -> None:
    upload(office, world_a, "Berg;Ole;10TI1;01.02.2008\n")
    apply(office, world_a)
    with as_system(ACTOR):
        ole = Pupil.objects.get(school=world_a.school, person__family_name="Berg")
    address = page("rosters:pupil", world_a, ole.pk)
    answer = office.post(address, {"act": "move", "school_class": str(world_a.school_class.pk)}, follow=True)
    assert f"Klasse {world_a.school_class.label}" in answer.content.decode()
    assert "Abgegangen" in office.post(address, {"act": "leave"}, follow=True).content.decode()


@pytest.mark.parametrize("name", ["rosters:pupils", "rosters:classes", "rosters:runs"])
def test_lists_ask_the_same_number_of_questions_for_few_and_many(
    name: str, office: Client, world_a: World
) -> None:
    address = page(name, world_a)

    def asked() -> int:
        show_before(office, address)
        with statements() as found:
            assert office.get(address).status_code == 200
        return len([sql for sql in found if sql != FORGETTING])

    few = asked()
    import_roster(ACTOR, school=world_a.school, roster=whole_school(80, classes=5), source=Source())
    assert asked() == few <= 8


def test_the_list_finds_by_name_class_and_contract(office: Client, world_a: World) -> None:
    address = page("rosters:pupils", world_a)
    everybody = office.get(address).content.decode()
    assert "Ohnevertrag" in everybody
    assert world_a.first.apprentice.family_name in everybody
    without = office.get(address, {"stand": "ohne"}).content.decode()
    assert "Ohnevertrag" in without
    assert world_a.first.apprentice.family_name not in without
    in_class = office.get(address, {"klasse": str(world_a.school_class.room_id)}).content.decode()
    assert "Ohnevertrag" in in_class
    assert world_a.first.apprentice.family_name in in_class
    assert "Niemand gefunden" in office.get(address, {"q": "Gibtesnicht"}).content.decode()
