"""Files arrive: begun, part by part, taken back, attached. What has been acknowledged lies in the storage and in the table.

Rows are written in the system role, after the policy; whose upload it is stands in the row.
"""

import io
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404

from zweiklang.exchange.files import kinds, naming, policy
from zweiklang.exchange.files.storage import incoming_key, storage
from zweiklang.exchange.models import StoredFile
from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import as_system, standing_in

type Upload = UploadedFile[Any]
State = StoredFile.State
MOST_PART = 1024 * 1024
"""Bytes that one request may bring."""
MOST_OPEN = 20
"""Uploads that one person may have begun and not finished."""
CHECK, REMOVE = "exchange.files.check", "exchange.files.remove"
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_GONE = "Diese Datei ist nicht mehr da. Bitte wählen Sie sie noch einmal aus."


class WrongOffset(Conflict):
    """Another part is due: `received` bytes have come."""

    def __init__(self, received: int) -> None:
        super().__init__("Ein anderer Teil der Datei ist an der Reihe.")
        self.received = received


@transaction.atomic
def begin_upload(actor: Actor, *, room_id: UUID, name: str, size: int) -> StoredFile:
    """An empty file waits in the room for its first part; its place is reserved.

    Raises Rejected for a name or size we do not take, and where there is no place left.
    """
    require(policy.may_upload(actor, standing=standing_in(room_id)))
    shown = naming.shown_name(name)
    try:
        kind = kinds.kind_of(shown)
    except kinds.NotTaken as problem:
        raise Rejected(problem.sentence, field="file") from problem
    _check_size(size)
    with as_system(actor):
        _require_place(actor, room_id, size)
        return StoredFile.objects.create(
            room_id=room_id,
            uploaded_by_id=actor.person,
            name=shown,
            size=size,
            content_type=kind.content_type,
        )


def _check_size(size: int) -> None:
    if size <= 0:
        raise Rejected("Die Datei ist leer.", field="file")
    if size > settings.FILE_MOST:
        most = settings.FILE_MOST // (1024 * 1024)
        raise Rejected(
            f"Die Datei ist zu groß: möglich sind {most} MB. Ein Bild können Sie kleiner speichern, ein PDF aufteilen.",
            field="file",
        )


def _require_place(actor: Actor, room_id: UUID, size: int) -> None:
    """There is place for that many bytes; nobody else reserves any of it until this transaction ends."""
    with connection.cursor() as cursor:
        for word in (f"files-of:{actor.person}", f"files-in:{room_id}"):
            cursor.execute(_ALONE, [word])
    rows = StoredFile.objects.exclude(state=State.REFUSED)
    here = rows.filter(room_id=room_id).aggregate(all=Sum("size", default=0))["all"]
    mine = rows.filter(uploaded_by_id=actor.person).aggregate(
        all=Sum("size", default=0), open=Count("pk", filter=Q(state=State.UPLOADING))
    )
    if here + size > settings.ROOM_FILES_MOST:
        raise Rejected(
            "Hier ist kein Platz mehr für diese Datei. Löschen Sie bitte Dateien, die niemand mehr braucht.",
            field="file",
        )
    if mine["all"] + size > settings.PERSON_FILES_MOST:
        raise Rejected(
            "Ihr Platz für Dateien ist voll. Löschen Sie bitte Dateien, die niemand mehr braucht.",
            field="file",
        )
    if mine["open"] >= MOST_OPEN:
        raise Rejected(
            "Es warten schon viele Dateien von Ihnen. Bitte laden Sie diese zuerst zu Ende hoch.",
            field="file",
        )


@transaction.atomic
def append_part(actor: Actor, *, file_id: UUID, offset: int, body: bytes) -> StoredFile:
    """The part lies in the storage and counts; with the last one the file is waiting to be checked. Only the uploader's own files.

    Raises WrongOffset (with what has come) where another part is due: another tab, or an answer that was lost on its way.
    """
    file = own_file(actor, file_id=file_id, lock=True)
    if file.state != State.UPLOADING or offset != file.received:
        raise WrongOffset(file.received)
    if not body or offset + len(body) > file.size or len(body) > MOST_PART:
        raise Rejected("Dieser Teil passt nicht zu der Datei, die angekündigt war.", field="file")
    require(policy.may_upload(actor, standing=standing_in(file.room_id)))
    storage().put(incoming_key(file.pk, offset), io.BytesIO(body))
    file.received = offset + len(body)
    if file.received == file.size:
        file.state = State.CHECKING
        ask_for_check(file.pk)
    with as_system(actor):
        file.save(update_fields=["received", "state"])
    return file


def ask_for_check(file_id: UUID) -> None:
    """Once this transaction commits, a worker checks the file; somebody waits for it."""
    jobs.defer(CHECK, priority=jobs.URGENT, alone=f"file:{file_id}", file_id=str(file_id))


def own_file(actor: Actor, *, file_id: UUID, lock: bool = False) -> StoredFile:
    """Returns the file that the actor has put (or is putting) somewhere; Http404 for any other."""
    with as_system(actor):
        rows = StoredFile.objects.select_for_update() if lock else StoredFile.objects.all()
        file = rows.filter(pk=file_id, uploaded_by_id=actor.person).first()
    if file is None:
        raise Http404
    return file


@transaction.atomic
def take_whole(actor: Actor, *, room_id: UUID, upload: Upload) -> StoredFile:
    """A file that came with a form has arrived, part by part from the server's own folder, and is waiting to be checked."""
    file = begin_upload(actor, room_id=room_id, name=upload.name or "", size=upload.size or 0)
    upload.seek(0)
    while part := upload.read(MOST_PART):
        file = append_part(actor, file_id=file.pk, offset=file.received, body=part)
    return file


@transaction.atomic
def remove_file(actor: Actor, *, file_id: UUID) -> StoredFile:
    """The file is gone: given up while it arrives, or taken away by whoever put it there. Its bytes follow after the commit."""
    file = own_file(actor, file_id=file_id, lock=True)
    require(policy.may_remove(actor, file=file))
    with as_system(actor):
        _remove_rows(StoredFile.objects.filter(pk=file.pk))
    return file


def attach_files(actor: Actor, *, room_id: UUID, message_id: UUID, file_ids: Collection[UUID]) -> int:
    """These files, which the actor has put into the room for it, belong to the message; returns how many. Within the act that sends it.

    Raises Rejected where one is gone, refused, or has not come whole. Attaching to the same message again changes nothing.
    """
    wanted = set(file_ids)
    if not wanted:
        return 0
    with as_system(actor):
        rows = StoredFile.objects.select_for_update().filter(
            Q(message_id=None) | Q(message_id=message_id),
            pk__in=wanted,
            room_id=room_id,
            uploaded_by_id=actor.person,
        )
        states = dict(rows.values_list("pk", "state"))
        if set(states) != wanted or State.REFUSED in states.values():
            raise Rejected(_GONE, field="files")
        if State.UPLOADING in states.values():
            raise Rejected(
                "Eine Datei ist noch nicht ganz angekommen. Bitte warten Sie einen Moment.", field="files"
            )
        return StoredFile.objects.filter(pk__in=wanted).update(message_id=message_id)


def remove_files_of(actor: Actor, *, message_ids: Collection[UUID]) -> int:
    """What these messages have brought is gone; returns how many files. Within the act that withdraws them."""
    with as_system(actor):
        return _remove_rows(StoredFile.objects.filter(message_id__in=message_ids))


@transaction.atomic
def take_several(actor: Actor, *, room_id: UUID, uploads: Sequence[Upload]) -> list[StoredFile]:
    """Files that came with a form have arrived: all of them, or none."""
    return [take_whole(actor, room_id=room_id, upload=one) for one in uploads]


def chosen_files(
    actor: Actor, *, room_id: UUID, chosen: Sequence[str], uploads: Sequence[Upload]
) -> list[UUID]:
    """Returns the files that a form sends: those that came before it (values of its fields `file`), and those that come with it.

    For `attach_files`. Raises Rejected for what is not taken.
    """
    ids = [_id(value) for value in chosen]
    return [*ids, *(file.pk for file in take_several(actor, room_id=room_id, uploads=uploads))]


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as problem:
        raise Rejected(_GONE, field="files") from problem


def _remove_rows(rows: QuerySet[StoredFile]) -> int:
    ids = list(rows.values_list("pk", flat=True))
    StoredFile.objects.filter(pk__in=ids).delete()
    for file_id in ids:
        jobs.defer(REMOVE, file_id=str(file_id))
    return len(ids)
