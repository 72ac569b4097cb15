"""What a notice of an announcement says to its reader."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from zweiklang.exchange.models import Announcement
from zweiklang.exchange.notices.kinds import Line, NoticeKind, OpenNotice
from zweiklang.people.public import MailKind


def describe(notices: Sequence[OpenNotice]) -> Mapping[UUID, Line]:
    """Returns the subject of each, and who writes; nothing for what is withdrawn. One query, with the rights of the reader."""
    rows = Announcement.objects.filter(pk__in=[one.about for one in notices]).exclude(
        state=Announcement.State.WITHDRAWN
    )
    found = {row.pk: row for row in rows.select_related("organisation")}
    return {one.id: _line(found[one.about]) for one in notices if one.about in found}


def _line(row: Announcement) -> Line:
    note = (
        f"{row.organisation.name} bittet um eine Bestätigung" if row.needs_receipt else row.organisation.name
    )
    return Line(row.title, reverse("exchange:announcement", args=[row.pk]), note)


ANNOUNCEMENT = NoticeKind(key="announcement", mail_kind=MailKind.ANNOUNCEMENTS, describe=describe)
