"""What schools of the demo world keep for themselves: their pupils, as a file of the school would have brought them."""

from zweiklang.apprenticeships.public import Contract, Enrolment, PersonalDetails, Pupil, derive_rooms
from zweiklang.kernel.actor import Actor
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import team_room
from zweiklang.rosters.public import match_key


def keep_schools(actor: Actor) -> None:
    """Every organisation has its team room with the members its posts give, every apprentice is a pupil of the school of their class.

    Called inside `as_system`. Nobody is a pupil twice.
    """
    derive_rooms(actor, organisations=Organisation.objects.values_list("pk", flat=True))
    for enrolment in Enrolment.objects.filter(pupil=None).select_related(
        "contract__apprentice", "contract__firm", "contract__occupation", "school_class__school"
    ):
        if enrolment.contract is not None:
            Enrolment.objects.filter(pk=enrolment.pk).update(
                pupil=_pupil(actor, enrolment.contract, enrolment.school_class.school)
            )


def _pupil(actor: Actor, contract: Contract, school: Organisation) -> Pupil:
    person = contract.apprentice
    details = PersonalDetails.objects.filter(room=contract.room_id).first()
    born_on = details.born_on if details else None
    values = {
        "room": team_room(actor, organisation=school),
        "contract": contract,
        "born_on": born_on,
        "match_key": match_key(person.family_name, person.given_name, born_on),
        "contact_email": person.email,
        "occupation_name": str(contract.occupation),
        "firm_name": contract.firm.name,
        "firm_town": contract.firm.town,
        "training_begins": contract.first_day,
        "training_ends": contract.last_day,
    }
    return Pupil.objects.get_or_create(school=school, person=person, defaults=values)[0]
