"""What the organisations of a world keep for themselves: team rooms, and the school's pupils."""

from zweiklang.apprenticeships.public import (
    Contract,
    Pupil,
    PupilContact,
    SchoolClass,
    derive_organisation,
    enrol,
    link_pupil,
)
from zweiklang.kernel.actor import system_actor
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import Room, team_room

ACTOR = system_actor("tests")


def keep_teams(*organisations: Organisation) -> None:
    """Each organisation has its team room with the members its posts give. Called inside `as_system`."""
    for organisation in organisations:
        derive_organisation(ACTOR, organisation.pk)


def keep_pupils(school_class: SchoolClass, contracts: list[Contract], newcomer: Person) -> None:
    """The school has a pupil for each contract, linked to it, and one newcomer without a contract, in the same class."""
    school = school_class.school
    room = team_room(ACTOR, organisation=school)
    for number, contract in enumerate(contracts, 1):
        pupil = _pupil(school, room, contract.apprentice, f"S{number}")
        link_pupil(ACTOR, pupil=pupil, contract=contract)
    newest = _pupil(school, room, newcomer, "S9")
    enrol(
        ACTOR,
        school_class=school_class,
        pupil=newest,
        first_day=school_class.enrolments.earliest("first_day").first_day,
    )


def _pupil(school: Organisation, room: Room, person: Person, external_id: str) -> Pupil:
    pupil = Pupil.objects.create(
        room=room,
        school=school,
        person=person,
        external_id=external_id,
        match_key=f"{person.sort_key},",
        firm_name="Testbetrieb",
    )
    PupilContact.objects.create(room=room, pupil=pupil, family_name="Kontakt", email="kontakt@welten.example")
    return pupil
