"""With whom one talks about something: the people of a room or an organisation, the right ones already chosen.

Read with the rights of whoever opens: nobody learns here of people one does not see there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from zweiklang.apprenticeships.public import (
    Contract,
    Enrolment,
    SchoolClass,
    TeachingAssignment,
    narrowed,
    note_contracts,
)
from zweiklang.exchange.conversations.shapes import Candidate
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation, Post, posts_at
from zweiklang.rooms.public import (
    RULES,
    Member,
    Scope,
    Standing,
    capacity_label,
    members_of,
    my_standings,
    standing_in,
)

# Who is chosen from the start. Guardians, chamber, managers and further teachers only by choice.
RIGHT = frozenset({"apprentice", "trainer", "deputy_trainer", "class_teacher"})
FIRM = frozenset({"trainer", "deputy_trainer", "training_manager"})
SCHOOL = frozenset({"class_teacher", "subject_teacher", "head_of_school", "school_office"})
_FIRST = ("apprentice", "trainer", "deputy_trainer", "class_teacher", "training_manager", "subject_teacher")
# Whom an organisation sends to the door: those who answer for it, and for colleagues everybody else, too.
OFFICES = {
    "school": ("school_office", "head_of_school"),
    "firm": ("training_manager",),
    "chamber": ("chamber_adviser",),
    "centre": ("training_manager",),
}
COLLEAGUES = ("teacher", "trainer")
# An organisation with more people at the door than that has none chosen: nobody writes to thirty advisers by the way.
MOST_CHOSEN = 4


@dataclass(frozen=True, slots=True)
class About:
    """What a conversation is about: one room or one organisation, how it is called, who could take part, and as what oneself does.

    `kind` is the room's, or "organisation".
    """

    kind: str
    label: str
    candidates: tuple[Candidate, ...]
    own: str
    room_id: UUID | None = None
    organisation: Organisation | None = None


def people_for(
    actor: Actor, *, about_room: UUID | None = None, about_organisation: Organisation | None = None
) -> list[Candidate]:
    """Returns who could take part, without oneself; Http404 for a room one is not in, nobody for an organisation one has nothing to do with."""
    if about_room is not None:
        return list(about_a_room(actor, about_room).candidates)
    found = about_an_organisation(actor, about_organisation) if about_organisation else None
    return list(found.candidates) if found else []


def about_a_room(actor: Actor, room_id: UUID) -> About:
    """Returns what opening a conversation about that apprenticeship or class needs; Http404 for any other room. Four or five queries."""
    standing = standing_in(room_id)
    if standing.kind == "apprenticeship":
        return _about_apprenticeship(actor, standing)
    return _about_class(actor, standing)


def about_an_organisation(actor: Actor, organisation: Organisation) -> About | None:
    """Returns what opening a conversation with that organisation needs; None for whoever has nothing to do with it. Three queries."""
    capacities = OFFICES.get(organisation.kind, ())
    if not capacities or not narrowed(my_standings(), organisation.pk):
        return None
    posts = [one for one in posts_at(organisation.pk, *capacities, *COLLEAGUES) if _holds(one)]
    inside = any(one.person_id == actor.person_id for one in posts)
    at_door = {one.person_id for one in posts if one.capacity == capacities[0]} - {actor.person_id}
    chosen = at_door if len(at_door) <= MOST_CHOSEN else set()
    shown = [one for one in posts if inside or one.capacity in capacities]
    candidates = _one_each(
        Candidate(
            one.person_id,
            one.person.name,
            f"{one.get_capacity_display()}, {organisation.name}",
            one.person_id in chosen,
            f"Vertritt {one.substitutes_for.person.name}." if one.substitutes_for else "",
        )
        for one in sorted(
            shown, key=lambda post: ((*capacities, *COLLEAGUES).index(post.capacity), post.person.sort_key)
        )
    )
    own = next((one for one in candidates if one.person_id == actor.person_id), None)
    return About(
        kind="organisation",
        label=organisation.name,
        candidates=tuple(one for one in candidates if one.person_id != actor.person_id),
        own=own.described if own else _usual_description(actor),
        organisation=organisation,
    )


def _about_apprenticeship(actor: Actor, standing: Standing) -> About:
    contract = (
        Contract.objects.filter(room_id=standing.room_id)
        .select_related("apprentice", "firm", "chamber")
        .first()
    )
    if contract is None or not standing.reads(Scope.MEMBERS):
        members, school = [], ""
    else:
        note_contracts([contract])
        members, school = members_of(standing.room_id, on=today()), _school_of(contract)
    found = _one_each(
        Candidate(
            one.person_id,
            one.name,
            _described(one, contract, school) if contract else one.capacity_label,
            one.capacity in RIGHT,
            "" if one.reason == RULES[one.capacity].reason else one.reason,
        )
        for one in sorted(members, key=lambda member: (_place(member.capacity), member.name))
    )
    return About(
        kind="apprenticeship",
        label=f"Ausbildung von {contract.apprentice.name}" if contract else "Ausbildung",
        candidates=tuple(one for one in found if one.person_id != actor.person_id),
        own=next((one.described for one in found if one.person_id == actor.person_id), ""),
        room_id=standing.room_id,
    )


def _about_class(actor: Actor, standing: Standing) -> About:
    school_class = SchoolClass.objects.filter(room_id=standing.room_id).select_related("school").first()
    if school_class is None or standing.kind != "class":
        return About(standing.kind, "", (), "")
    teachers = _present_teachers(school_class)
    found = _one_each(
        Candidate(
            one.person_id,
            one.person.name,
            f"{one.get_capacity_display()}, {school_class.label}",
            one.capacity == "class_teacher",
            f"Vertritt {one.substitutes_for.person.name}." if one.substitutes_for else one.subject,
        )
        for one in teachers
    )
    found += _learners(standing, school_class, {one.person_id for one in found})
    own = next((one.described for one in found if one.person_id == actor.person_id), "")
    return About(
        kind="class",
        label=f"Klasse {school_class.label}",
        candidates=tuple(one for one in found if one.person_id != actor.person_id),
        own=own or _label_of(standing),
        room_id=standing.room_id,
    )


def _present_teachers(school_class: SchoolClass) -> Iterable[TeachingAssignment]:
    rows = TeachingAssignment.objects.filter(school_class=school_class, first_day__lte=today())
    rows = rows.exclude(last_day__lt=today()).select_related("person", "substitutes_for__person")
    return rows.order_by("capacity", "person__sort_key")


def _learners(standing: Standing, school_class: SchoolClass, known: set[UUID]) -> list[Candidate]:
    """Who learns in the class, for those who see its members: its teachers. Firms of others are nobody's affair here."""
    if not standing.reads(Scope.MEMBERS):
        return []
    members = members_of(school_class.room_id, on=today())
    learners = sorted((one for one in members if one.capacity == "apprentice"), key=lambda one: one.name)
    return _one_each(
        Candidate(
            one.person_id, one.name, f"{one.capacity_label}, {school_class.label}", chosen=False, why=""
        )
        for one in learners
        if one.person_id not in known
    )


def _described(member: Member, contract: Contract, school: str) -> str:
    """Returns as what: "Ausbilder/in, Elektro Kaiser"."""
    whose = {
        **dict.fromkeys(FIRM, contract.firm.name),
        **dict.fromkeys(SCHOOL, school),
        "chamber_adviser": contract.chamber.name,
    }.get(member.capacity, "")
    return f"{member.capacity_label}, {whose}" if whose else member.capacity_label


def _school_of(contract: Contract) -> str:
    rows = Enrolment.objects.filter(contract=contract).exclude(last_day__lt=today())
    return rows.order_by("first_day").values_list("school_class__school__name", flat=True).first() or ""


def _place(capacity: str) -> int:
    return _FIRST.index(capacity) if capacity in _FIRST else len(_FIRST)


def _holds(post: Post) -> bool:
    return post.first_day <= today() and (post.last_day is None or post.last_day >= today())


def _one_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each person once, as what stands first; chosen if one of the capacities is."""
    found: dict[UUID, Candidate] = {}
    for one in candidates:
        known = found.get(one.person_id)
        if known is None:
            found[one.person_id] = one
        elif one.chosen and not known.chosen:
            found[one.person_id] = Candidate(
                known.person_id, known.name, known.described, chosen=True, why=known.why
            )
    return list(found.values())


def _label_of(standing: Standing) -> str:
    return ", ".join(capacity_label(capacity) for capacity in sorted(standing.capacities))


def _usual_description(actor: Actor) -> str:
    """As what somebody from outside writes: the post at the own organisation, or what the person is in the rooms."""
    post = (
        Post.objects.filter(person=actor.person, first_day__lte=today())
        .exclude(last_day__lt=today())
        .select_related("organisation")
        .order_by("first_day")
        .first()
    )
    if post:
        return f"{post.get_capacity_display()}, {post.organisation.name}"
    capacities = {
        capacity
        for one in my_standings().values()
        if one.kind == "apprenticeship"
        for capacity in one.capacities
    }
    return ", ".join(capacity_label(one) for one in sorted(capacities))
