"""What stands behind the memberships of one apprenticeship: contract, assignments, and the rules that hold there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404

from zweiklang.apprenticeships.public import (
    Contract,
    PersonalDetails,
    TeachingAssignment,
    guardianship_end,
)
from zweiklang.kernel import formats
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.privacy.rules.selectors import RuleInForce
from zweiklang.privacy.sight.places import place_and_school, rules_at
from zweiklang.privacy.sight.shapes import SIDES
from zweiklang.privacy.sight.stays import Stay
from zweiklang.privacy.sight.words import Bodies
from zweiklang.rooms.public import Braked, LookDays, Membership, Standing, days_looked, is_restricted

Source = Membership.Source


@dataclass(frozen=True, slots=True)
class Grounds:
    """Read once a page. `adult_on` is the 18th birthday, None for everybody who reads about themselves only."""

    contract: Contract
    rules: dict[tuple[str, str], RuleInForce]
    braked: dict[str, Braked]
    restricted: bool
    adult_on: date | None
    bodies: Bodies
    teaching: dict[UUID, TeachingAssignment]
    looks: dict[UUID, LookDays] | None
    """Who looked when, for the person concerned; None for everybody else."""
    rules_page: tuple[str, str]
    """Number and name of the school whose rules hold; empty if there is none."""

    @property
    def is_adult(self) -> bool:
        """True for an apprentice of 18 and more, if the date of birth may be known."""
        return self.adult_on is not None and self.adult_on <= today()

    def fact_of(self, stay: Stay) -> str:
        """Returns the fact from which the access follows."""
        first = stay.pieces[0]
        if first.source == Source.TEACHING_ASSIGNMENT and first.source_id in self.teaching:
            return _taught(self.teaching[first.source_id])
        day = formats.day_long(stay.first_day)
        return {
            Source.CONTRACT: f"Ausbildungsvertrag mit {self.contract.firm.name}",
            Source.TRAINER_ASSIGNMENT: f"Bestellt von {self.contract.firm.name} ab {day}",
            Source.POST: f"Stelle bei {self.organisation_of(stay)}",
            Source.GUARDIANSHIP: f"Als gesetzliche Vertretung eingetragen ab {day}",
        }.get(Source(first.source), Source(first.source).label)

    def organisation_of(self, stay: Stay) -> str:
        """Returns for which organisation the person is in the room; empty for families."""
        side = SIDES.get(stay.capacity, "")
        if side == "Schule":
            found = self.teaching.get(stay.pieces[0].source_id)
            return found.school_class.school.name if found else ""
        return {"Betrieb": self.contract.firm.name, "Kammer": self.contract.chamber.name}.get(side, "")


def _taught(row: TeachingAssignment) -> str:
    if row.capacity == TeachingAssignment.Capacity.CLASS_TEACHER:
        return f"Leitet die Klasse {row.school_class.label}"
    return f"Unterrichtet {row.subject or 'ein Fach'} in der Klasse {row.school_class.label}"


def grounds_of(actor: Actor, *, standing: Standing, stays: Iterable[Stay], everything: bool) -> Grounds:
    """Returns what the page of the room explains itself with; raises Http404 where there is no contract the person may see."""
    room_id = standing.room_id
    contract = (
        Contract.objects.filter(room=room_id).select_related("apprentice", "firm", "chamber", "room").first()
    )
    if contract is None:
        raise Http404
    place, school = place_and_school(room_id)
    return Grounds(
        contract=contract,
        rules=rules_at(place),
        braked={one.category: one for one in standing.braked},
        restricted=everything and _restricted(actor, contract.apprentice_id),
        adult_on=_adult_on(room_id) if everything else None,
        bodies=Bodies(school.name if school else "Die Schule", contract.firm.name, tells_consents=everything),
        teaching=_teaching(stays),
        looks=days_looked(room_id) if actor.person_id == contract.apprentice_id else None,
        rules_page=(school.number, school.name) if school else ("", ""),
    )


def _restricted(actor: Actor, person_id: UUID) -> bool:
    """A guardian may know it too; the database tells it to the person alone."""
    if actor.person_id == person_id:
        return is_restricted(person_id)
    with as_system(actor):
        return is_restricted(person_id)


def _adult_on(room_id: UUID) -> date | None:
    born_on = PersonalDetails.objects.filter(room=room_id).values_list("born_on", flat=True).first()
    return guardianship_end(born_on) + timedelta(days=1) if born_on else None


def _teaching(stays: Iterable[Stay]) -> dict[UUID, TeachingAssignment]:
    ids = [s.pieces[0].source_id for s in stays if s.pieces[0].source == Source.TEACHING_ASSIGNMENT]
    if not ids:
        return {}
    rows = TeachingAssignment.objects.filter(pk__in=ids).select_related("school_class__school")
    return {row.pk: row for row in rows}
