"""An accepted correction: carried out where no page does it, and otherwise checked to be done."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from zweiklang.apprenticeships.public import (
    Contract,
    Guardianship,
    PersonalDetails,
    Pupil,
    derive_apprenticeship,
    derive_rooms,
)
from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Rejected
from zweiklang.people.public import Person, rename_person
from zweiklang.privacy.models import RightsRequest
from zweiklang.privacy.rights.facts import BORN_ON, NAME, fact_of
from zweiklang.rooms.public import as_system
from zweiklang.rosters.public import correct_pupil

DAY = timedelta(days=1)


def correct(actor: Actor, *, asked: RightsRequest, values: Mapping[str, Any]) -> None:
    """The fact of the request is right now; raises Rejected if it still stands there as before.

    `values`: given_name and family_name, or born_on, for the facts that the answer itself corrects.
    """
    if asked.fact == NAME:
        _correct_name(actor, asked, str(values["given_name"]), str(values["family_name"]))
    elif asked.fact == BORN_ON:
        _correct_birth_date(actor, asked, values["born_on"])
    elif asked.fact.startswith("guardian:"):
        _end_guardianship(actor, UUID(asked.fact.partition(":")[2]))
    else:
        _require_changed(actor, asked)


def _correct_name(actor: Actor, asked: RightsRequest, given_name: str, family_name: str) -> None:
    for pupil in _pupils_here(actor, asked):
        correct_pupil(actor, pupil=pupil, given_name=given_name, family_name=family_name)
        return
    with as_system(actor):
        rename_person(
            on_behalf_of(actor), person=asked.person, given_name=given_name, family_name=family_name
        )


def _correct_birth_date(actor: Actor, asked: RightsRequest, born_on: date) -> None:
    for pupil in _pupils_here(actor, asked):
        correct_pupil(actor, pupil=pupil, born_on=born_on)
    with as_system(actor):
        contracts = dict(Contract.objects.filter(apprentice=asked.person_id).values_list("pk", "room_id"))
        PersonalDetails.objects.filter(room__in=contracts.values()).update(born_on=born_on)
        # When a guardian's access ends follows from it.
        derive_rooms(actor, contracts=contracts)


def _pupils_here(actor: Actor, asked: RightsRequest) -> list[Pupil]:
    with as_system(actor):
        rows = Pupil.objects.filter(person=asked.person_id, school=asked.organisation_id)
        return list(rows.select_related("school", "person"))


def _end_guardianship(actor: Actor, guardianship_id: UUID) -> None:
    """Who was entered as a guardian and is none loses the access at once."""
    with as_system(actor):
        link = Guardianship.objects.select_related("contract").filter(pk=guardianship_id).first()
        if link is None:
            return
        ends = today() - DAY
        if link.first_day > ends:
            link.delete()
        else:
            link.last_day = ends
            link.save(update_fields=["last_day"])
        derive_apprenticeship(actor, link.contract)


def _require_changed(actor: Actor, asked: RightsRequest) -> None:
    with as_system(actor):
        fact = fact_of(asked.person_id, asked.fact)
    if fact is not None and fact.value == asked.shown:
        raise Rejected(
            f"Da steht noch „{fact.value}“. Bitte berichtigen Sie zuerst die Angabe, dann schicken Sie die Antwort."
        )


def born_on_of(person: Person) -> date | None:
    """Returns the date of birth as contract or school have it. In the system role."""
    contracts = Contract.objects.filter(apprentice=person).values("room")
    known = PersonalDetails.objects.filter(room__in=contracts).values_list("born_on", flat=True).first()
    pupils = Pupil.objects.filter(person=person, born_on__isnull=False)
    return known or pupils.values_list("born_on", flat=True).first()
