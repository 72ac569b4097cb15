"""Small worlds for the bench, of the product's own generator: their size, and an apprenticeship as the bench asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.apprenticeships.public import Contract as Stored
from zweiklang.cli.hesse_world.public import Contract as Made
from zweiklang.cli.hesse_world.public import Size
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.hesse import school_year
from zweiklang.rooms.public import as_system

__all__ = ["Contract", "Size", "contracts_of"]


@dataclass(frozen=True, slots=True)
class Contract:
    """An apprenticeship that runs today, with the people around it."""

    id: UUID
    room_id: UUID
    class_room_id: UUID
    occupation_id: UUID
    apprentice_id: UUID
    trainer_id: UUID
    class_teacher_id: UUID
    guardian_id: UUID | None


def contracts_of(made: Iterable[Made], today: date) -> list[Contract]:
    """Returns the contracts of a world, in its order. Django must be connected to its database."""
    with as_system(system_actor("bench")):
        occupations = {
            str(pk): occupation for pk, occupation in Stored.objects.values_list("pk", "occupation_id")
        }
    return [_contract(one, occupations[one.id], school_year(today)) for one in made]


def _contract(one: Made, occupation: UUID, year: int) -> Contract:
    stay = one.stays[year]
    return Contract(
        UUID(one.id), UUID(one.room_id), UUID(stay.class_room), occupation, UUID(one.apprentice_id), UUID(one.trainer_id),
        UUID(stay.class_teacher), UUID(one.guardian_id) if one.guardian_id else None,
    )  # fmt: skip
