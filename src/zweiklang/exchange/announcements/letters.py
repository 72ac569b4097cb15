"""What goes by post: one letter for each firm in which nobody can be reached here, as one PDF for window envelopes, and their addresses."""

from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from zweiklang.exchange.announcements.policy import may_print
from zweiklang.exchange.announcements.receiving import Receipt
from zweiklang.exchange.announcements.sending import is_own
from zweiklang.exchange.announcements.shapes import Address
from zweiklang.exchange.announcements.words import ITEMS, paragraphs
from zweiklang.exchange.models import Announcement, AnnouncementLetter
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict
from zweiklang.kernel.formats import day_long
from zweiklang.kernel.mail import absolute_url
from zweiklang.kernel.paper.glyphs import printable
from zweiklang.kernel.spreadsheets import write_csv
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system

_TEMPLATE = Path(str(files("zweiklang.exchange.announcements") / "letter.typ"))
# One PDF is what somebody folds in one go; the next one begins with what is left.
MOST_LETTERS = 300
ALREADY = "Diese Briefe sind schon als gedruckt vermerkt."


def to_print(receipt: Receipt) -> int:
    """Returns how many letters the next PDF has."""
    return min(receipt.letters - receipt.printed, MOST_LETTERS)


def letters_pdf(actor: Actor, announcement: Announcement) -> bytes | None:
    """Returns the next letters as one PDF (PDF/A-3a, PDF/UA-1), each beginning on a page of its own; None if all are printed.

    The caller has asked whether they are the actor's.
    """
    with as_system(actor):
        firms = [letter.firm for letter in _unprinted(announcement.pk).select_related("firm")[:MOST_LETTERS]]
    if not firms:
        return None
    from zweiklang.kernel.paper.setting import set_pdf  # noqa: PLC0415 - typst is loaded where a letter is set

    made_at = now()
    return set_pdf(_TEMPLATE, page=_page(announcement, firms), moment=int(made_at.timestamp()))


def addresses_csv(actor: Actor, announcement: Announcement) -> bytes:
    """Returns all letters' addresses as a table, with the day on which each was printed. The caller has asked whether they are the actor's."""
    with as_system(actor):
        rows = list(_letters(announcement.pk).select_related("firm"))
    header = ("Betrieb", "Straße", "Postleitzahl", "Ort", "Telefon", "gedruckt am")
    return write_csv(
        header,
        (
            (
                one.firm.name,
                one.firm.street,
                one.firm.postcode,
                one.firm.town,
                one.firm.phone,
                one.printed_at.astimezone(BERLIN).date() if one.printed_at else None,
            )
            for one in rows
        ),
    )


@transaction.atomic
def mark_printed(actor: Actor, *, announcement_id: UUID, seen: str) -> int:
    """The letters of the next PDF are marked as printed; returns how many.

    `seen`: how many were marked when the page was made. Raises Conflict where somebody else has marked these meanwhile (a second click).
    """
    found = Announcement.objects.filter(pk=announcement_id).first()
    if found is None:
        raise Http404
    require(may_print(own=is_own(actor, found)))
    with as_system(actor):
        Announcement.objects.select_for_update().get(pk=announcement_id)
        printed = _letters(announcement_id).filter(printed_at__isnull=False).count()
        if str(printed) != seen:
            raise Conflict(ALREADY)
        ids = list(_unprinted(announcement_id).values_list("pk", flat=True)[:MOST_LETTERS])
        return AnnouncementLetter.objects.filter(pk__in=ids).update(printed_at=now())


def _letters(announcement_id: UUID) -> QuerySet[AnnouncementLetter]:
    rows = AnnouncementLetter.objects.filter(announcement_id=announcement_id)
    return rows.order_by("firm__postcode", "firm__sort_key", "pk")


def _unprinted(announcement_id: UUID) -> QuerySet[AnnouncementLetter]:
    return _letters(announcement_id).filter(printed_at__isnull=True)


def _page(announcement: Announcement, firms: list[Organisation]) -> dict[str, Any]:
    sender = announcement.organisation
    sent_on = (announcement.sent_at or now()).astimezone(BERLIN).date()
    return {
        "title": printable(announcement.title),
        "sender": printable(sender.name),
        "back": printable(" · ".join(filter(None, Address(*_address(sender)).lines))),
        "place": printable(", ".join(filter(None, [sender.town, day_long(sent_on)]))),
        "body": [_block(lines) for lines in paragraphs(announcement.text)],
        "signed": printable(f"Geschrieben von {announcement.author.name}, {sender.name}"),
        "receipt": printable(_receipt(announcement, sender)),
        "access": printable(
            "Sie bekommen diese Mitteilung als Brief, weil in Ihrem Betrieb noch niemand Zweiklang nutzt. "
            f"Was Zweiklang ist und wie Sie einen Zugang bekommen, steht unter {absolute_url('/')}"
        ),
        "footer": printable(" · ".join(filter(None, [sender.name, sender.phone, sender.email]))),
        "letters": [[printable(line) for line in Address(*_address(firm)).lines] for firm in firms],
    }


def _address(organisation: Organisation) -> tuple[str, str, str, str]:
    return organisation.name, organisation.street, organisation.postcode, organisation.town


def _receipt(announcement: Announcement, sender: Organisation) -> str:
    if not announcement.needs_receipt:
        return ""
    by = " oder ".join(filter(None, [sender.phone, sender.email]))
    return f"Bitte bestätigen Sie uns kurz, dass Sie diesen Brief bekommen haben{f': {by}' if by else '.'}"


def _block(lines: list[str]) -> dict[str, Any]:
    """Returns a paragraph, or a list of items, as the template wants it."""
    if all(line.startswith(ITEMS) for line in lines):
        return {"items": [printable(line[2:]) for line in lines], "lines": []}
    return {"items": [], "lines": [printable(line) for line in lines]}
