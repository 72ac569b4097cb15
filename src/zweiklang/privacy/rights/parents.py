"""§ 72 (4) HSchG: the school may tell the parents of adults under 21 about serious matters, unless the pupil has objected.

The wording of the law is not among the sources of this repository; what is here follows the product's own description and is to be
checked against the law's text. Guardians get no access by it.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from zweiklang.apprenticeships.public import Contract, Pupil, guardianship_end
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.retention import plus_months
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.privacy.models import ParentChoice, ParentsInformed
from zweiklang.privacy.rights.birthdays import birth_dates
from zweiklang.privacy.rights.mails import tell
from zweiklang.privacy.rights.policy import may_choose_about_parents, may_note_parents
from zweiklang.privacy.rights.responsibility import school_of
from zweiklang.rooms.public import as_system, standing_in, team_standing

Act = ParentChoice.Act
ENDS_AT = 21
OLDEST_DAYS = 365
NOTICE = (
    "Sie sind volljährig. Die Schule darf Ihre Eltern bis zu Ihrem 21. Geburtstag trotzdem über schwerwiegende Dinge informieren, "
    "zum Beispiel wenn Ihr Abschluss gefährdet ist. Sie können dem widersprechen, jederzeit und ohne Grund (§ 72 Abs. 4 HSchG). "
    "Ihre Eltern haben keinen Zugang zu Zweiklang mehr, und Ihr Betrieb erfährt nicht, wie Sie sich entschieden haben."
)


@dataclass(frozen=True, slots=True)
class ParentsState:
    """Whether the school may tell the parents of an adult pupil, since when, and what it has noted; `noticed`: the notice was read."""

    objected_at: datetime | None
    noticed: bool
    until: date
    informed: tuple[ParentsInformed, ...] = ()


def adult_between(born_on: date | None, day: date) -> date | None:
    """Returns the last day before the 21st birthday for somebody who is 18 to 20 on that day, otherwise None."""
    if born_on is None or day <= guardianship_end(born_on):
        return None
    ends = plus_months(guardianship_end(born_on), 12 * (ENDS_AT - 18))
    return ends if day <= ends else None


def own_state(actor: Actor) -> ParentsState | None:
    """Returns how it stands for oneself; None for whoever is no adult pupil under 21."""
    with as_system(actor):
        return state_of(actor.person)


def state_of(person_id: UUID) -> ParentsState | None:
    """Returns how it stands for that pupil, or None for whoever is no adult pupil under 21. In the system role."""
    return states_of([person_id]).get(person_id) if school_of(person_id) else None


def states_of(person_ids: Collection[UUID]) -> dict[UUID, ParentsState]:
    """Returns how it stands for those of these pupils who are 18 to 20 today. Five queries, in the system role."""
    days = {person_id: adult_between(born, today()) for person_id, born in birth_dates(person_ids).items()}
    adults = {person_id: until for person_id, until in days.items() if until is not None}
    choices: defaultdict[UUID, list[ParentChoice]] = defaultdict(list)
    for choice in ParentChoice.objects.filter(person__in=adults).order_by("-at", "-pk"):
        choices[choice.person_id].append(choice)
    noted: defaultdict[UUID, list[ParentsInformed]] = defaultdict(list)
    rows = ParentsInformed.objects.filter(person__in=adults).select_related("by", "school")
    for row in rows.order_by("-informed_on", "-pk"):
        noted[row.person_id].append(row)
    return {
        person_id: ParentsState(
            _objected_at(choices[person_id]), bool(choices[person_id]), until, tuple(noted[person_id])
        )
        for person_id, until in adults.items()
    }


def _objected_at(newest_first: list[ParentChoice]) -> datetime | None:
    latest = next((one for one in newest_first if one.act != Act.NOTICED), None)
    return latest.at if latest and latest.act == Act.OBJECTED else None


@transaction.atomic
def choose(actor: Actor, *, act: str) -> ParentChoice:
    """The pupil has read the notice, objected, or taken the objection back; it holds at once. Said twice, nothing changes."""
    with as_system(actor):
        Person.objects.select_for_update().get(pk=actor.person)
        state = state_of(actor.person)
        require(may_choose_about_parents(actor, is_adult_pupil=state is not None))
        objected, noticed = bool(state and state.objected_at), bool(state and state.noticed)
        latest = ParentChoice.objects.filter(person=actor.person).order_by("-at", "-pk").first()
        if latest and (
            (act == Act.OBJECTED and objected) or (act == Act.NOTICED and noticed) or act == latest.act
        ):
            return latest
        if act == Act.ALLOWED and not objected:
            raise Conflict("Sie haben nicht widersprochen. Es gibt nichts zurückzunehmen.")
        return ParentChoice.objects.create(person_id=actor.person, act=act, at=now())


@transaction.atomic
def note_informed(
    actor: Actor, *, person: Person, school: Organisation, answers: bool, matter: str, informed_on: date
) -> ParentsInformed:
    """It stands there that the school told the parents on that day, about which kind of matter; the pupil is told of it.

    `answers`: the actor is the pupil's class teacher or leads the school (see `for_teacher`, `for_school`).
    """
    with as_system(actor):
        Person.objects.select_for_update().get(pk=person.pk)
        state = state_of(person.pk)
        objected = bool(state and state.objected_at)
        require(may_note_parents(actor, answers_for_school=answers and state is not None, objected=objected))
        _require_day(informed_on)
        noted = ParentsInformed.objects.create(
            person=person,
            school=school,
            matter=matter,
            informed_on=informed_on,
            by_id=actor.person,
            noted_at=now(),
        )
        tell(actor, person, "parents_informed", key=f"parents_informed:{noted.pk}")
    return noted


@dataclass(frozen=True, slots=True)
class AdultPupil:
    """An adult pupil as a teacher sees them here: who, at which school, how it stands."""

    person: Person
    school: Organisation
    state: ParentsState


def for_teacher(actor: Actor, room_id: UUID) -> AdultPupil | None:
    """Returns the apprentice of that room for their class teacher; None for everybody else, and for whoever is not 18 to 20."""
    if "class_teacher" not in standing_in(room_id).capacities:
        return None
    with as_system(actor):
        contract = Contract.objects.select_related("apprentice").filter(room=room_id).first()
        if contract is None:
            # The room of the class: its teacher stands there too.
            return None
        school, state = school_of(contract.apprentice_id), state_of(contract.apprentice_id)
        return AdultPupil(contract.apprentice, school, state) if school and state else None


def for_school(actor: Actor, school: Organisation) -> list[AdultPupil]:
    """Returns all adult pupils under 21 of the school, for its head; nobody for everybody else."""
    standing = team_standing(school.pk)
    if standing is None or "head_of_school" not in standing.capacities:
        return []
    with as_system(actor):
        rows = Pupil.objects.filter(school=school, left_on=None).select_related("person")
        people = {pupil.person_id: pupil.person for pupil in rows.order_by("person__sort_key")}
        states = states_of(people)
        return [AdultPupil(person, school, states[key]) for key, person in people.items() if key in states]


def _require_day(day: date) -> None:
    if day > today():
        raise Rejected("Dieser Tag liegt noch nicht zurück.", field="informed_on")
    if (today() - day).days > OLDEST_DAYS:
        raise Rejected("Bitte einen Tag aus den letzten zwölf Monaten angeben.", field="informed_on")
