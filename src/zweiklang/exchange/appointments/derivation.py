"""Who is in the room of an appointment: whoever organises it and who is invited, as long as they belong to what it is about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import batched
from uuid import UUID

from zweiklang.exchange.models import Appointment, Invitee
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN
from zweiklang.rooms.public import Claim, Membership, Room, replace_all_memberships

Source = Membership.Source
# Rooms asked about in one go: fewer than the 65,535 values a statement may carry.
MANY = 10_000
type Ends = dict[tuple[UUID, UUID], date | None]
"""By room and person: the last day there; None: open. Who never was there is missing."""


def derive_appointments(actor: Actor, appointments: Iterable[Appointment]) -> None:
    """The members of these appointments' rooms are those that their invitations give today. A few statements, however many they are."""
    found = list(appointments)
    if not found:
        return
    with as_system(actor):
        rows = Invitee.objects.filter(room__in=[one.room_id for one in found])
        invited: defaultdict[UUID, list[Invitee]] = defaultdict(list)
        for row in rows:
            invited[row.room_id].append(row)
        ends = _ends({one.about_room_id for one in found if one.about_room_id})
        rooms = Room.objects.in_bulk([one.room_id for one in found])
        claims = {rooms[one.room_id]: list(_claims(one, invited[one.room_id], ends)) for one in found}
        replace_all_memberships(actor, claims=claims)


def follow_rooms(actor: Actor, room_ids: set[UUID]) -> None:
    """Members of these apprenticeships and classes changed: whoever left is out of the appointments about them, too."""
    for part in batched(sorted(room_ids), MANY):
        with as_system(actor):
            found = list(Appointment.objects.filter(about_room__in=part))
        derive_appointments(actor, found)


def follow_teams(actor: Actor, organisation_ids: set[UUID]) -> None:
    """The same for appointments among the staff of these organisations."""
    with as_system(actor):
        teams = set(Room.objects.filter(organisation__in=organisation_ids).values_list("pk", flat=True))
    follow_rooms(actor, teams)


def _claims(appointment: Appointment, invited: Iterable[Invitee], ends: Ends) -> Iterator[Claim]:
    about = appointment.about_room_id
    first = appointment.made_at.astimezone(BERLIN).date()
    if about is None or (about, appointment.organiser_id) in ends:
        last = ends[about, appointment.organiser_id] if about else None
        yield Claim(appointment.organiser_id, "organiser", Source.PARTICIPATION, appointment.pk, first, last)
    for row in invited:
        if row.removed_at is not None:
            continue
        follows = row.follows_about and about is not None
        if follows and (about, row.person_id) not in ends:
            continue
        last = ends[about, row.person_id] if follows and about else None
        begins = row.invited_at.astimezone(BERLIN).date()
        yield Claim(row.person_id, "participant", Source.PARTICIPATION, row.pk, begins, last)


def _ends(rooms: Collection[UUID]) -> Ends:
    """Until when people belong to these rooms, whatever they are there. Memberships that have not begun yet do not end before they do."""
    found: Ends = {}
    rows = Membership.objects.filter(room__in=rooms)
    for room_id, person_id, last in rows.values_list("room_id", "person_id", "last_day"):
        key = (room_id, person_id)
        known = found.get(key, date.min)
        found[key] = None if last is None or known is None else max(known, last)
    return found
