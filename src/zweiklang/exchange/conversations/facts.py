"""What memberships in conversations follow from, read for any number of conversations in about ten statements. Call in the system role."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q

from zweiklang.apprenticeships.public import (
    Contract,
    Enrolment,
    SchoolClass,
    TeachingAssignment,
    TrainerAssignment,
)
from zweiklang.exchange.models import Conversation, Participation
from zweiklang.organisations.public import Organisation, Post, as_merged
from zweiklang.rooms.public import Membership

type Days = tuple[date, date | None]
type Place = tuple[UUID, UUID]
"""The room or organisation a conversation is about, and a person."""

ADVISERS = (Post.Capacity.COUNSELLOR, Post.Capacity.CHAMBER_ADVISER)
# Somebody from outside talks to an organisation as long as the person is in a room of which it is a party.
_OUTSIDE = """
    SELECT o.id, m.person_id, m.first_day, m.last_day
      FROM unnest(%(organisations)s::uuid[]) AS o(id)
      JOIN rooms_membership m ON m.person_id = ANY (%(people)s) AND m.source <> 'participation'
     WHERE EXISTS (SELECT FROM rooms_jurisdiction j WHERE j.room_id = m.room_id AND (j.school_id = o.id OR j.firm_id = o.id))
        OR EXISTS (SELECT FROM apprenticeships_contract c WHERE c.room_id = m.room_id AND c.chamber_id = o.id)"""


class StandIn(NamedTuple):
    """Somebody who stands in for a participant on these days."""

    person_id: UUID
    absent: str
    days: Days


def _lists[K, T]() -> defaultdict[K, list[T]]:
    return defaultdict(list)


@dataclass(slots=True)
class Facts:
    """Participations by room of the conversation; days in what it is about, and who stands in for whom there, by place.

    `advising`: days on which somebody advises there. A counsellor who only teaches at the school now has no part in cases any more.
    """

    participations: defaultdict[UUID, list[Participation]] = field(default_factory=_lists)
    days: defaultdict[Place, list[Days]] = field(default_factory=_lists)
    advising: defaultdict[Place, list[Days]] = field(default_factory=_lists)
    stand_ins: defaultdict[Place, list[StandIn]] = field(default_factory=_lists)


def facts_of(talks: Collection[Conversation]) -> Facts:
    """Returns what the memberships of these conversations follow from."""
    facts = Facts()
    rows = Participation.objects.filter(room__in=[one.room_id for one in talks], left_at=None)
    for row in rows.select_related("person"):
        facts.participations[row.room_id].append(row)
    people = {row.person_id for rows in facts.participations.values() for row in rows}
    rooms = {one.about_room_id for one in talks if one.about_room_id}
    places = {place_of(one) for one in talks if one.about_room_id is None}
    organisations = {one for one in places if one is not None}
    _read_deputies(facts, rooms, people)
    _read_substitute_teachers(facts, rooms, people)
    _read_substitutes_in_posts(facts, rooms, organisations, people)
    everybody = people | {one.person_id for found in facts.stand_ins.values() for one in found}
    _read_days(facts, rooms, organisations, everybody)
    return facts


def place_of(talk: Conversation) -> UUID | None:
    """Returns the room or organisation the conversation is about; of one that was merged into another, the other."""
    if talk.about_room_id or talk.about_organisation is None:
        return talk.about_room_id
    return as_merged(talk.about_organisation).pk


def _read_deputies(facts: Facts, rooms: Collection[UUID], people: Collection[UUID]) -> None:
    """Deputies appointed later than the trainer and until a day stand in for the trainer; others are chosen like anybody."""
    rows = TrainerAssignment.objects.filter(contract__room__in=rooms).select_related("contract", "person")
    by_room: defaultdict[UUID, list[TrainerAssignment]] = defaultdict(list)
    for row in rows:
        by_room[row.contract.room_id].append(row)
    for room_id, found in by_room.items():
        trainers = [row for row in found if row.capacity == "trainer" and row.person_id in people]
        deputies = [row for row in found if row.capacity == "deputy_trainer" and _is_for_a_while(row)]
        for trainer in trainers:
            facts.stand_ins[room_id, trainer.person_id] += [
                StandIn(one.person_id, trainer.person.name, (one.first_day, one.last_day))
                for one in deputies
                if one.person_id != trainer.person_id and one.first_day > trainer.first_day
            ]


def _is_for_a_while(deputy: TrainerAssignment) -> bool:
    return deputy.last_day is not None and deputy.last_day < deputy.contract.last_day


def _read_substitute_teachers(facts: Facts, rooms: Collection[UUID], people: Collection[UUID]) -> None:
    rows = TeachingAssignment.objects.filter(substitutes_for__person__in=people)
    of_class: defaultdict[UUID, list[tuple[UUID, StandIn]]] = defaultdict(list)
    classes: dict[UUID, UUID] = {}
    for row in rows.select_related("substitutes_for__person", "school_class"):
        if row.substitutes_for is not None:
            absent = row.substitutes_for.person
            stand_in = StandIn(row.person_id, absent.name, (row.first_day, row.last_day))
            of_class[row.school_class_id].append((absent.pk, stand_in))
            classes[row.school_class_id] = row.school_class.room_id
    stays = Enrolment.objects.filter(contract__room__in=rooms, school_class__in=list(classes))
    places = [*stays.values_list("school_class_id", "contract__room_id").distinct(), *classes.items()]
    for class_id, room_id in places:
        for absent_id, stand_in in of_class[class_id] if room_id in rooms else ():
            facts.stand_ins[room_id, absent_id].append(stand_in)


def _read_substitutes_in_posts(
    facts: Facts, rooms: Collection[UUID], organisations: Collection[UUID], people: Collection[UUID]
) -> None:
    posts = [
        row
        for row in Post.objects.filter(substitutes_for__person__in=people).select_related(
            "substitutes_for__person"
        )
        if row.substitutes_for is not None
    ]
    places = _parties(rooms) if posts else {}
    for row in posts:
        absent = row.substitutes_for.person  # type: ignore[union-attr]  # see above
        stand_in = StandIn(row.person_id, absent.name, (row.first_day, row.last_day))
        about = [room for room, parties in places.items() if row.organisation_id in parties]
        about += [row.organisation_id] if row.organisation_id in organisations else []
        for place in about:
            facts.stand_ins[place, absent.pk].append(stand_in)


def _parties(rooms: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Returns by room the organisations that are parties of it: firm and chamber of a contract, the school of a class."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    contracts = Contract.objects.filter(room__in=rooms).values_list("room_id", "firm_id", "chamber_id")
    for room_id, firm_id, chamber_id in contracts:
        found[room_id] |= {firm_id, chamber_id}
    for room_id, school_id in SchoolClass.objects.filter(room__in=rooms).values_list("room_id", "school_id"):
        found[room_id].add(school_id)
    return found


def _read_days(
    facts: Facts, rooms: Collection[UUID], organisations: Collection[UUID], people: Collection[UUID]
) -> None:
    columns = ("person_id", "first_day", "last_day")
    if rooms:
        members = Membership.objects.filter(room__in=rooms, person__in=people)
        _add(facts.days, members.values_list("room_id", *columns))
    if organisations:
        posts = Post.objects.filter(organisation__in=organisations, person__in=people)
        _add(facts.days, posts.values_list("organisation_id", *columns))
        advisers = posts.filter(capacity__in=ADVISERS)
        _add(facts.advising, advisers.values_list("organisation_id", *columns))
        outsiders = _from_outside(facts, organisations)
        if outsiders:
            with connection.cursor() as cursor:
                cursor.execute(_OUTSIDE, {"organisations": list(organisations), "people": list(outsiders)})
                _add(facts.days, cursor.fetchall())


def _from_outside(facts: Facts, organisations: Collection[UUID]) -> set[UUID]:
    """Returns the participants who have held no post at any of these organisations."""
    inside = {person for place, person in facts.days if place in organisations}
    return {row.person_id for rows in facts.participations.values() for row in rows} - inside


def _add(days: defaultdict[Place, list[Days]], rows: Iterable[tuple[UUID, UUID, date, date | None]]) -> None:
    for place, person, first_day, last_day in rows:
        days[place, person].append((first_day, last_day))


def others_at(organisations: Collection[UUID]) -> Q:
    """Returns the condition "a conversation that a change of posts at these organisations may concern".

    It is about one of them, or somebody takes part who is stood in for there, or advises for a chamber.
    """
    posts = Post.objects.filter(organisation__in=organisations)
    concerned = Q(substitutes_for__isnull=False) | Q(capacity=Post.Capacity.CHAMBER_ADVISER)
    people = posts.filter(Q(substitutes__isnull=False) | concerned).values("person_id")
    with_them = Participation.objects.filter(left_at=None, person__in=people).values("room_id")
    return about_one_of(organisations) | Q(room__in=with_them)


def about_one_of(organisations: Collection[UUID]) -> Q:
    """Returns the condition "a conversation about one of these organisations", also where it was merged into one of them."""
    merged = Organisation.objects.filter(merged_into__in=organisations).values("pk")
    return Q(about_organisation__in=organisations) | Q(about_organisation__in=merged)
