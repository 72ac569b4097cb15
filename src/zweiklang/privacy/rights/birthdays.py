"""Dates of birth, as contract or school have them, for what begins and ends with a birthday. In the system role."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, PersonalDetails, Pupil


def birth_date(person_id: UUID) -> date | None:
    """Returns the person's date of birth, or None where nobody has noted one."""
    return birth_dates([person_id]).get(person_id)


def birth_dates(person_ids: Collection[UUID]) -> dict[UUID, date]:
    """Returns the dates of birth that are known, by person; the one of the latest contract counts before the school's. Three queries."""
    pupils = Pupil.objects.filter(person__in=person_ids, born_on__isnull=False)
    found = {person: born for person, born in pupils.values_list("person", "born_on") if born}
    contracts = Contract.objects.filter(apprentice__in=person_ids).order_by("first_day")
    of_room = dict(contracts.values_list("room", "apprentice"))
    details = PersonalDetails.objects.filter(room__in=of_room).order_by("pk")
    by_room = dict(details.values_list("room", "born_on"))
    found |= {of_room[room]: by_room[room] for room in of_room if room in by_room}
    return found
