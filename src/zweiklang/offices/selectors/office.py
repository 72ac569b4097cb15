"""An organisation as its own people see it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Room, Scope, Standing, my_standings, standing_in


@dataclass(frozen=True, slots=True)
class Office:
    """An organisation and what the current person is in its team room."""

    organisation: Organisation
    standing: Standing

    @property
    def room_id(self) -> UUID:
        """The team room."""
        return self.standing.room_id

    @property
    def kind(self) -> str:
        """school, firm, chamber …"""
        return self.organisation.kind

    @property
    def administers(self) -> bool:
        """True if the person reads what the organisation keeps for itself."""
        return self.standing.carries(Scope.ADMINISTRATION)

    @property
    def writes(self) -> bool:
        """True if the person may change it."""
        return self.standing.carries(Scope.ADMINISTRATION_WRITE)


def office_in(room_id: UUID, *, kind: str = "", administers: bool = False) -> Office:
    """Returns the organisation of that team room; 404 for anybody outside, another kind, or (if asked) who does not administer it."""
    standing = standing_in(room_id)
    room = Room.objects.select_related("organisation").filter(pk=room_id, kind=Room.Kind.TEAM).first()
    if room is None or room.organisation is None:
        raise Http404
    office = Office(room.organisation, standing)
    if (kind and office.kind != kind) or (administers and not office.administers):
        raise Http404
    return office


def my_offices() -> list[Office]:
    """Returns the organisations in whose team the person is today, by name. Two queries."""
    teams = {room_id: one for room_id, one in my_standings().items() if one.kind == Room.Kind.TEAM}
    if not teams:
        return []
    rooms = Room.objects.filter(pk__in=list(teams)).select_related("organisation")
    found = [Office(room.organisation, teams[room.pk]) for room in rooms if room.organisation]
    return sorted(found, key=lambda office: office.organisation.sort_key)
