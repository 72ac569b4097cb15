"""The room's page of files, and the same without script."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.clients import show_before
from tests.exchange.files import samples
from tests.exchange.files.scenes import Folder, again, checked, put, work
from tests.worlds import World
from zweiklang.exchange.files.kinds import ACCEPT
from zweiklang.exchange.models import StoredFile
from zweiklang.kernel.acting import as_system
from zweiklang.people.public import Person

type ClientOf = Callable[[Person | None], Client]


def page_of(world: World) -> str:
    return reverse("exchange:room_files", args=[world.first.room_id])


def in_room(world: World) -> list[StoredFile]:
    with as_system("tests"):
        return list(StoredFile.objects.filter(room_id=world.first.room_id))


def test_the_page_lists_what_lies_there_and_who_put_it(
    folder: Folder, world_a: World, client_of: ClientOf
) -> None:
    checked(world_a.first.apprentice, world_a.first.room_id, "Werkstück.jpg", samples.photo(600, 400))
    html = client_of(world_a.people["trainer"]).get(page_of(world_a)).content.decode()
    assert "Werkstück.jpg" in html
    assert "JPEG-Bild · " in html
    assert world_a.first.apprentice.name in html
    assert "/klein/" in html
    assert "Löschen" not in html  # it is not the trainer's


def test_nobody_else_sees_that_something_is_still_checked(
    folder: Folder, world_a: World, client_of: ClientOf
) -> None:
    put(world_a.first.apprentice, world_a.first.room_id, "Zeugnis.jpg", samples.photo())
    assert "wird geprüft" in client_of(world_a.first.apprentice).get(page_of(world_a)).content.decode()
    assert "Zeugnis" not in client_of(world_a.people["trainer"]).get(page_of(world_a)).content.decode()


def test_files_are_put_there_without_script(folder: Folder, world_a: World, client_of: ClientOf) -> None:
    client = client_of(world_a.people["class_teacher"])
    files = [SimpleUploadedFile("eins.txt", b"eins"), SimpleUploadedFile("zwei.txt", b"zwei")]
    answer = client.post(page_of(world_a), {"files": files})
    assert (answer.status_code, answer["Location"]) == (302, page_of(world_a))
    work()
    assert {(file.name, file.state) for file in in_room(world_a)} == {
        ("eins.txt", "ready"),
        ("zwei.txt", "ready"),
    }


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "Bitte wählen Sie eine Datei aus."),
        ([SimpleUploadedFile("leer.txt", b"")], "Die Datei ist leer."),
        ([SimpleUploadedFile("logo.svg", b"<svg/>")], "können Programme enthalten"),
    ],
)
def test_what_is_not_taken_is_said_at_the_field(
    folder: Folder, world_a: World, client_of: ClientOf, files: list[SimpleUploadedFile], sentence: str
) -> None:
    answer = client_of(world_a.first.apprentice).post(page_of(world_a), {"files": files})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert sentence in html
    assert 'aria-invalid="true"' in html
    assert not in_room(world_a)


def test_if_one_of_several_is_refused_none_is_kept(
    folder: Folder, world_a: World, client_of: ClientOf
) -> None:
    files = [SimpleUploadedFile("eins.txt", b"eins"), SimpleUploadedFile("logo.svg", b"<svg/>")]
    assert client_of(world_a.first.apprentice).post(page_of(world_a), {"files": files}).status_code == 422
    assert not in_room(world_a)


def test_who_only_reads_is_told_who_puts_files_there(
    folder: Folder, world_a: World, client_of: ClientOf
) -> None:
    client = client_of(world_a.people["guardian"])
    html = client.get(page_of(world_a)).content.decode()
    assert "Dateien legen hier die Auszubildenden, der Betrieb und die Klassenleitung ab." in html
    assert 'type="file"' not in html
    answer = client.post(page_of(world_a), {"files": SimpleUploadedFile("eins.txt", b"eins")})
    assert answer.status_code == 403
    assert not in_room(world_a)


def test_deleting_asks_first_and_then_it_is_gone_for_all(
    folder: Folder, world_a: World, client_of: ClientOf
) -> None:
    file = checked(world_a.first.apprentice, world_a.first.room_id, "Notiz.txt", b"Notiz")
    client, there = client_of(world_a.first.apprentice), reverse("exchange:remove_file", args=[file.pk])
    assert "Datei löschen?" in client.get(there).content.decode()
    assert again(file)
    assert client.post(there)["Location"] == page_of(world_a)
    assert not in_room(world_a)
    assert client.post(there).status_code == 404  # the second click


def test_the_tab_leads_there_for_those_who_see_talks(
    folder: Folder, world_a: World, client_of: ClientOf
) -> None:
    room = reverse("apprenticeships:room", args=[world_a.first.room_id])
    assert page_of(world_a) in client_of(world_a.people["trainer"]).get(room).content.decode()
    assert page_of(world_a) not in client_of(world_a.people["subject_teacher"]).get(room).content.decode()


def test_however_many_files_there_are_the_page_asks_the_same(
    folder: Folder, world_a: World, client_of: ClientOf
) -> None:
    client = client_of(world_a.people["trainer"])
    checked(world_a.first.apprentice, world_a.first.room_id, "Notiz.txt", b"Notiz")
    show_before(client, page_of(world_a))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(page_of(world_a))
    with as_system("tests"):
        StoredFile.objects.bulk_create(
            StoredFile(
                room_id=world_a.first.room_id,
                uploaded_by=person,
                name=f"{number}.txt",
                size=1,
                received=1,
                state="ready",
            )
            for number in range(30)
            for person in (world_a.people["trainer"], world_a.people["class_teacher"])
        )
    with CaptureQueriesContext(connection) as many:
        assert client.get(page_of(world_a)).content.decode().count("zk-file__name") == 61
    assert len(many) == len(few)
    assert len(many) <= 12, [query["sql"] for query in many]


def test_the_field_says_the_kinds_we_take(folder: Folder, world_a: World, client_of: ClientOf) -> None:
    html = client_of(world_a.first.apprentice).get(page_of(world_a)).content.decode()
    field = re.search(r'<input [^>]*type="file"[^>]*>', html)
    assert field is not None
    assert f'accept="{ACCEPT}"' in field[0]
    assert "multiple" in field[0]


def test_a_form_that_announces_far_too_much_is_not_read(
    folder: Folder, world_a: World, client_of: ClientOf, small_limits: Callable[..., None]
) -> None:
    small_limits(file=1000)
    files = [SimpleUploadedFile(f"{number}.txt", b"x" * 900) for number in range(6)]
    answer = client_of(world_a.first.apprentice).post(page_of(world_a), {"files": files})
    assert answer.status_code == 400
    assert not in_room(world_a)
