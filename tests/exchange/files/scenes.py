"""Somebody puts files somewhere, and the worker looks at them."""

import json
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.clients import standing_as
from zweiklang.exchange.files import tasks
from zweiklang.exchange.files.uploading import CHECK, REMOVE, append_part, begin_upload, take_whole
from zweiklang.exchange.models import StoredFile
from zweiklang.kernel.acting import as_system
from zweiklang.people.public import Person, actor_of


@dataclass(frozen=True, slots=True)
class Folder:
    """Where files lie in a test."""

    path: Path

    @property
    def keys(self) -> list[str]:
        """What lies there."""
        return sorted(one.relative_to(self.path).as_posix() for one in self.path.rglob("*") if one.is_file())


def put(person: Person, room_id: UUID, name: str, content: bytes) -> StoredFile:
    """The person has put a file into the room; nobody has checked it yet."""
    with standing_as(person):
        return take_whole(actor_of(person), room_id=room_id, upload=SimpleUploadedFile(name, content))


def begun(person: Person, room_id: UUID, name: str, content: bytes, *, sent: int) -> StoredFile:
    """The person has begun to send a file, and so many bytes have come."""
    with standing_as(person):
        actor = actor_of(person)
        file = begin_upload(actor, room_id=room_id, name=name, size=len(content))
        return append_part(actor, file_id=file.pk, offset=0, body=content[:sent]) if sent else file


def work() -> None:
    """The worker has done what was due for files."""
    for name, task in ((CHECK, tasks.check_file), (REMOVE, tasks.remove_bytes)):
        for arguments in jobs_due(name):
            task.func(None, **arguments)


def checked(person: Person, room_id: UUID, name: str, content: bytes) -> StoredFile:
    """The person has put a file into the room, and it has been checked."""
    file = put(person, room_id, name, content)
    work()
    return again(file)


def again(file: StoredFile) -> StoredFile:
    """Returns the row as it is now."""
    with as_system("tests"):
        return StoredFile.objects.get(pk=file.pk)


def jobs_due(name: str) -> list[dict[str, str]]:
    """Returns the arguments of the waiting jobs of that name, in their order."""
    with as_system("tests"), connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name])
        return [json.loads(arguments) for (arguments,) in cursor.fetchall()]
