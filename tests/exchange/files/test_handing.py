"""Who gets the bytes: those who may see the file, at an address that holds for minutes and for one person."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import standing_as
from tests.exchange.files import samples
from tests.exchange.files.scenes import Folder, begun, checked, put
from tests.worlds import World
from zweiklang.exchange.files.serving import HOLDS, Unsatisfiable, range_of
from zweiklang.exchange.files.storage import storage
from zweiklang.exchange.models import Announcement, AnnouncementFile, Message, StoredFile
from zweiklang.kernel.acting import as_system
from zweiklang.people.public import Person
from zweiklang.rooms.models import Look
from zweiklang.rooms.public import Membership, Scope

type ClientOf = Callable[[Person | None], Client]
TEXT = bytes(range(32, 127)) * 40


@pytest.fixture
def note(folder: Folder, world_a: World) -> StoredFile:
    """A text of the apprentice in her room."""
    return checked(world_a.first.apprentice, world_a.first.room_id, "Notiz für alle.txt", TEXT)


def address(client: Client, file: StoredFile) -> str:
    answer = client.get(reverse("exchange:file", args=[file.pk]))
    assert answer.status_code == 302
    return str(answer["Location"])


def test_whoever_sees_talks_gets_the_file(client_of: ClientOf, world_a: World, note: StoredFile) -> None:
    for who in ("apprentice", "trainer", "class_teacher", "guardian"):
        client = client_of(world_a.people[who])
        answer = client.get(address(client, note))
        assert answer.status_code == 200
        assert b"".join(answer) == TEXT
        assert answer["Content-Length"] == str(len(TEXT))


def test_a_file_the_storage_has_lost_is_not_found(
    client_of: ClientOf, world_a: World, note: StoredFile
) -> None:
    storage().remove([note.key])
    client = client_of(world_a.people["trainer"])
    assert client.get(reverse("exchange:file", args=[note.pk]), follow=True).status_code == 404


def test_a_browser_runs_nothing_of_it_and_guesses_nothing(
    client_of: ClientOf, world_a: World, note: StoredFile
) -> None:
    client = client_of(world_a.people["trainer"])
    answer = client.get(address(client, note), headers={"Accept-Encoding": "gzip"})
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Notiz für alle.txt" in unquote(answer["Content-Disposition"])
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Encoding"] == "identity"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("who", ["second_apprentice", "other_trainer", "chamber_adviser", "subject_teacher"])
def test_others_learn_nothing(client_of: ClientOf, world_a: World, note: StoredFile, who: str) -> None:
    client = client_of(world_a.people[who])
    assert client.get(reverse("exchange:file", args=[note.pk])).status_code == 404
    assert client.get(reverse("exchange:file_small", args=[note.pk])).status_code == 404


def test_the_address_of_one_person_is_of_no_use_to_another(
    client_of: ClientOf, world_a: World, note: StoredFile
) -> None:
    there = address(client_of(world_a.people["trainer"]), note)
    assert client_of(world_a.people["class_teacher"]).get(there).status_code == 404
    answer = client_of(None).get(there)
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_a_changed_address_leads_nowhere(client_of: ClientOf, world_a: World, note: StoredFile) -> None:
    client = client_of(world_a.people["trainer"])
    there = address(client, note)
    assert client.get(there[:-3] + "xx/").status_code == 404


def test_after_five_minutes_the_right_is_asked_for_again(
    client_of: ClientOf, world_a: World, note: StoredFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    assert HOLDS <= 300
    client = client_of(world_a.people["trainer"])
    there, begun_at = address(client, note), time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: begun_at + HOLDS + 1)
    answer = client.get(there)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("exchange:file", args=[note.pk])


def test_an_address_ends_with_the_membership(client_of: ClientOf, world_a: World, note: StoredFile) -> None:
    trainer = world_a.people["trainer"]
    client = client_of(trainer)
    there = address(client, note)
    with as_system("tests"):
        Membership.objects.filter(room_id=note.room_id, person=trainer).delete()
    assert client.get(there).status_code == 404


def test_a_file_that_is_not_ready_is_handed_to_nobody(
    client_of: ClientOf, world_a: World, folder: Folder
) -> None:
    mara, room_id = world_a.first.apprentice, world_a.first.room_id
    for file in (put(mara, room_id, "Plan.pdf", samples.pdf()), begun(mara, room_id, "a.txt", TEXT, sent=10)):
        assert client_of(mara).get(reverse("exchange:file", args=[file.pk])).status_code == 404


def test_a_file_in_a_conversation_is_its_writers_until_it_is_sent(
    client_of: ClientOf, world_a: World, folder: Folder
) -> None:
    trainer, teacher = world_a.people["trainer"], world_a.people["class_teacher"]
    file = checked(trainer, world_a.talk.conversation, "Entwurf.txt", TEXT)
    there = reverse("exchange:file", args=[file.pk])
    assert client_of(teacher).get(there).status_code == 404
    assert client_of(trainer).get(there).status_code == 302
    with as_system("tests"):
        message = Message.objects.create(room_id=file.room_id, author=trainer, text="Anbei.")
        StoredFile.objects.filter(pk=file.pk).update(message=message)
    assert client_of(teacher).get(there).status_code == 302


def test_what_was_said_in_confidence_stays_there(client_of: ClientOf, world_a: World, folder: Folder) -> None:
    mara = world_a.first.apprentice
    file = checked(mara, world_a.talk.counselling, "Brief.txt", TEXT)
    with as_system("tests"):
        message = Message.objects.create(room_id=file.room_id, author=mara, text="Anbei.")
        StoredFile.objects.filter(pk=file.pk).update(message=message)
    there = reverse("exchange:file", args=[file.pk])
    assert client_of(world_a.talk.counsellor).get(there).status_code == 302
    for who in ("trainer", "class_teacher", "guardian", "head_of_school"):
        assert client_of(world_a.people[who]).get(there).status_code == 404


def test_a_file_of_an_announcement_goes_to_those_who_got_it(
    client_of: ClientOf, world_a: World, world_b: World, folder: Folder
) -> None:
    with as_system("tests"):
        announcement = Announcement.objects.get(organisation=world_a.school)
    recipients = {one.person_id for one in _deliveries(announcement)}
    file = checked(world_a.first.apprentice, world_a.first.room_id, "Plan.pdf", samples.pdf())
    with as_system("tests"):
        StoredFile.objects.filter(pk=file.pk).update(room_id=world_a.team_room_id)
        AnnouncementFile.objects.create(announcement=announcement, file=file)
    there = reverse("exchange:file", args=[file.pk])
    reached = next(one for one in world_a.people.values() if one.pk in recipients)
    client = client_of(reached)
    assert b"".join(client.get(address(client, file))) == (folder.path / file.key).read_bytes()
    assert client_of(world_b.people["trainer"]).get(there).status_code == 404
    assert client_of(world_a.people["second_apprentice"]).get(there).status_code == 404


def _deliveries(announcement: Announcement) -> list:
    with as_system("tests"):
        return list(announcement.deliveries.all())


def test_a_photo_is_shown_small_and_whole(client_of: ClientOf, world_a: World, folder: Folder) -> None:
    file = checked(world_a.first.apprentice, world_a.first.room_id, "Foto.jpg", samples.photo(600, 400))
    client = client_of(world_a.people["trainer"])
    small = client.get(client.get(reverse("exchange:file_small", args=[file.pk]))["Location"])
    assert small["Content-Type"] == "image/jpeg"
    assert b"".join(small) == (folder.path / file.thumbnail).read_bytes()
    whole = client.get(address(client, file))
    assert whole["Content-Disposition"].startswith("inline")
    assert b"".join(whole).startswith(b"\xff\xd8\xff")


def test_who_gets_a_file_of_the_room_has_looked(
    client_of: ClientOf, world_a: World, note: StoredFile
) -> None:
    trainer = world_a.people["trainer"]
    client = client_of(trainer)
    there = address(client, note)  # led on: nothing seen yet
    assert not looks_at(world_a.first.apprentice, trainer)
    b"".join(client.get(there))
    assert looks_at(world_a.first.apprentice, trainer) == {Scope.DEVELOPMENT}


def test_who_gets_a_file_of_a_conversation_is_not_noted(
    client_of: ClientOf, world_a: World, folder: Folder
) -> None:
    trainer, teacher = world_a.people["trainer"], world_a.people["class_teacher"]
    file = checked(trainer, world_a.talk.conversation, "Entwurf.txt", TEXT)
    with as_system("tests"):
        message = Message.objects.create(room_id=file.room_id, author=trainer, text="Anbei.")
        StoredFile.objects.filter(pk=file.pk).update(message=message)
    client = client_of(teacher)
    b"".join(client.get(address(client, file)))
    assert not looks_at(world_a.first.apprentice, teacher)


def looks_at(apprentice: Person, viewer: Person) -> set[str]:
    """Returns the categories of the looks that the apprentice reads of that person."""
    with standing_as(apprentice):
        return set(Look.objects.filter(viewer=viewer).values_list("category", flat=True))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-9", (0, 9)),
        ("bytes=90-", (90, 99)),
        ("bytes=-5", (95, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=5-500", (5, 99)),
        ("bytes=0-1,5-6", None),
        ("bytes=9-5", None),
        ("bytes=-", None),
        ("lines=1-2", None),
        ("", None),
    ],
)
def test_a_range_is_read_as_the_standard_says(header: str, expected: tuple[int, int] | None) -> None:
    assert range_of(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_a_range_behind_the_end_is_told(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        range_of(header, 100)


def test_a_download_goes_on_in_the_middle(client_of: ClientOf, world_a: World, note: StoredFile) -> None:
    client = client_of(world_a.people["trainer"])
    there = address(client, note)
    tag = client.get(there)["ETag"]
    part = client.get(there, headers={"Range": "bytes=100-199", "If-Range": tag})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 100-199/{len(TEXT)}")
    assert b"".join(part) == TEXT[100:200]
    other = client.get(there, headers={"Range": "bytes=100-199", "If-Range": '"another"'})
    assert (other.status_code, b"".join(other)) == (200, TEXT)
    behind = client.get(there, headers={"Range": "bytes=999999-"})
    assert (behind.status_code, behind["Content-Range"]) == (416, f"bytes */{len(TEXT)}")


def test_head_tells_the_size(client_of: ClientOf, world_a: World, note: StoredFile) -> None:
    client = client_of(world_a.people["trainer"])
    answer = client.head(address(client, note))
    assert (answer.status_code, answer["Content-Length"], answer.content) == (200, str(len(TEXT)), b"")


def test_somebody_added_later_gets_nothing_from_before(
    client_of: ClientOf, world_a: World, folder: Folder
) -> None:
    from zweiklang.exchange.models import Participation
    from zweiklang.kernel.clock import now

    trainer, teacher = world_a.people["trainer"], world_a.people["class_teacher"]
    file = checked(trainer, world_a.talk.conversation, "Alt.txt", TEXT)
    with as_system("tests"):
        message = Message.objects.create(room_id=file.room_id, author=trainer, text="Anbei.")
        StoredFile.objects.filter(pk=file.pk).update(message=message)
    there = reverse("exchange:file", args=[file.pk])
    assert client_of(teacher).get(there).status_code == 302
    with as_system("tests"):
        Participation.objects.filter(room_id=file.room_id, person=teacher).update(
            visible_from=now() + timedelta(hours=1)
        )
    with standing_as(teacher):
        assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert client_of(teacher).get(there).status_code == 404
