"""Files arrive part by part; what is acknowledged is not lost, and what is refused leaves nothing."""

import contextlib
from collections.abc import Callable

import pytest
from django.http import Http404

from tests.clients import standing_as
from tests.exchange.files import samples
from tests.exchange.files.scenes import Folder, again, begun, checked, jobs_due, put, work
from tests.worlds import World
from zweiklang.exchange.files.uploading import (
    CHECK,
    MOST_OPEN,
    WrongOffset,
    append_part,
    attach_files,
    remove_file,
    remove_files_of,
)
from zweiklang.exchange.models import Message, StoredFile
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.people.public import Person, actor_of

TEXT = b"0123456789" * 30


def append(person: Person, file: StoredFile, offset: int, body: bytes) -> StoredFile:
    with standing_as(person):
        return append_part(actor_of(person), file_id=file.pk, offset=offset, body=body)


def text_of(folder: Folder, file: StoredFile) -> bytes:
    return (folder.path / again(file).key).read_bytes()


def test_parts_become_the_file(folder: Folder, world_a: World) -> None:
    mara = world_a.first.apprentice
    file = begun(mara, world_a.first.room_id, "Notiz.txt", TEXT, sent=100)
    assert append(mara, file, 100, TEXT[100:150]).received == 150
    assert not jobs_due(CHECK)
    assert append(mara, file, 150, TEXT[150:]).state == "checking"
    assert len(jobs_due(CHECK)) == 1
    work()
    assert text_of(folder, file) == TEXT
    assert folder.keys == [again(file).key]


def test_a_part_that_is_not_due_says_what_is(folder: Folder, world_a: World) -> None:
    mara = world_a.first.apprentice
    file = begun(mara, world_a.first.room_id, "Notiz.txt", TEXT, sent=100)
    for offset in (0, 99, 101):
        with pytest.raises(WrongOffset) as told:
            append(mara, file, offset, TEXT[offset : offset + 10])
        assert told.value.received == 100
    assert again(file).received == 100


def test_a_part_after_the_end_is_refused(folder: Folder, world_a: World) -> None:
    mara = world_a.first.apprentice
    file = begun(mara, world_a.first.room_id, "Notiz.txt", TEXT, sent=100)
    with pytest.raises(Rejected):
        append(mara, file, 100, TEXT)
    with pytest.raises(Rejected):
        append(mara, file, 100, b"")
    append(mara, file, 100, TEXT[100:])
    with pytest.raises(WrongOffset):
        append(mara, file, 300, b"x")


def test_a_part_whose_transaction_fails_does_not_count_and_comes_again(
    folder: Folder, world_a: World
) -> None:
    mara = world_a.first.apprentice
    file = begun(mara, world_a.first.room_id, "Notiz.txt", TEXT, sent=100)
    with contextlib.suppress(RuntimeError), standing_as(mara):
        append_part(actor_of(mara), file_id=file.pk, offset=100, body=b"X" * 50)
        raise RuntimeError  # the process is killed before the answer
    assert again(file).received == 100
    append(mara, file, 100, TEXT[100:200])
    append(mara, file, 200, TEXT[200:])
    work()
    assert text_of(folder, file) == TEXT


def test_somebody_else_cannot_go_on_with_an_upload_nor_end_it(folder: Folder, world_a: World) -> None:
    file = begun(world_a.first.apprentice, world_a.first.room_id, "Notiz.txt", TEXT, sent=100)
    trainer = world_a.people["trainer"]
    with pytest.raises(Http404):
        append(trainer, file, 100, TEXT[100:])
    with pytest.raises(Http404), standing_as(trainer):
        remove_file(actor_of(trainer), file_id=file.pk)
    assert again(file).received == 100


@pytest.mark.parametrize("who", ["guardian", "subject_teacher"])
def test_who_does_not_write_talks_puts_no_file_there(folder: Folder, world_a: World, who: str) -> None:
    with pytest.raises((Refused, Http404)):
        put(world_a.people[who], world_a.first.room_id, "Notiz.txt", TEXT)
    assert not folder.keys


def test_a_stranger_does_not_learn_that_the_room_exists(
    folder: Folder, world_a: World, world_b: World
) -> None:
    for room_id in (world_a.first.room_id, world_a.talk.conversation, world_a.talk.counselling):
        with pytest.raises(Http404):
            put(world_b.people["trainer"], room_id, "Notiz.txt", TEXT)


def test_who_has_lost_the_right_meanwhile_cannot_finish(folder: Folder, world_a: World) -> None:
    from zweiklang.rooms.public import Membership

    trainer = world_a.people["trainer"]
    file = begun(trainer, world_a.first.room_id, "Notiz.txt", TEXT, sent=100)
    with as_system("tests"):
        Membership.objects.filter(room_id=world_a.first.room_id, person=trainer).delete()
    with pytest.raises(Http404):
        append(trainer, file, 100, TEXT[100:])


@pytest.mark.parametrize(
    ("name", "word"), [("a.svg", "Programme"), ("a.exe", "Art von Datei"), ("a", "Art von Datei")]
)
def test_a_kind_we_do_not_take_is_refused_before_anything_travels(
    folder: Folder, world_a: World, name: str, word: str
) -> None:
    with pytest.raises(Rejected, match=word):
        begun(world_a.first.apprentice, world_a.first.room_id, name, TEXT, sent=0)


@pytest.mark.parametrize(
    ("limit", "before", "word"),
    [("file", 0, "zu groß"), ("room", 1, "kein Platz"), ("person", 1, "Ihr Platz")],
)
def test_there_are_limits_for_a_file_a_room_and_a_person(
    folder: Folder, world_a: World, small_limits: Callable[..., None], limit: str, before: int, word: str
) -> None:
    mara, room_id = world_a.first.apprentice, world_a.first.room_id
    small_limits(**{limit: 500 if before else 200})
    for _ in range(before):
        put(mara, room_id, "Notiz.txt", TEXT)
    with pytest.raises(Rejected, match=word):
        put(mara, room_id, "Notiz.txt", TEXT)


def test_an_empty_file_is_refused(folder: Folder, world_a: World) -> None:
    with pytest.raises(Rejected, match="leer"):
        put(world_a.first.apprentice, world_a.first.room_id, "Notiz.txt", b"")


def test_place_that_is_reserved_counts_and_is_free_again_when_given_up(
    folder: Folder, world_a: World, small_limits: Callable[..., None]
) -> None:
    mara, room_id = world_a.first.apprentice, world_a.first.room_id
    small_limits(room=500)
    file = begun(mara, room_id, "Notiz.txt", TEXT, sent=0)
    with pytest.raises(Rejected):
        begun(mara, room_id, "zwei.txt", TEXT, sent=0)
    with standing_as(mara):
        remove_file(actor_of(mara), file_id=file.pk)
    begun(mara, room_id, "zwei.txt", TEXT, sent=0)


def test_nobody_begins_uploads_without_end(folder: Folder, world_a: World) -> None:
    mara, room_id = world_a.first.apprentice, world_a.first.room_id
    for number in range(MOST_OPEN):
        begun(mara, room_id, f"{number}.txt", TEXT, sent=0)
    with pytest.raises(Rejected, match="warten schon"):
        begun(mara, room_id, "noch eine.txt", TEXT, sent=0)


def test_who_takes_a_file_away_frees_its_bytes(folder: Folder, world_a: World) -> None:
    mara = world_a.first.apprentice
    file = checked(mara, world_a.first.room_id, "Foto.jpg", samples.photo())
    assert len(folder.keys) == 2
    with standing_as(mara):
        remove_file(actor_of(mara), file_id=file.pk)
    assert len(folder.keys) == 2  # until the commit nothing is lost
    work()
    assert not folder.keys


def test_another_persons_file_stays(folder: Folder, world_a: World) -> None:
    file = checked(world_a.first.apprentice, world_a.first.room_id, "Notiz.txt", TEXT)
    teacher = world_a.people["class_teacher"]
    with pytest.raises(Http404), standing_as(teacher):
        remove_file(actor_of(teacher), file_id=file.pk)
    assert again(file).state == "ready"


def message_of(world: World, author: Person) -> Message:
    with as_system("tests"):
        return Message.objects.create(room_id=world.talk.conversation, author=author, text="Anbei.")


def attach(person: Person, message: Message, *files: StoredFile) -> int:
    with standing_as(person):
        return attach_files(
            actor_of(person),
            room_id=message.room_id,
            message_id=message.pk,
            file_ids=[file.pk for file in files],
        )


def test_a_message_takes_its_files_with_it(folder: Folder, world_a: World) -> None:
    trainer = world_a.people["trainer"]
    message = message_of(world_a, trainer)
    file = put(trainer, world_a.talk.conversation, "Notiz.txt", TEXT)
    assert attach(trainer, message, file) == 1
    assert attach(trainer, message, file) == 1  # the same form twice
    work()
    with pytest.raises(Conflict), standing_as(trainer):
        remove_file(actor_of(trainer), file_id=file.pk)
    with standing_as(trainer):
        assert remove_files_of(actor_of(trainer), message_ids=[message.pk]) == 1
    work()
    assert not folder.keys


def test_only_ones_own_whole_files_of_that_room_go_with_a_message(folder: Folder, world_a: World) -> None:
    trainer, teacher = world_a.people["trainer"], world_a.people["class_teacher"]
    message, room_id = message_of(world_a, trainer), world_a.talk.conversation
    foreign = put(teacher, room_id, "Notiz.txt", TEXT)
    elsewhere = put(trainer, world_a.first.room_id, "Notiz.txt", TEXT)
    half = begun(trainer, room_id, "Notiz.txt", TEXT, sent=100)
    refused = checked(trainer, room_id, "Notiz.pdf", TEXT)
    assert refused.state == "refused"
    for file in (foreign, elsewhere, half, refused):
        with pytest.raises(Rejected):
            attach(trainer, message, file)
        assert again(file).message_id is None
