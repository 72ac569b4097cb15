"""Which organisations somebody acts for, and which of one's rooms belong to one of them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from zweiklang.apprenticeships.models import Contract, Enrolment, SchoolClass
from zweiklang.rooms.public import Room, Standing

FIRM = frozenset({"trainer", "deputy_trainer", "training_manager"})
SCHOOL = frozenset({"class_teacher", "subject_teacher", "head_of_school", "school_office"})
CHAMBER = frozenset({"chamber_adviser"})


def acts_for_several(standings: Iterable[Standing]) -> bool:
    """True if the person belongs to several organisations, or works in a firm and at a school. Asks the database nothing."""
    found = list(standings)
    capacities = {capacity for standing in found for capacity in standing.capacities}
    sides = [bool(capacities & side) for side in (FIRM, SCHOOL, CHAMBER)]
    return sum(sides) > 1 or sum(standing.kind == "team" for standing in found) > 1


def organisations_acted_for(standings: Iterable[Standing]) -> dict[UUID, str]:
    """Returns the names of the organisations for which the person works today, by id. Four queries."""
    found = list(standings)
    trained = Contract.objects.filter(room_id__in=_rooms(found, "apprenticeship", FIRM))
    advised = Contract.objects.filter(room_id__in=_rooms(found, "apprenticeship", CHAMBER))
    taught = SchoolClass.objects.filter(room_id__in=_rooms(found, "class", SCHOOL))
    teams = Room.objects.filter(pk__in=[one.room_id for one in found if one.kind == "team"])
    pairs = [
        *trained.values_list("firm_id", "firm__name").distinct(),
        *advised.values_list("chamber_id", "chamber__name").distinct(),
        *taught.values_list("school_id", "school__name").distinct(),
        *teams.values_list("organisation_id", "organisation__name"),
    ]
    return dict(sorted(pairs, key=lambda pair: pair[1]))


def narrowed(standings: Mapping[UUID, Standing], organisation_id: UUID | None) -> dict[UUID, Standing]:
    """Returns those of these standings whose room belongs to the organisation; all of them for None, without a query."""
    if organisation_id is None:
        return dict(standings)
    contracts = Contract.objects.order_by()
    rooms = (
        contracts.filter(firm_id=organisation_id)
        .values_list("room_id")
        .union(
            contracts.filter(chamber_id=organisation_id).values_list("room_id"),
            SchoolClass.objects.filter(school_id=organisation_id).order_by().values_list("room_id"),
            Enrolment.objects.filter(school_class__school_id=organisation_id)
            .order_by()
            .values_list("room_id"),
            Room.objects.filter(organisation_id=organisation_id).order_by().values_list("pk"),
        )
    )
    belonging = {room_id for (room_id,) in rooms}
    return {room_id: standing for room_id, standing in standings.items() if room_id in belonging}


def _rooms(standings: Iterable[Standing], kind: str, capacities: frozenset[str]) -> list[UUID]:
    return [one.room_id for one in standings if one.kind == kind and one.capacities & capacities]
