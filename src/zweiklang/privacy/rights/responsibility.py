"""Who decides about a request: the organisation that is responsible for a person, and its people who may answer."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from zweiklang.apprenticeships.public import Contract, Enrolment, Guardianship, Pupil
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation, Post, posts_of
from zweiklang.rooms.public import Room, Scope, as_system, standing_in

CAPACITY = Post.Capacity
# Whose word is the organisation's.
LEADS: dict[str, str] = {
    Organisation.Kind.SCHOOL: CAPACITY.HEAD_OF_SCHOOL,
    Organisation.Kind.FIRM: CAPACITY.TRAINING_MANAGER,
    Organisation.Kind.CHAMBER: CAPACITY.CHAMBER_ADVISER,
    Organisation.Kind.AUTHORITY: CAPACITY.LAND,
}
LEADER_WORDS: dict[str, str] = {
    Organisation.Kind.SCHOOL: "die Schulleitung",
    Organisation.Kind.FIRM: "die Ausbildungsleitung",
    Organisation.Kind.CHAMBER: "die Ausbildungsberatung",
    Organisation.Kind.AUTHORITY: "das Land",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody answers requests: an organisation, its team room, and what the person may there.

    The Land is in no room: its people are known by their post, and read in the system role, as the support desk does.
    """

    organisation: Organisation
    room_id: UUID
    writes: bool
    leads: bool
    is_land: bool = False

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[None]:
        """Inside the block the person reads what the desk keeps."""
        with as_system(actor) if self.is_land else nullcontext():
            yield


def desk_in(actor: Actor, room_id: UUID) -> Desk:
    """Returns the desk of that team room; raises Http404 for whoever does not keep the organisation's affairs."""
    if (land := _land_desk(actor, room_id)) is not None:
        return land
    standing = standing_in(room_id)
    room = Room.objects.select_related("organisation").filter(pk=room_id, kind=Room.Kind.TEAM).first()
    if room is None or room.organisation is None or not standing.carries(Scope.ADMINISTRATION):
        raise Http404
    return Desk(
        organisation=room.organisation,
        room_id=room_id,
        writes=standing.carries(Scope.ADMINISTRATION_WRITE),
        leads=LEADS.get(room.organisation.kind) in standing.capacities,
    )


def land_desks(actor: Actor) -> list[Desk]:
    """Returns the desks at which the person answers for the Land."""
    posts = posts_of(actor.person, on=today()).filter(capacity=CAPACITY.LAND)
    organisations = {post.organisation_id: post.organisation for post in posts}
    if not organisations:
        return []
    with as_system(actor):
        rooms = dict(Room.objects.filter(organisation__in=organisations).values_list("organisation_id", "pk"))
    return [Desk(organisations[key], room_id, True, True, is_land=True) for key, room_id in rooms.items()]


def _land_desk(actor: Actor, room_id: UUID) -> Desk | None:
    return next((desk for desk in land_desks(actor) if desk.room_id == room_id), None)


def leaders_of(organisation: Organisation, *, but: UUID | None = None) -> QuerySet[Post]:
    """Returns the posts of those who lead the organisation today, without one person's own."""
    rows = _current(Post.objects.filter(organisation=organisation, capacity=LEADS.get(organisation.kind, "")))
    return (rows.exclude(person_id=but) if but else rows).select_related("person")


def keepers_of(organisation: Organisation) -> QuerySet[Post]:
    """Returns the posts of those who keep the organisation's affairs today: its leaders, and a school's office."""
    capacities = [LEADS.get(organisation.kind, ""), CAPACITY.SCHOOL_OFFICE]
    return _current(Post.objects.filter(organisation=organisation, capacity__in=capacities)).select_related(
        "person"
    )


def responsible_for(person_id: UUID) -> Organisation | None:
    """Returns who decides about the person's data: the school of an apprentice, the own organisation of others, or the Land.

    Nobody decides about oneself: where the person is the only leader it is the Land. None: there is no Land either. In the system role.
    """
    for organisation in _candidates(person_id):
        if leaders_of(organisation, but=person_id).exists():
            return organisation
    return land()


def school_of(person_id: UUID) -> Organisation | None:
    """Returns the school that keeps the person as a pupil, the present one first. In the system role."""
    pupils = Pupil.objects.filter(person_id=person_id).select_related("school")
    if pupil := min(pupils, key=lambda one: (one.left_on or date.max) < today(), default=None):
        return pupil.school
    stays = Enrolment.objects.filter(contract__apprentice_id=person_id).select_related("school_class__school")
    stay = stays.order_by("-first_day").first()
    return stay.school_class.school if stay else None


def land() -> Organisation | None:
    """Returns the authority that answers for the Land."""
    post = _current(Post.objects.filter(capacity=CAPACITY.LAND)).select_related("organisation")
    first = post.order_by("first_day", "pk").first()
    return first.organisation if first else None


def _candidates(person_id: UUID) -> Iterator[Organisation]:
    if school := school_of(person_id):
        yield school
    contracts = Contract.objects.filter(apprentice_id=person_id).select_related("chamber")
    for contract in contracts.order_by("-last_day"):
        yield contract.chamber
    posts = Post.objects.filter(person_id=person_id).select_related("organisation")
    yield from (post.organisation for post in sorted(posts, key=_newest_first))
    for link in Guardianship.objects.filter(person_id=person_id).select_related("contract"):
        if school := school_of(link.contract.apprentice_id):
            yield school


def _newest_first(post: Post) -> tuple[bool, int]:
    over = post.last_day is not None and post.last_day < today()
    return over, -post.first_day.toordinal()


def _current(posts: QuerySet[Post]) -> QuerySet[Post]:
    return posts.filter(Q(last_day__isnull=True) | Q(last_day__gte=today()), first_day__lte=today())
