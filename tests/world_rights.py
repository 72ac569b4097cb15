"""What somebody of a world has asked about own data: a request that was answered, an erasure that was stopped, a name kept for the register."""

from datetime import timedelta

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now, today
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.privacy.models import Erasure, RegisterName, RightsRequest
from zweiklang.rooms.public import team_room

ACTOR = system_actor("tests")


def keep_rights(school: Organisation, contract: Contract, head: Person) -> None:
    """The apprentice once wanted to be erased and thought better of it. Called inside `as_system`.

    A chamber keeps names; in a school's room one lies only so that the same matrix holds for it.
    """
    room = team_room(ACTOR, organisation=school)
    asked = now() - timedelta(days=50)
    request = RightsRequest.objects.create(
        room=room,
        organisation=school,
        person=contract.apprentice,
        kind="erasure",
        state="accepted",
        asked_at=asked,
        due_on=today() - timedelta(days=20),
        answer="Wir löschen Ihre Daten.",
        legal_basis="Art. 17 DSGVO",
        decided_by=head,
        decided_at=asked + timedelta(days=1),
    )
    Erasure.objects.create(
        room=room,
        request=request,
        person=contract.apprentice,
        decided_by=head,
        decided_at=asked + timedelta(days=1),
        not_before=asked + timedelta(days=8),
        stopped_by=contract.apprentice,
        stopped_at=asked + timedelta(days=2),
    )
    RegisterName.objects.create(room=room, contract=contract, given_name="Früher", family_name="Name")
