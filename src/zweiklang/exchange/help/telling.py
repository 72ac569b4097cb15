"""What a notice of a case says to its reader: that there is a message, and nothing that others may not read over a shoulder."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from zweiklang.exchange.models import Conversation
from zweiklang.exchange.notices.kinds import Line, NoticeKind, OpenNotice
from zweiklang.people.public import MailKind

KEY = "help"


def describe(notices: Sequence[OpenNotice]) -> Mapping[UUID, Line]:
    """Returns the same words for every case, without name and subject. Cases the reader no longer sees say nothing."""
    found = set(
        Conversation.objects.filter(
            room__in=[one.about for one in notices], kind=Conversation.Kind.HELP
        ).values_list("room_id", flat=True)
    )
    return {
        one.id: Line(
            "Nachricht", reverse("exchange:help_come_to_case", args=[one.about]), _how_many(one.count)
        )
        for one in notices
        if one.about in found
    }


KIND = NoticeKind(key=KEY, mail_kind=MailKind.MESSAGES, describe=describe)


def _how_many(count: int) -> str:
    return "1 neue Nachricht" if count == 1 else f"{count} neue Nachrichten"
