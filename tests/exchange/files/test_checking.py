"""What has arrived becomes ready, or is refused with a sentence; nobody else gets it before, and nothing stays that belongs to nothing."""

import hashlib
import os
import time
from uuid import uuid4

import pytest

from tests.clients import standing_as
from tests.exchange.files import samples
from tests.exchange.files.scenes import Folder, again, begun, checked, jobs_due, put, work
from tests.worlds import World
from zweiklang.exchange.files import checking, scanning
from zweiklang.exchange.files.storage import incoming_key, kept_key
from zweiklang.exchange.files.uploading import CHECK
from zweiklang.exchange.models import StoredFile
from zweiklang.kernel.acting import as_system

DAY = 24 * 3600


def seen_by(world: World, who: str, file: StoredFile) -> bool:
    with standing_as(world.people[who]):
        return StoredFile.objects.filter(pk=file.pk).exists()


def test_a_photo_is_ready_without_what_the_camera_wrote(folder: Folder, world_a: World) -> None:
    content = samples.photo(600, 400)
    file = checked(world_a.first.apprentice, world_a.first.room_id, "Werkstück.jpg", content)
    assert (file.state, file.width, file.height) == ("ready", 600, 400)
    for key in (file.key, file.thumbnail):
        lying = (folder.path / key).read_bytes()
        assert b"Mara" not in lying
        assert b"Exif" not in lying
    lying = (folder.path / file.key).read_bytes()
    assert (file.size, file.digest) == (len(lying), hashlib.sha256(lying).hexdigest())
    assert folder.keys == sorted([file.key, file.thumbnail])  # the parts with the place in them are gone


def test_a_document_lies_there_as_it_came(folder: Folder, world_a: World) -> None:
    content = samples.pdf()
    file = checked(world_a.first.apprentice, world_a.first.room_id, "Plan.pdf", content)
    assert (folder.path / file.key).read_bytes() == content
    assert (file.thumbnail, file.width) == ("", None)


def test_until_it_is_checked_only_its_owner_knows_of_it(folder: Folder, world_a: World) -> None:
    file = put(world_a.first.apprentice, world_a.first.room_id, "Plan.pdf", samples.pdf())
    assert seen_by(world_a, "apprentice", file)
    assert not seen_by(world_a, "trainer", file)
    work()
    assert seen_by(world_a, "trainer", file)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("Plan.pdf", b"<html>", "etwas anderes"),
        ("Foto.jpg", b"\xff\xd8\xff" + bytes(500), "nicht lesen"),
        ("Liste.xlsx", samples.repacked(samples.workbook(), added={"xl/vbaProject.bin": b"x"}), "Programm"),
    ],
)
def test_what_is_refused_leaves_a_sentence_for_its_owner_and_no_bytes(
    folder: Folder, world_a: World, name: str, content: bytes, word: str
) -> None:
    file = checked(world_a.first.apprentice, world_a.first.room_id, name, content)
    assert file.state == "refused"
    assert word in file.refusal
    assert not folder.keys
    assert seen_by(world_a, "apprentice", file)
    assert not seen_by(world_a, "trainer", file)


def test_checking_twice_changes_nothing(folder: Folder, world_a: World) -> None:
    file = checked(world_a.first.apprentice, world_a.first.room_id, "Foto.jpg", samples.photo())
    lying = (folder.path / file.key).read_bytes()
    checking.check_file(file.pk)
    checking.check_file(uuid4())
    assert (folder.path / file.key).read_bytes() == lying
    assert again(file).ready_at == file.ready_at


def test_a_worker_that_dies_before_the_row_says_ready_is_followed_by_another(
    folder: Folder, world_a: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(world_a.first.apprentice, world_a.first.room_id, "Foto.jpg", samples.photo())
    with monkeypatch.context() as patched:
        patched.setattr(checking, "_keep", _die)
        with pytest.raises(KeyboardInterrupt):
            work()
    assert again(file).state == "checking"
    work()
    assert again(file).state == "ready"
    assert len(folder.keys) == 2


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_lost_part_is_told_and_not_filled_up(folder: Folder, world_a: World) -> None:
    file = put(world_a.first.apprentice, world_a.first.room_id, "Plan.pdf", samples.pdf())
    (folder.path / incoming_key(file.pk, 0)).unlink()
    work()
    assert "nicht vollständig" in again(file).refusal


def test_while_the_scanner_is_away_files_wait_and_the_job_comes_again(
    folder: Folder, world_a: World, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.CLAMD", "unix:/nowhere/clamd.ctl", raising=False)
    file = put(world_a.first.apprentice, world_a.first.room_id, "Plan.pdf", samples.pdf())
    with pytest.raises(scanning.Away):
        work()
    assert again(file).state == "checking"
    assert len(folder.keys) == 1
    monkeypatch.setattr("django.conf.settings.CLAMD", "", raising=False)
    work()
    assert again(file).state == "ready"


def test_a_file_removed_while_it_is_checked_leaves_nothing(
    folder: Folder, world_a: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(world_a.first.apprentice, world_a.first.room_id, "Foto.jpg", samples.photo())
    keep = checking._keep

    def removed_first(*arguments: object) -> None:
        with as_system("tests"):
            StoredFile.objects.filter(pk=file.pk).delete()
        keep(*arguments)

    monkeypatch.setattr(checking, "_keep", removed_first)
    work()
    assert not folder.keys


def age(folder: Folder, key: str, seconds: int) -> None:
    path = folder.path / key
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(b"x")
    past = time.time() - seconds
    os.utime(path, (past, past))


def test_the_sweep_removes_what_belongs_to_no_row_and_nothing_else(folder: Folder, world_a: World) -> None:
    mara, room_id = world_a.first.apprentice, world_a.first.room_id
    kept = checked(mara, room_id, "Foto.jpg", samples.photo())
    half = begun(mara, room_id, "Notiz.txt", b"x" * 100, sent=50)
    deleted = checked(mara, room_id, "Plan.pdf", samples.pdf())
    with as_system("tests"):
        StoredFile.objects.filter(pk=deleted.pk).delete()  # the night of deletions knows rows only
    wanted = [kept.key, kept.thumbnail, incoming_key(half.pk, 0)]
    orphan, unfinished = kept_key(uuid4()), "kept/aa/.unfinished-x"
    for key in (*wanted, deleted.key, orphan, unfinished, incoming_key(kept.pk, 0)):
        age(folder, key, 2 * DAY)
    age(folder, kept_key(uuid4()), 3600)  # its transaction may not have ended
    assert checking.sweep() == 4
    assert set(wanted) < set(folder.keys)
    assert len(folder.keys) == len(wanted) + 1


def test_the_sweep_asks_again_for_files_that_wait_for_long(folder: Folder, world_a: World) -> None:
    from datetime import timedelta

    from zweiklang.kernel.clock import now

    file = put(world_a.first.apprentice, world_a.first.room_id, "Plan.pdf", samples.pdf())
    fresh = put(world_a.first.apprentice, world_a.first.room_id, "Plan.pdf", samples.pdf())
    with as_system("tests"):
        StoredFile.objects.filter(pk=file.pk).update(made_at=now() - timedelta(days=2))
    checking.sweep()
    asked = [job["file_id"] for job in jobs_due(CHECK)]
    assert (asked.count(str(file.pk)), asked.count(str(fresh.pk))) == (2, 1)


def test_whoever_has_the_conversation_open_hears_when_the_file_of_a_message_is_ready(
    folder: Folder, world_a: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zweiklang.exchange.models import Message

    heard: list[object] = []
    monkeypatch.setattr(checking, "nudge", lambda people, *, what, about: heard.append((people, what, about)))
    trainer, room_id = world_a.people["trainer"], world_a.talk.conversation
    checked(trainer, room_id, "Entwurf.txt", b"noch nicht gesendet")
    assert not heard
    file = put(trainer, room_id, "Plan.pdf", samples.pdf())
    with as_system("tests"):
        message = Message.objects.create(room_id=room_id, author=trainer, text="Anbei.")
        StoredFile.objects.filter(pk=file.pk).update(message=message)
    work()
    people = {trainer.pk, world_a.people["class_teacher"].pk, world_a.first.apprentice.pk}
    assert heard == [(people, "message", room_id)]
