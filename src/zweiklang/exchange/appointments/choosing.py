"""Where somebody can invite from, and whom: those who are in the room it is about, as the inviting person sees them."""

from collections.abc import Iterable
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, SchoolClass, TrainerAssignment
from zweiklang.exchange.appointments.policy import may_invite
from zweiklang.exchange.appointments.shapes import Candidate, Ground
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation, Post
from zweiklang.rooms.public import Membership, Scope, Standing, capacity_label, my_standings, note_look

# Proposed are those who meet anyway, as in a conversation; a whole staff room comes only where somebody asks it to.
_AT_HAND = frozenset({"apprentice", "trainer", "deputy_trainer", "class_teacher"})


def grounds(actor: Actor) -> list[Ground]:
    """Returns the rooms from which the actor can invite: apprenticeships and classes of today, own organisations. Four queries."""
    rooms = {one.room_id for one in my_standings().values() if may_invite(actor, standing=one)}
    contracts = list(
        Contract.objects.filter(room__in=rooms, last_day__gte=today())
        .select_related("apprentice", "firm")
        .order_by("apprentice__sort_key", "pk")
    )
    note_look((row.room_id for row in contracts), Scope.SCHEDULE)
    classes = SchoolClass.objects.filter(room__in=rooms)
    teams = Organisation.objects.filter(team_room__in=rooms)
    return [
        *(
            Ground(
                row.room_id,
                f"Klasse {row.label}",
                f"Schuljahr {row.school_year}/{(row.school_year + 1) % 100:02d}",
            )
            for row in classes.order_by("-school_year", "label")
        ),
        *(Ground(row.room_id, row.apprentice.name, row.firm.name) for row in contracts),
        *(
            Ground(room_id, name, "Kolleginnen und Kollegen")
            for room_id, name in teams.order_by("sort_key").values_list("team_room__pk", "name")
        ),
    ]


def candidates(actor: Actor, *, standing: Standing) -> list[Candidate]:
    """Returns who can be invited there, each once, by firm and name; not the actor. Four queries.

    Empty for whoever does not see who is in the room.
    """
    rows = Membership.objects.filter(room_id=standing.room_id, first_day__lte=today()).exclude(
        last_day__lt=today()
    )
    held = list(
        rows.exclude(person=actor.person_id).select_related("person").order_by("person__sort_key", "pk")
    )
    firms = _firms(held)
    found: dict[UUID, Candidate] = {}
    for row in held:
        if row.person_id not in found:
            firm = firms.get(row.source_id, "")
            described = " · ".join(filter(None, (capacity_label(row.capacity), firm)))
            chosen = _proposed(standing.kind, row.capacity)
            found[row.person_id] = Candidate(row.person_id, row.person.name, described, firm, chosen)
    return sorted(found.values(), key=lambda one: one.firm)


def _proposed(kind: str, capacity: str) -> bool:
    """Of an apprenticeship those who are at hand, of a class one person for each apprentice, of colleagues nobody."""
    if kind == "class":
        return capacity == "trainer"
    return kind == "apprenticeship" and capacity in _AT_HAND


def several_firms(people: Iterable[Candidate]) -> bool:
    """True where people of more than one firm are among them: they need not learn of each other."""
    return len({one.firm for one in people if one.firm}) > 1


def _firms(held: Iterable[Membership]) -> dict[UUID, str]:
    """Returns the firm's name by the row a membership follows from: a contract, an assignment, a post at a firm."""
    sources = {row.source_id for row in held}
    found = dict(Contract.objects.filter(pk__in=sources).values_list("pk", "firm__name"))
    found |= TrainerAssignment.objects.filter(pk__in=sources).values_list("pk", "contract__firm__name")
    posts = Post.objects.filter(pk__in=sources, organisation__kind=Organisation.Kind.FIRM)
    return {**found, **dict(posts.values_list("pk", "organisation__name"))}
