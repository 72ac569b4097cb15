"""What a notice about the calendar says in the inbox: the changes of one act, read with the rights of the reader."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from zweiklang.exchange.public import Line, NoticeKind, OpenNotice
from zweiklang.people.public import MailKind
from zweiklang.rooms.public import my_standings
from zweiklang.schedule.notices.reading import changes_of

# Somebody who changes a timetable by hand makes ten changes in a row; those are one mail.
DEBOUNCE = timedelta(minutes=5)


def describe(notices: Sequence[OpenNotice]) -> Mapping[UUID, Line]:
    """Returns a line for each notice; what is over, or in a room whose calendar one no longer sees, is left out."""
    found = changes_of([one.about for one in notices], my_standings())
    lines = {}
    for notice in notices:
        if changes := found.get(notice.about):
            further = len(changes) - 1
            note = (
                ""
                if not further
                else "und eine weitere Änderung"
                if further == 1
                else f"und {further} weitere Änderungen"
            )
            lines[notice.id] = Line(changes[0].text, changes[0].href, note)
    return lines


SCHEDULE = NoticeKind("schedule", MailKind.SCHEDULE, describe, pause=DEBOUNCE)
