"""A draft is kept while somebody writes: text field by text field, so that two windows never overwrite each other."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404

from zweiklang.exchange.announcements.attaching import attach, remove_files
from zweiklang.exchange.announcements.choices import label_of
from zweiklang.exchange.announcements.policy import may_announce, may_edit, may_reach
from zweiklang.exchange.announcements.senders import sender_of, senders_of
from zweiklang.exchange.announcements.shapes import LONGEST_SUBJECT, LONGEST_TEXT, Audience, Sender
from zweiklang.exchange.files.uploading import Upload
from zweiklang.exchange.models import Announcement
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.rooms.public import as_system

TEXTS = {"title": LONGEST_SUBJECT, "text": LONGEST_TEXT}
MOST_DRAFTS = 100


class TextConflict(Exception):
    """Another window has changed the same field meanwhile; nothing was written. `theirs` is what is stored."""

    def __init__(self, *, field: str, mine: str, theirs: str) -> None:
        super().__init__("Dieser Text wurde inzwischen in einem anderen Fenster geändert.")
        self.field, self.mine, self.theirs = field, mine, theirs


@dataclass(frozen=True, slots=True)
class Written:
    """What the form sends: texts, what stood there when the page was made (`seen`), and the rest.

    `files` are ids of files that came before the form, `uploads` those that come with it.
    """

    texts: dict[str, str]
    seen: dict[str, str]
    needs_receipt: bool
    may_answer: bool
    audience: Audience | None
    files: tuple[str, ...] = ()
    uploads: tuple[Upload, ...] = ()


@transaction.atomic
def begin_draft(actor: Actor, *, announcement_id: UUID, sender_key: str) -> Announcement:
    """The actor has an empty draft with that id (made by the form, so that a second click begins no second one)."""
    senders = senders_of(actor.person)
    require(may_announce(senders))
    sender = next((one for one in senders if one.key == sender_key), None)
    if sender is None:
        raise Rejected("Bitte wählen Sie, für wen Sie schreiben.", field="sender")
    with as_system(actor):
        if (
            Announcement.objects.filter(author_id=actor.person, state=Announcement.State.DRAFT).count()
            >= MOST_DRAFTS
        ):
            raise Rejected(f"Sie haben schon {MOST_DRAFTS} Entwürfe. Bitte löschen Sie zuerst einen.")
        found, _ = Announcement.objects.get_or_create(
            pk=announcement_id,
            defaults={
                "organisation_id": sender.organisation_id,
                "author_id": actor.person,
                "audience": {"reach": str(sender.reach)},
            },
        )
    if found.author_id != actor.person_id:
        raise Http404
    return found


@transaction.atomic
def save_text(actor: Actor, *, announcement_id: UUID, field: str, base: str, value: str) -> str:
    """The title or the text of the draft is stored; returns it. Raises TextConflict where another window changed it, Rejected if too long."""
    if field not in TEXTS:
        raise Rejected("Dieses Feld gibt es nicht.", field=field)
    draft = _locked(actor, announcement_id)
    _take(draft, field, seen=base, typed=value)
    _store(actor, draft, field)
    stored: str = getattr(draft, field)
    return stored


@transaction.atomic
def save_draft(actor: Actor, *, announcement_id: UUID, written: Written) -> Announcement:
    """The whole draft is stored. Raises as `save_text`, and Refused for an audience the sender does not reach."""
    draft = _locked(actor, announcement_id)
    for field, typed in written.texts.items():
        _take(draft, field, seen=written.seen.get(field, ""), typed=typed.strip())
    draft.needs_receipt, draft.may_answer = written.needs_receipt, written.may_answer
    draft.audience = {"reach": draft.audience.get("reach", "")}
    draft.audience_label = ""
    if written.audience is not None:
        sender = sender_of_draft(draft)
        require(may_reach(sender, written.audience))
        assert sender is not None  # require has refused otherwise
        draft.audience |= written.audience.as_data()
        draft.audience_label = label_of(actor, written.audience, sender=sender)
    _store(actor, draft, *TEXTS, "needs_receipt", "may_answer", "audience", "audience_label")
    attach(actor, draft=draft, chosen=written.files, uploads=written.uploads)
    return draft


@transaction.atomic
def discard_draft(actor: Actor, *, announcement_id: UUID) -> None:
    """The draft is gone; a second click finds nothing and is no error."""
    found = Announcement.objects.filter(pk=announcement_id).first()
    if found is None:
        return
    require(may_edit(actor, found))
    with as_system(actor):
        remove_files(announcement_id)
        Announcement.objects.filter(pk=announcement_id, state=Announcement.State.DRAFT).delete()


def sender_of_draft(draft: Announcement) -> Sender | None:
    """Returns in whose name it is written; None where the author may no longer."""
    return sender_of(
        draft.author_id, organisation_id=draft.organisation_id, reach=draft.audience.get("reach", "")
    )


def _locked(actor: Actor, announcement_id: UUID) -> Announcement:
    if not Announcement.objects.filter(pk=announcement_id).exists():
        raise Http404
    with as_system(actor):
        draft = Announcement.objects.select_for_update().get(pk=announcement_id)
    require(may_edit(actor, draft))
    return draft


def _take(draft: Announcement, field: str, *, seen: str, typed: str) -> None:
    """The field says what was typed, spaces at its end too: whoever pauses after a word goes on behind its space."""
    stored: str = getattr(draft, field)
    typed = typed.replace("\r\n", "\n").replace("\x00", "")
    if len(typed) > TEXTS[field]:
        raise Rejected(f"Das sind {len(typed)} Zeichen; höchstens {TEXTS[field]} passen.", field=field)
    if _clean(stored) not in (_clean(seen), _clean(typed)):
        raise TextConflict(field=field, mine=typed, theirs=stored)
    setattr(draft, field, typed)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _store(actor: Actor, draft: Announcement, *fields: str) -> None:
    draft.revision += 1
    with as_system(actor):
        draft.save(update_fields=[*fields, "revision"])
