"""What a school of a world has asked in: an accepted invitation of the first firm, with its history and declaration."""

from datetime import timedelta

from zweiklang.apprenticeships.public import Contract
from zweiklang.joining.public import Invitation, InvitationUse, InvitedApprentice, PurposeDeclaration
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import team_room

ACTOR = system_actor("tests")


def keep_invitation(school: Organisation, contract: Contract, *, head: Person, manager: Person) -> None:
    """The head has invited the contract's firm, and its manager has accepted. Called inside `as_system`."""
    room = team_room(ACTOR, organisation=school)
    invitation = Invitation.objects.create(
        room=room,
        organisation=school,
        kind="firm",
        channel="letter",
        state="used",
        firm=contract.firm,
        token_digest=f"token {school.pk}",
        code_digest=f"code {school.pk}",
        created_by=head,
        created_at=now() - timedelta(days=9),
        expires_at=now() + timedelta(days=51),
        claimed_by=manager,
        claimed_at=now() - timedelta(days=7),
    )
    InvitedApprentice.objects.create(room=room, invitation=invitation, contract=contract)
    InvitationUse.objects.create(room=room, invitation=invitation, what="created", at=now(), person=head)
    PurposeDeclaration.objects.create(
        room=room, person=manager, invitation=invitation, version="2026-11", accepted_at=now()
    )
