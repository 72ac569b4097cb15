"""Which files there are, as lines in words. What somebody may see, row-level security has decided."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q, Sum
from django.http import Http404

from zweiklang.exchange.files import kinds, policy
from zweiklang.exchange.files.naming import words_for_size
from zweiklang.exchange.files.shapes import FileLine, UploadField, Usage
from zweiklang.exchange.models import AnnouncementFile, StoredFile
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.addresses import address
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Refused
from zweiklang.rooms.public import as_system, standing_in

State = StoredFile.State
MB = 1024 * 1024

_NAMES = [field.attname for field in StoredFile._meta.concrete_fields]
_COLUMNS = ", ".join(f'"{field.column}"' for field in StoredFile._meta.concrete_fields)
_OF_MESSAGES = f"SELECT {_COLUMNS} FROM exchange_storedfile WHERE message_id = ANY (%(messages)s)"  # noqa: S608 - columns of ours
# Two statements in one: no index serves both sides of an OR.
_OF_THREAD = f"""
    {_OF_MESSAGES} UNION ALL
    SELECT {_COLUMNS} FROM exchange_storedfile WHERE room_id = %(room)s AND message_id IS NULL AND uploaded_by_id = %(me)s"""  # noqa: S608 - ours


def files_of(actor: Actor, message_ids: Collection[UUID]) -> dict[UUID, list[FileLine]]:
    """Returns the files of these messages, in the order of their upload. What is still checked only its writer gets. One query."""
    found: defaultdict[UUID, list[FileLine]] = defaultdict(list)
    for file in _files(_OF_MESSAGES, messages=list(message_ids)):
        if file.message_id:
            found[file.message_id].append(line_of(actor, file))
    return dict(found)


def files_announced(actor: Actor, announcement_id: UUID) -> list[FileLine]:
    """Returns the files of an announcement that the actor may read. Two queries."""
    ids = list(
        AnnouncementFile.objects.filter(announcement_id=announcement_id).values_list("file_id", flat=True)
    )
    with as_system(actor):
        rows = list(StoredFile.objects.filter(pk__in=ids).order_by("pk"))
    return [
        line_of(actor, file)
        for file in rows
        if file.state == State.READY or file.uploaded_by_id == actor.person_id
    ]


def files_in(actor: Actor, room_id: UUID) -> list[FileLine]:
    """Returns the files that a room keeps, the newest first, with those of the actor that are not ready yet. One query."""
    rows = StoredFile.objects.filter(room_id=room_id, message=None).select_related("uploaded_by")
    return [line_of(actor, file) for file in rows.order_by("-pk")]


def upload_field_for(actor: Actor, room_id: UUID) -> UploadField:
    """Returns what the macro `upload_field` shows: where to send files, which, and what the actor has there that no message has brought.

    One query.
    """
    with as_system(actor):
        rows = list(
            StoredFile.objects.filter(room_id=room_id, message=None, uploaded_by_id=actor.person).order_by(
                "pk"
            )
        )
    return upload_field(room_id, [line_of(actor, file) for file in rows])


def files_of_thread(
    actor: Actor, room_id: UUID, message_ids: Collection[UUID]
) -> tuple[dict[UUID, list[FileLine]], UploadField]:
    """Returns `files_of` and `upload_field_for` of a conversation together. One query."""
    found: defaultdict[UUID | None, list[FileLine]] = defaultdict(list)
    for file in _files(_OF_THREAD, messages=list(message_ids), room=room_id, me=actor.person):
        found[file.message_id].append(line_of(actor, file))
    field = upload_field(room_id, found.pop(None, []))
    return {message: lines for message, lines in found.items() if message}, field


def _files(statement: str, **values: Any) -> list[StoredFile]:
    """The files in the order of their upload."""
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ORDER BY id", values)
        return [StoredFile.from_db("default", _NAMES, row) for row in cursor.fetchall()]


def upload_field(room_id: UUID, lines: Collection[FileLine] = ()) -> UploadField:
    """Returns the field without asking for anything: where files go, which, and these lines of files that are not sent yet."""
    return UploadField(
        room_id=room_id,
        href=address("exchange:upload", room_id),
        accept=kinds.ACCEPT,
        hint=f"{kinds.TAKEN}; bis {settings.FILE_MOST // MB} MB. Aus Bildern nehmen wir Ort und Gerät heraus.",
        lines=tuple(lines),
    )


def usage_of(room_id: UUID) -> Usage:
    """Returns how much of the room's place for files is used. One query."""
    rows = StoredFile.objects.filter(room_id=room_id).exclude(state=State.REFUSED)
    used = rows.aggregate(all=Sum("size", default=0))["all"]
    percent = min(100, round(100 * used / settings.ROOM_FILES_MOST))
    return Usage(f"{words_for_size(used)} von {settings.ROOM_FILES_MOST // MB} MB belegt", percent)


def visible_file(actor: Actor, file_id: UUID) -> StoredFile:
    """Returns a file that is ready and that the actor may have, in a room or with an announcement; Http404 otherwise."""
    file = StoredFile.objects.filter(Q(state=State.READY), pk=file_id).first()
    if file is not None:
        try:
            require(policy.may_see(actor, file=file, standing=standing_in(file.room_id)))
        except Refused as problem:
            raise Http404 from problem
        return file
    if not AnnouncementFile.objects.filter(file_id=file_id).exists():
        raise Http404
    with as_system(actor):
        file = StoredFile.objects.filter(pk=file_id, state=State.READY).first()
    if file is None:
        raise Http404
    return file


def line_of(actor: Actor, file: StoredFile) -> FileLine:
    """Returns the line of one file."""
    ready, mine = file.state == State.READY, file.uploaded_by_id == actor.person_id
    return FileLine(
        file_id=file.pk,
        name=file.name,
        note=_note(file),
        state=file.state,
        href=address("exchange:file", file.pk) if ready else "",
        small_href=address("exchange:file_small", file.pk) if ready and file.thumbnail else "",
        width=file.width or 0,
        height=file.height or 0,
        by=file.uploaded_by.name if "uploaded_by" in file._state.fields_cache else "",
        at=file.ready_at or file.made_at,
        size=file.size,
        received=file.received,
        removable=bool(policy.may_remove(actor, file=file)),
        mine=mine,
    )


def _note(file: StoredFile) -> str:
    if file.state == State.REFUSED:
        return file.refusal
    if file.state == State.CHECKING:
        return f"{words_for_size(file.size)} · wird geprüft"
    if file.state == State.UPLOADING:
        came = f"{words_for_size(file.received)} von {words_for_size(file.size)} angekommen"
        return f"{came}. Wählen Sie die Datei noch einmal aus, dann geht es dort weiter."
    try:
        label = kinds.kind_of(file.name).label
    except kinds.NotTaken:  # a kind we took in an earlier version
        return words_for_size(file.size)
    return f"{label} · {words_for_size(file.size)}"
