"""Files that nobody sends through a browser: the demo's, and whatever a later import brings."""

import io
from datetime import datetime
from uuid import UUID

from zweiklang.exchange.files import kinds, naming
from zweiklang.exchange.files.checking import check_file
from zweiklang.exchange.files.storage import incoming_key, storage
from zweiklang.exchange.models import StoredFile
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor


def keep_file(
    actor: Actor,
    *,
    room_id: UUID,
    person_id: UUID,
    name: str,
    content: bytes,
    at: datetime,
    message_id: UUID | None = None,
) -> StoredFile:
    """The file lies in the room, checked like any other and put there by that person at that time; it is ready or refused."""
    shown = naming.shown_name(name)
    with as_system(actor):
        file = StoredFile.objects.create(
            room_id=room_id,
            message_id=message_id,
            uploaded_by_id=person_id,
            name=shown,
            size=len(content),
            received=len(content),
            content_type=kinds.kind_of(shown).content_type,
            state=StoredFile.State.CHECKING,
            made_at=at,
        )
        storage().put(incoming_key(file.pk, 0), io.BytesIO(content))
        check_file(file.pk)
        StoredFile.objects.filter(pk=file.pk, state=StoredFile.State.READY).update(ready_at=at)
        file.refresh_from_db()
    return file
