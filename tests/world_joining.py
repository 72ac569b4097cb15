"""What a school of a world has asked in: an accepted invitation of the first firm, with its history; and what that firm has reported."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from zweiklang.apprenticeships.public import Contract
from zweiklang.joining.public import (
    ChamberImport,
    ChamberImportEntry,
    ContractProposal,
    FirmRecovery,
    FirmRegistration,
    Invitation,
    InvitationUse,
    InvitedApprentice,
    PurposeDeclaration,
    derive_reports,
)
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system, open_room, team_room

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
    FirmRecovery.objects.create(
        room=room,
        firm=contract.firm,
        organisation=school,
        email="neu@welten.example",
        asked_by=head,
        asked_at=now(),
    )
    _keep_reports(school, contract, manager=manager)
    for organisation in (school, contract.chamber):
        _keep_chamber_file(organisation, contract)


def _keep_chamber_file(organisation: Organisation, contract: Contract) -> None:
    """A file has been read in. A chamber keeps it; in a school's room it lies only so that the same matrix holds for it."""
    room = team_room(ACTOR, organisation=organisation)
    file = ChamberImport.objects.create(
        room=room,
        chamber=contract.chamber,
        state="applied",
        file_name="vertraege.csv",
        digest="0",
        made_by="Bert Beratung",
        applied_at=now(),
        applied_by="Bert Beratung",
    )
    ChamberImportEntry.objects.create(
        room=room, file=file, contract=contract, section="changed", name=contract.apprentice.name
    )


def proposal_room(world: Any) -> UUID:
    """Returns the room of what the first firm of that world has reported."""
    with as_system(ACTOR):
        return ContractProposal.objects.get(addressed_to=world.school, family_name="Gemeldet").room_id


def _keep_reports(school: Organisation, contract: Contract, *, manager: Person) -> None:
    """One room holds a refused registration and an open report of the same firm; only the latter makes members of the firm's manager."""
    room = open_room(ACTOR, kind="proposal", title="Meldung")
    about = {"room": room, "firm": contract.firm, "addressed_to": school}
    FirmRegistration.objects.create(
        **about, registered_by=manager, registered_at=now(), state="confirmed", decided_at=now()
    )
    ContractProposal.objects.create(
        **about,
        chamber=contract.chamber,
        reported_by=manager,
        reported_at=now(),
        given_name="Rita",
        family_name="Gemeldet",
        born_on=contract.first_day.replace(year=contract.first_day.year - 18),
        occupation=contract.occupation,
        first_day=contract.first_day,
        last_day=contract.last_day,
    )
    derive_reports(ACTOR, {school.pk})
