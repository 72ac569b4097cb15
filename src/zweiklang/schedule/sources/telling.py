"""What people hear of a calendar that says something else now: in the words of the editor, one line for each entry."""

from collections.abc import Mapping
from uuid import UUID

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.kernel.ids import new_id
from zweiklang.schedule.notices.announcing import Told
from zweiklang.schedule.planning import wording
from zweiklang.schedule.planning.telling import told_about
from zweiklang.schedule.sources.comparing import Difference
from zweiklang.schedule.sources.meaning import Meant, Target

_FREE = "Unterrichtsfrei"
_EXTRA = "Zusätzlicher Schultag"


def words(one: Meant) -> str:
    """Returns "Block", "Schule am Montag", "Klassenarbeit Mathematik, 8:00–9:30", "Unterrichtsfrei: Studientag"."""
    if one.target is Target.BLOCK:
        return "Block"
    if one.target is Target.WEEKLY:
        return f"Schule am {wording.weekdays(one.weekdays)} {wording.WEEKS[one.weeks]}".strip()
    said = ", ".join(filter(None, (one.title, wording.times(one.starts, one.ends))))
    if one.target is Target.FREE:
        return f"{_FREE}: {said}" if said else _FREE
    return f"{_EXTRA}: {said}" if one.target is Target.EXTRA else said


def dated(one: Meant) -> str:
    """Returns the words with their days."""
    return f"{words(one)}, {wording.days(one.first_day, one.last_day)}"


def told_of_class(room_id: UUID, found: Difference) -> list[Told]:
    """Returns what the people of a class hear."""
    before, after = _sides(found)
    return told_about(room_id, before=before, after=after, words=words)


def told_of_school(school_id: UUID, found: Difference) -> list[Told]:
    """Returns what the people of all classes hear of days on which the whole school is free. One query where there is something to hear."""
    if found.is_empty:
        return []
    before, after = _sides(found)
    days = [day for one in (*before.values(), *after.values()) for day in (one.first_day, one.last_day)]
    years = (school_year(max(min(days), today())), school_year(max(days)))
    rooms = SchoolClass.objects.filter(school_id=school_id, school_year__range=years).order_by("room_id")
    return [
        told
        for room in rooms.values_list("room_id", flat=True)
        for told in told_about(room, before=before, after=after, words=words)
    ]


def _sides(found: Difference) -> tuple[Mapping[UUID, Meant], Mapping[UUID, Meant]]:
    before = {held.pk: held.meant for held in found.removed} | {
        held.pk: held.meant for held, _ in found.changed
    }
    after = {held.pk: one for held, one in found.changed} | {new_id(): one for one in found.added}
    return before, after
