"""Files that come with an announcement: they lie in the sender's team room, and recipients get them through the announcement alone."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from zweiklang.exchange.announcements.policy import may_keep_files
from zweiklang.exchange.announcements.senders import senders_of
from zweiklang.exchange.files.policy import add_rule
from zweiklang.exchange.files.selectors import upload_field_for
from zweiklang.exchange.files.shapes import UploadField
from zweiklang.exchange.files.uploading import REMOVE, Upload, chosen_files
from zweiklang.exchange.models import Announcement, AnnouncementFile, StoredFile
from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import Decision
from zweiklang.kernel.errors import Rejected
from zweiklang.rooms.public import Room, Standing, as_system, team_standing

MOST_FILES = 5
_GONE = "Eine Datei ist nicht mehr da. Bitte wählen Sie sie noch einmal aus."


def may_keep(actor: Actor, standing: Standing) -> Decision:
    """Whoever writes for the organisation of that room may put files there."""
    rooms = Room.objects.filter(pk=standing.room_id)
    organisation_id = rooms.values_list("organisation_id", flat=True).first()
    return may_keep_files(
        writes=any(one.organisation_id == organisation_id for one in senders_of(actor.person))
    )


def add_rules() -> None:
    """Files can be put into rooms of organisations, by those who write announcements."""
    add_rule("team", may_keep)


def field_for(actor: Actor, draft: Announcement) -> UploadField | None:
    """Returns what the form's field for files shows; None for a sender without a place in the organisation's room. Three or four queries."""
    standing = team_standing(draft.organisation_id)
    if standing is None:
        return None
    field = upload_field_for(actor, standing.room_id)
    with as_system(actor):
        ids = [line.file_id for line in field.lines]
        others = AnnouncementFile.objects.filter(file_id__in=ids).exclude(announcement=draft)
        taken = set(others.values_list("file_id", flat=True))
    return replace(field, lines=tuple(line for line in field.lines if line.file_id not in taken))


@transaction.atomic
def attach(actor: Actor, *, draft: Announcement, chosen: Sequence[str], uploads: Sequence[Upload]) -> None:
    """These files, and no others, come with the draft. The caller has asked whether the actor may edit it.

    Raises Rejected for a file that is not taken, is not the actor's, or comes with another announcement.
    """
    standing = team_standing(draft.organisation_id)
    if standing is None:
        return
    ids = set(chosen_files(actor, room_id=standing.room_id, chosen=chosen, uploads=uploads))
    if len(ids) > MOST_FILES:
        raise Rejected(f"Bitte höchstens {MOST_FILES} Dateien.", field="files")
    with as_system(actor):
        own = StoredFile.objects.filter(
            pk__in=ids, room_id=standing.room_id, uploaded_by_id=actor.person, message=None
        )
        elsewhere = AnnouncementFile.objects.filter(file_id__in=ids).exclude(announcement=draft)
        if own.count() != len(ids) or elsewhere.exists():
            raise Rejected(_GONE, field="files")
        AnnouncementFile.objects.filter(announcement=draft).exclude(file_id__in=ids).delete()
        kept = set(AnnouncementFile.objects.filter(announcement=draft).values_list("file_id", flat=True))
        AnnouncementFile.objects.bulk_create(
            AnnouncementFile(announcement=draft, file_id=one) for one in sorted(ids - kept)
        )


def remove_files(announcement_id: UUID) -> None:
    """Nobody gets the files of that announcement any more, and their bytes go too. Called in the system role."""
    files = StoredFile.objects.filter(announced__announcement_id=announcement_id)
    ids = list(files.values_list("pk", flat=True))
    StoredFile.objects.filter(pk__in=ids).delete()
    for file_id in ids:
        jobs.defer(REMOVE, file_id=str(file_id))
