"""The facts from which memberships of many rooms follow, read in seven statements however many rooms there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from zweiklang.apprenticeships.models import (
    Contract,
    Enrolment,
    Guardianship,
    PersonalDetails,
    SchoolClass,
    TeachingAssignment,
    TrainerAssignment,
)
from zweiklang.organisations.public import Post


def _lists[T]() -> defaultdict[UUID, list[T]]:
    return defaultdict(list)


@dataclass(slots=True)
class Facts:
    """Rows by the id of the contract, the class or the organisation they belong to; dates of birth by the room of the contract."""

    trainers: defaultdict[UUID, list[TrainerAssignment]] = field(default_factory=_lists)
    guardianships: defaultdict[UUID, list[Guardianship]] = field(default_factory=_lists)
    stays: defaultdict[UUID, list[Enrolment]] = field(default_factory=_lists)
    enrolled: defaultdict[UUID, list[Enrolment]] = field(default_factory=_lists)
    teaching: defaultdict[UUID, list[TeachingAssignment]] = field(default_factory=_lists)
    posts: defaultdict[UUID, list[Post]] = field(default_factory=_lists)
    born_on: dict[UUID, date] = field(default_factory=dict)

    def posts_at(self, organisation_id: UUID, *capacities: str) -> list[Post]:
        """Returns the posts of these capacities at the organisation, past and future ones too."""
        return [post for post in self.posts[organisation_id] if post.capacity in capacities]


def facts_of(contracts: Collection[Contract], classes: Collection[SchoolClass]) -> Facts:
    """Returns what the rooms of these contracts and classes follow from; with a class also the facts of everybody enrolled in it."""
    facts = Facts()
    in_classes = Enrolment.objects.filter(school_class__in=[one.pk for one in classes])
    for row in in_classes.select_related("contract", "pupil"):
        facts.enrolled[row.school_class_id].append(row)
    theirs = {row.contract for rows in facts.enrolled.values() for row in rows if row.contract is not None}
    everybody = {*contracts, *theirs}
    stays = Enrolment.objects.filter(contract__in=[one.pk for one in contracts])
    for stay in stays.select_related("school_class"):
        if stay.contract_id is not None:
            facts.stays[stay.contract_id].append(stay)
    class_ids = {one.pk for one in classes} | {
        s.school_class_id for rows in facts.stays.values() for s in rows
    }
    _read_people(facts, everybody, class_ids)
    organisations = {place for one in everybody for place in (one.firm_id, one.chamber_id)}
    for post in Post.objects.filter(organisation__in=organisations | {one.school_id for one in classes}):
        facts.posts[post.organisation_id].append(post)
    return facts


def _read_people(facts: Facts, contracts: Iterable[Contract], class_ids: Iterable[UUID]) -> None:
    found = list(contracts)
    ids = [one.pk for one in found]
    for trainer in TrainerAssignment.objects.filter(contract__in=ids):
        facts.trainers[trainer.contract_id].append(trainer)
    for guardianship in Guardianship.objects.filter(contract__in=ids):
        facts.guardianships[guardianship.contract_id].append(guardianship)
    details = PersonalDetails.objects.filter(room__in=[one.room_id for one in found])
    facts.born_on.update(details.values_list("room_id", "born_on"))
    teaching = TeachingAssignment.objects.filter(school_class__in=list(class_ids))
    for row in teaching.select_related("substitutes_for__person"):
        facts.teaching[row.school_class_id].append(row)
