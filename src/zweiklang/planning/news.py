"""What notices about planning say in the inbox: that something waits or came up, on the page that shows it with the rights of its reader."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from zweiklang.exchange.public import Line, NoticeKind, OpenNotice
from zweiklang.people.public import MailKind

# What is told of is a page, not a row: one line in the inbox, however many proposals and signs there are.
PROPOSALS = UUID("01900000-0000-7000-8000-00000000a001")
RADAR = UUID("01900000-0000-7000-8000-00000000a002")
_SAYS = {
    PROPOSALS: "Ein Vorschlag zur gemeinsamen Planung wartet auf Ihre Antwort",
    RADAR: "In der gemeinsamen Planung gibt es Neues aus der letzten Woche",
}


def describe(notices: Sequence[OpenNotice]) -> Mapping[UUID, Line]:
    """Returns a line for each notice. Asks nothing: the page it leads to shows what there is for the reader."""
    href = reverse("planning:radar")
    return {one.id: Line(_SAYS[one.about], href, _how_many(one)) for one in notices if one.about in _SAYS}


def _how_many(notice: OpenNotice) -> str:
    return f"{notice.count} Vorschläge" if notice.about == PROPOSALS and notice.count > 1 else ""


PLANNING = NoticeKind("planning", MailKind.PLANNING, describe)
