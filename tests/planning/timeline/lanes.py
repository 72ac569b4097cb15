"""Lernfelder, parts of plans and links as tests of the time line write them: weeks are numbers, 0 is the first Monday of September 2026."""

from datetime import date, timedelta
from uuid import UUID, uuid5

from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.links.shapes import Link
from zweiklang.planning.school_lane.shapes import TaughtField

BEGIN = date(2026, 9, 7)
SPACE = UUID("01900000-0000-7000-8000-000000000000")
ROOM = uuid5(SPACE, "room")


def monday(week: int) -> date:
    return BEGIN + timedelta(weeks=week)


def field(number: str, first: int, last: int, *, piece: int = 1) -> TaughtField:
    return TaughtField(
        uuid5(SPACE, f"LF {number} {piece}"), SPACE, 1, uuid5(SPACE, f"LF {number}"), number, f"Lernfeld {number}", 2,
        monday(first), monday(last), 60,
    )  # fmt: skip


def entry(position: str, first: int, last: int, *, piece: int = 1, department: str = "") -> Entry:
    return Entry(
        id=uuid5(SPACE, f"entry {position} {piece}"), room_id=ROOM, position_id=uuid5(SPACE, position),
        section="Abschnitt A", number=position, title=f"Position {position}", first_week=monday(first),
        last_week=monday(last), department_id=uuid5(SPACE, department) if department else None, department=department,
        responsible_id=None, locked=False, partner_wanted=False, note="",
    )  # fmt: skip


def link(
    position: str, number: str, *, standing: str = "confirmed", source: str = "computed", **more: object
) -> Link:
    values = {"skill": "", "score": 0.5, "votes": 0, **more}
    return Link(
        id=uuid5(SPACE, f"{position} {number} {values['skill']}"), position_id=uuid5(SPACE, position),
        learning_field_id=uuid5(SPACE, f"LF {number}"), standing=standing, source=source, **values,
    )  # fmt: skip
