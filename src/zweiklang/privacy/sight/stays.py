"""Memberships put together again: pieces that follow each other are one stay, cut only where a rule changes what they carry."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from zweiklang.kernel.clock import today
from zweiklang.rooms.public import Membership, capacity_label

SHOWN_AFTER_END = timedelta(days=365)
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody is in the room in one capacity for one fact, without a gap; `pieces` ascending by first day."""

    pieces: tuple[Membership, ...]

    @property
    def first_day(self) -> date:
        """Returns the first day of the first piece."""
        return self.pieces[0].first_day

    @property
    def last_day(self) -> date | None:
        """Returns the last day of the last piece."""
        return self.pieces[-1].last_day

    @property
    def name(self) -> str:
        """Returns who it is."""
        return self.pieces[0].person.name

    @property
    def capacity(self) -> str:
        """Returns as what."""
        return self.pieces[0].capacity

    @property
    def who(self) -> str:
        """Returns name and capacity."""
        return f"{self.name} ({capacity_label(self.capacity)})"

    def piece_on(self, day: date) -> Membership | None:
        """Returns the membership that holds on that day."""
        held = (one for one in self.pieces if one.first_day <= day)
        return next((one for one in held if one.last_day is None or one.last_day >= day), None)

    def later_pieces(self, day: date) -> list[tuple[Membership, Membership]]:
        """Returns each piece that begins after that day, with the one before it."""
        pairs = zip(self.pieces, self.pieces[1:], strict=False)
        return [(before, after) for before, after in pairs if after.first_day > day]


def stays_in(room_id: UUID) -> list[Stay]:
    """Returns who is in the room, will be, or was within the last twelve months, by first day and name. One query.

    Empty for somebody who may not know who is in the room.
    """
    rows = Membership.objects.filter(room=room_id).exclude(last_day__lt=today() - SHOWN_AFTER_END)
    return put_together(rows.select_related("person").order_by("first_day", "capacity", "person__sort_key"))


def put_together(memberships: Iterable[Membership]) -> list[Stay]:
    """Returns the stays from which these memberships, ascending by first day, were cut."""
    groups: defaultdict[tuple[UUID, str, str, UUID], list[list[Membership]]] = defaultdict(list)
    for row in memberships:
        parts = groups[row.person_id, row.capacity, str(row.source), row.source_id]
        last = parts[-1][-1].last_day if parts else None
        if last is not None and row.first_day == last + ONE:
            parts[-1].append(row)
        else:
            parts.append([row])
    return [Stay(tuple(part)) for parts in groups.values() for part in parts]
