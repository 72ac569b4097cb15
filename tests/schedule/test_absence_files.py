"""A school's office reads a file of absences: preview first, then exactly that, and nothing of the file is left."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.worlds import ACTOR, World, Worlds
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person
from zweiklang.rooms.models import Look
from zweiklang.rooms.public import as_system
from zweiklang.schedule.absences import importing
from zweiklang.schedule.models import Absence, TimetableImport

ClientOf = Callable[[Person | None], Client]
Standing = Callable[[Person | None], AbstractContextManager[None]]
DAY = today() - timedelta(days=2)
HEADER = "Klasse;Nachname;Vorname;Datum;Art;Status;Grund"


@pytest.fixture(autouse=True)
def _nothing_entered(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_may_have_school", lambda day: True)
    with as_system(ACTOR):
        Absence.objects.all().delete()


@pytest.fixture
def office(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["school_office"])


def row(world: World, *, day=DAY, art: str = "gefehlt", status: str = "") -> str:
    who = world.first.apprentice
    label = world.school_class.label
    return f"{label};{who.family_name};{who.given_name};{day:%d.%m.%Y};{art};{status};Grippe"


def upload(client: Client, world: World, *rows: str):
    text = "\n".join((HEADER, *rows)).encode()
    url = reverse("uploads:absences", args=[world.team_room_id])
    return client.post(url, {"file": SimpleUploadedFile("fehlzeiten.csv", text)})


def kept(world: World) -> list[TimetableImport]:
    with as_system(ACTOR):
        found = TimetableImport.objects.filter(school=world.school, file_name="fehlzeiten.csv")
        return list(found.order_by("made_at"))


def digest(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def held(world: World) -> int:
    with as_system(ACTOR):
        return Absence.objects.filter(room_id=world.first.room_id).count()


def test_a_file_is_shown_entered_and_gone(office: Client, world_a: World) -> None:
    answer = upload(
        office, world_a, row(world_a), f"{world_a.school_class.label};Niemand;Nina;{DAY:%d.%m.%Y};;;"
    )
    assert answer.status_code == 302
    page = office.get(answer["Location"]).content.decode()
    assert world_a.first.apprentice.name in page
    assert "Noch ist nichts eingetragen" in page
    assert "Nina Niemand" in page
    assert "Grippe" not in page
    assert held(world_a) == 0
    done = office.post(answer["Location"], {"act": "apply", "seen": digest(page)}, follow=True)
    assert "Übernommen: 1 Fehlzeit." in done.content.decode()
    assert held(world_a) == 1
    (found,) = kept(world_a)
    assert (found.content, found.state, found.counts["added"]) == (None, "applied", 1)
    assert found.errors == []
    again = office.post(answer["Location"], {"act": "apply", "seen": digest(page)}, follow=True)
    assert "schon übernommen" in again.content.decode()
    assert held(world_a) == 1


def test_no_reason_is_kept_while_it_waits(office: Client, world_a: World) -> None:
    upload(office, world_a, row(world_a))
    (found,) = kept(world_a)
    assert b"Grippe" not in bytes(found.content or b"")


@pytest.mark.parametrize("where", ["art", "status"])
def test_a_reason_in_another_column_is_neither_kept_nor_shown(
    where: str, office: Client, world_a: World
) -> None:
    there = upload(office, world_a, row(world_a), row(world_a, **{where: "Angina"}))["Location"]
    page = office.get(there).content.decode()
    assert "dort steht etwas anderes" in page
    assert "Angina" not in page
    (found,) = kept(world_a)
    assert b"Angina" not in bytes(found.content or b"")


def test_what_changed_since_the_preview_is_looked_at_again(office: Client, world_a: World) -> None:
    there = upload(office, world_a, row(world_a))["Location"]
    seen = digest(office.get(there).content.decode())
    with as_system(ACTOR):
        Absence.objects.create(room_id=world_a.first.room_id, day=DAY, kind="late", minutes=5)
    page = office.post(there, {"act": "apply", "seen": seen}, follow=True).content.decode()
    assert "Seit der Vorschau hat sich etwas geändert" in page
    assert "Der Eintrag der Schule bleibt" in page
    assert held(world_a) == 1


@pytest.mark.parametrize("there_already", [None, "absent", "late"])
def test_who_is_shown_in_a_preview_can_see_that_somebody_looked(
    office: Client, world_a: World, as_person: Standing, there_already: str | None
) -> None:
    there = upload(office, world_a, row(world_a, status="entschuldigt"))["Location"]
    with as_system(ACTOR):
        if there_already:
            minutes = 5 if there_already == "late" else None
            Absence.objects.create(
                room_id=world_a.first.room_id, day=DAY, kind=there_already, minutes=minutes
            )
    assert world_a.first.apprentice.name in office.get(there).content.decode()
    with as_person(world_a.first.apprentice):
        viewers = set(Look.objects.values_list("viewer_id", flat=True))
    assert world_a.people["school_office"].pk in viewers


def test_a_preview_is_thrown_away(office: Client, world_a: World) -> None:
    there = upload(office, world_a, row(world_a))["Location"]
    for _ in range(2):
        office.post(there, {"act": "discard"})
    assert kept(world_a) == []
    assert office.get(there).status_code == 404
    assert held(world_a) == 0


@pytest.mark.parametrize(
    ("rows", "says"),
    [(("",), "keine Fehlzeit"), ((";;;;;;",), "keine Fehlzeit"), (("x;;;;;;",), "Zeile 2")],
)
def test_a_file_that_says_nothing_is_refused(
    rows: tuple[str, ...], says: str, office: Client, world_a: World
) -> None:
    answer = upload(office, world_a, *rows)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert kept(world_a) == []


@pytest.mark.parametrize("persona", ["class_teacher", "subject_teacher", "apprentice", "trainer"])
def test_nobody_else_reads_files(persona: str, client_of: ClientOf, office: Client, world_a: World) -> None:
    there = upload(office, world_a, row(world_a))["Location"]
    seen = digest(office.get(there).content.decode())
    client = client_of(world_a.people[persona])
    assert upload(client, world_a, row(world_a)).status_code == 404
    assert client.get(there).status_code == 404
    assert client.post(there, {"act": "apply", "seen": seen}).status_code == 404
    assert (len(kept(world_a)), held(world_a)) == (1, 0)


def test_the_office_of_another_school_neither_sees_nor_enters(
    client_of: ClientOf, office: Client, worlds: Worlds
) -> None:
    there = upload(office, worlds.a, row(worlds.a))["Location"]
    seen = digest(office.get(there).content.decode())
    other = client_of(worlds.b.people["school_office"])
    (found,) = kept(worlds.a)
    smuggled = reverse("schedule:absence_file", args=[worlds.b.team_room_id, found.pk])
    for address in (there, smuggled):
        assert other.get(address).status_code == 404
        assert other.post(address, {"act": "apply", "seen": seen}).status_code == 404
        assert other.post(address, {"act": "discard"}).status_code == 404
    assert len(kept(worlds.a)) == 1
    assert held(worlds.a) == 0


def test_a_timetable_is_not_found_among_absences(office: Client, world_a: World) -> None:
    with as_system(ACTOR):
        other = TimetableImport.objects.filter(school=world_a.school).first()
    assert other
    address = reverse("schedule:absence_file", args=[world_a.team_room_id, UUID(str(other.pk))])
    assert office.get(address).status_code == 404
