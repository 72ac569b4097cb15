"""What an organisation's acts leave behind in a world: a hand-over, a merger, a change of a contract."""

from datetime import timedelta
from typing import Any

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now, today
from zweiklang.offices.models import ContractChange, Handover, Merge
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import team_room

ACTOR = system_actor("tests")


def keep_offices(school: Organisation, contract: Contract, teacher: Person, other: Person) -> None:
    """The school's team room has an undone hand-over and an undone merger, the contract one change. Called inside `as_system`."""
    room = team_room(ACTOR, organisation=school)
    undone: dict[str, Any] = {"at": now(), "undone_at": now(), "room": room}
    Handover.objects.create(
        kind="teaching",
        from_person=teacher,
        to_person=other,
        first_day=today() - timedelta(days=40),
        last_day=today() - timedelta(days=30),
        **undone,
    )
    Merge.objects.create(
        kind="merge", source=contract.firm, target=contract.firm, reason="Versehen", moved={}, **undone
    )
    ContractChange.objects.create(
        room_id=contract.room_id, contract=contract, kind="concluded", by_name="tests", at=now()
    )
