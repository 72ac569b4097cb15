"""What a notice of an announcement says to its reader."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection

from zweiklang.exchange.models import Announcement
from zweiklang.exchange.notices.kinds import Line, NoticeKind, OpenNotice
from zweiklang.people.public import MailKind
from zweiklang.rooms.public import room_url

_LINES = """
SELECT a.id, a.title, o.name, a.needs_receipt FROM exchange_announcement a JOIN organisations_organisation o ON o.id = a.organisation_id
 WHERE a.id = ANY (%s) AND a.state <> %s"""


def describe(notices: Sequence[OpenNotice]) -> Mapping[UUID, Line]:
    """Returns the subject of each, and who writes; nothing for what is withdrawn. One query, with the rights of the reader."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [[one.about for one in notices], Announcement.State.WITHDRAWN])
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    return {one.id: _line(one.about, *found[one.about]) for one in notices if one.about in found}


def _line(announcement_id: UUID, title: str, organisation: str, needs_receipt: bool) -> Line:
    note = f"{organisation} bittet um eine Bestätigung" if needs_receipt else organisation
    return Line(title, room_url("exchange:announcement", announcement_id), note)


ANNOUNCEMENT = NoticeKind(key="announcement", mail_kind=MailKind.ANNOUNCEMENTS, describe=describe)
