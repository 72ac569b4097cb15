"""A file that has arrived becomes ready for others, or is refused with a sentence; and what nobody needs any more is removed.

Runs in the worker, in the system role. The bytes are never all in memory: parts → a file on this machine's disk → the storage.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast
from uuid import UUID

from zweiklang.exchange.files import kinds, scanning
from zweiklang.exchange.files.storage import (
    INCOMING,
    KEPT,
    PIECE,
    SMALL,
    id_in,
    incoming_prefix,
    kept_key,
    small_key,
    storage,
)
from zweiklang.exchange.files.uploading import ask_for_check
from zweiklang.exchange.live.sending import nudge
from zweiklang.exchange.models import StoredFile
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.clock import now, today
from zweiklang.rooms.public import Membership

State = StoredFile.State
ACTOR = "files"
VIRUS = "Die Datei enthält ein Schadprogramm ({name}). Bitte prüfen Sie Ihr Gerät, und senden Sie die Datei nicht weiter."
_INCOMPLETE = "Die Datei ist nicht vollständig angekommen. Bitte laden Sie sie noch einmal hoch."
_BROKEN_PICTURE = "Das Bild lässt sich nicht lesen. Öffnen Sie es bitte bei sich, speichern Sie es neu, und senden Sie es noch einmal."
_TOO_MANY_POINTS = "Das Bild hat zu viele Bildpunkte. Speichern Sie es bitte kleiner."
_MOVING = "Bewegte Bilder nehmen wir nicht an. Senden Sie bitte ein einzelnes Bild."
# What lies there without a row may belong to a transaction that has not ended.
GRACE = timedelta(days=1)
_MOST_AT_ONCE = 1000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Result:
    """What goes into the row of a file that is ready."""

    size: int
    digest: str
    small: bytes = b""
    width: int | None = None
    height: int | None = None


def check_file(file_id: UUID) -> None:
    """The file is ready or refused; nothing happens to one that is not waiting. Doing it again is doing it once.

    Raises scanning.Away while the scanner does not answer: the file waits, the job comes again.
    """
    with as_system(ACTOR):
        file = StoredFile.objects.filter(pk=file_id, state=State.CHECKING).first()
    if file is None:
        return
    try:
        with TemporaryFile() as whole, TemporaryFile() as cleaned:
            result = _look_through(file, _binary(whole), _binary(cleaned))
            key = kept_key(file.pk)
            storage().put(key, _binary(cleaned if result.width else whole))
            _keep(file, result, key)
    except kinds.NotTaken as problem:
        _refuse(file, problem.sentence)
    _remove(incoming_prefix(file.pk))


def _look_through(file: StoredFile, whole: BinaryIO, cleaned: BinaryIO) -> _Result:
    """Raises kinds.NotTaken. The scanner sees the file as it came, before anything of ours opens it."""
    _put_together(file, whole)
    if scanning.is_configured() and (found := scanning.found_in(whole)):
        raise kinds.NotTaken(VIRUS.format(name=found[:80]))
    kind = kinds.kind_of(file.name)
    kinds.check_content(whole, kind)
    if not kind.picture:
        return _Result(*_measured(whole))
    return _clean(whole, cleaned, kind.picture)


def _put_together(file: StoredFile, whole: BinaryIO) -> None:
    """The parts stand one behind the other in `whole`; each begins where the one before ends."""
    parts = sorted(part.key for part in storage().lying(incoming_prefix(file.pk)) if "." not in part.key)
    for key in parts:
        if int(key.rsplit("/", 1)[-1]) != whole.tell():
            break
        for piece in storage().pieces(key):
            whole.write(piece)
    if whole.tell() != file.size:
        raise kinds.NotTaken(_INCOMPLETE)


def _clean(whole: BinaryIO, cleaned: BinaryIO, picture: str) -> _Result:
    from zweiklang.exchange.files import pictures  # noqa: PLC0415 - Pillow loads for a tenth of a second; only workers need it

    try:
        done = pictures.clean(whole, cleaned, picture)
    except pictures.TooLarge as problem:
        raise kinds.NotTaken(_TOO_MANY_POINTS) from problem
    except pictures.Moving as problem:
        raise kinds.NotTaken(_MOVING) from problem
    except pictures.Unreadable as problem:
        raise kinds.NotTaken(_BROKEN_PICTURE) from problem
    return _Result(*_measured(cleaned), done.small, done.width, done.height)


def _measured(file: BinaryIO) -> tuple[int, str]:
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
    return file.tell(), digest.hexdigest()


def _let_look(file_id: UUID) -> None:
    """Threads that are open learn that a message has its file now. Runs as the system."""
    row = StoredFile.objects.filter(pk=file_id, message__isnull=False).first()
    if row is not None:
        there = Membership.objects.filter(room_id=row.room_id, first_day__lte=today())
        people = there.exclude(last_day__lt=today()).values_list("person_id", flat=True)
        nudge(set(people), what="message", about=row.room_id)


def _keep(file: StoredFile, result: _Result, key: str) -> None:
    """The row says that the file is ready. If somebody has removed the row meanwhile, the bytes go as well."""
    small = ""
    if result.small:
        small = small_key(file.pk)
        with _file_of(result.small) as picture:
            storage().put(small, picture)
    with as_system(ACTOR):
        kept = StoredFile.objects.filter(pk=file.pk, state=State.CHECKING).update(
            state=State.READY,
            ready_at=now(),
            key=key,
            thumbnail=small,
            # Quotas count what lies there. `received` stays below or equal.
            size=result.size,
            received=result.size,
            digest=result.digest,
            width=result.width,
            height=result.height,
        )
        if kept:
            _let_look(file.pk)
    if not kept:
        storage().remove([key, *([small] if small else [])])


def _refuse(file: StoredFile, sentence: str) -> None:
    with as_system(ACTOR):
        StoredFile.objects.filter(pk=file.pk, state=State.CHECKING).update(
            state=State.REFUSED, refusal=sentence[:300]
        )


def remove_bytes(file_id: UUID) -> None:
    """Nothing of the file lies in the storage, unless there is (still, or again) a row."""
    with as_system(ACTOR):
        if StoredFile.objects.filter(pk=file_id).exists():
            return
    storage().remove([kept_key(file_id), small_key(file_id)])
    _remove(incoming_prefix(file_id))


def sweep() -> int:
    """What lies in the storage without a row that needs it is gone; returns how many. Files that wait for a check are asked for again."""
    gone = 0
    for prefix, states in (
        (KEPT, (State.READY,)),
        (SMALL, (State.READY,)),
        (INCOMING, (State.UPLOADING, State.CHECKING)),
    ):
        old = (one.key for one in storage().lying(f"{prefix}/") if one.since < now() - GRACE)
        for keys in batched(old, _MOST_AT_ONCE):
            unneeded = _without_row(keys, states)
            storage().remove(unneeded)
            gone += len(unneeded)
    with as_system(ACTOR):
        waiting = StoredFile.objects.filter(state=State.CHECKING, made_at__lt=now() - timedelta(hours=2))
        for file_id in waiting.values_list("pk", flat=True):
            ask_for_check(file_id)
    if gone:
        _log.info("removed %s files that belong to nothing", gone)
    return gone


def _without_row(keys: tuple[str, ...], states: tuple[State, ...]) -> list[str]:
    ids = {key: id_in(key) for key in keys}
    with as_system(ACTOR):
        rows = StoredFile.objects.filter(pk__in=[one for one in ids.values() if one], state__in=states)
        known = set(rows.values_list("pk", flat=True))
    return [key for key, file_id in ids.items() if file_id not in known]


def _remove(prefix: str) -> None:
    storage().remove([one.key for one in storage().lying(prefix)])


@contextmanager
def _file_of(content: bytes) -> Iterator[BinaryIO]:
    with TemporaryFile() as file:
        file.write(content)
        yield _binary(file)


def _binary(file: IO[bytes]) -> BinaryIO:
    return cast(BinaryIO, file)
