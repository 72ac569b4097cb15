"""Who helps this apprentice, and the entries an office keeps. Asking here leaves nothing behind: no look, no count, no row."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.exchange.help.shapes import ORDER, Helper
from zweiklang.exchange.models import Conversation, HelpContact, Participation
from zweiklang.kernel.actor import Actor, system_actor
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation, Post
from zweiklang.people.public import Person
from zweiklang.rooms.public import Membership, Standing, as_system, my_standings

Kind = HelpContact.Kind
BY_PLACE = (Kind.QUABB, Kind.OTHER)
# By which post somebody takes messages as such a contact.
POST_OF = {
    Kind.QUABB: Post.Capacity.COUNSELLOR,
    Kind.SCHOOL: Post.Capacity.COUNSELLOR,
    Kind.CHAMBER: Post.Capacity.CHAMBER_ADVISER,
    Kind.OTHER: Post.Capacity.COUNSELLOR,
}
APPRENTICE = "apprentice"
type Offices = dict[tuple[UUID, str], dict[UUID, str]]
"""By person and capacity: the organisations at which the person holds that post today, with their names."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where somebody learns: schools, chambers, and the postcodes of firms and schools. Empty for whoever is no apprentice."""

    learns: bool
    organisations: frozenset[UUID]
    postcodes: frozenset[str]


def learns(standings: Iterable[Standing]) -> bool:
    """True for apprentices, with or without a contract, also after its end."""
    return any(APPRENTICE in standing.capacities for standing in standings)


def learns_today(person_id: UUID) -> bool:
    """The same for somebody who is just signing in and has no standing yet: in the system role. One query."""
    with as_system(system_actor("signing in")):
        rows = Membership.objects.filter(person=person_id, capacity=APPRENTICE, first_day__lte=today())
        return rows.exclude(last_day__lt=today()).exists()


def surroundings_of(actor: Actor) -> Surroundings:
    """Returns where the person learns. Three queries, one for anybody else."""
    own = [one for one in my_standings().values() if APPRENTICE in one.capacities]
    if not own:
        return Surroundings(learns=False, organisations=frozenset(), postcodes=frozenset())
    rooms = [one.room_id for one in own]
    contracts = Contract.objects.filter(room__in=rooms, apprentice=actor.person)
    classes = SchoolClass.objects.filter(room__in=rooms)
    firms = list(contracts.values_list("chamber_id", "site__postcode", "firm__postcode"))
    schools = list(classes.values_list("school_id", "school__postcode"))
    postcodes = [site or firm for _, site, firm in firms] + [postcode for _, postcode in schools]
    return Surroundings(
        learns=True,
        organisations=frozenset([*(chamber for chamber, _, _ in firms), *(school for school, _ in schools)]),
        postcodes=frozenset(filter(None, postcodes)),
    )


def helpers_for(actor: Actor, around: Surroundings) -> list[Helper]:
    """Returns whom the person can turn to, in a fixed order. Three queries."""
    near = Q(kind__in=BY_PLACE) | Q(organisation__in=around.organisations)
    rows = HelpContact.objects.filter(near, active=True).select_related("organisation").order_by("name", "pk")
    if not around.learns:
        return []
    helpers, cases = _helpers([row for row in rows if _is_near(row, around.postcodes)]), _open_cases(actor)
    return [replace(one, case_id=cases.get(one.person_id)) if one.person_id else one for one in helpers]


def others_who_read(*but: UUID | None) -> list[Helper]:
    """Returns everybody in Hesse who takes messages, but for these people: whoever advises does not learn where the other one learns. Two queries."""
    rows = HelpContact.objects.filter(active=True, person__isnull=False).exclude(person__in=but)
    found = _helpers(rows.select_related("organisation").order_by("name", "pk"))
    return [one for one in found if one.writes]


def suggested_helper(contact_id: UUID | None) -> Helper | None:
    """Returns the one who is suggested, who may have stopped taking messages; None where nobody is. Two queries."""
    rows = HelpContact.objects.filter(pk=contact_id).select_related("organisation") if contact_id else ()
    return next(iter(_helpers(rows)), None)


def _helpers(contacts: Iterable[HelpContact]) -> list[Helper]:
    shown = list(contacts)
    offices = _offices_of(shown)
    return sorted((_helper(row, offices) for row in shown), key=lambda one: ORDER.index(one.kind))


def helper_in(helpers: Iterable[Helper], helper_id: UUID) -> Helper:
    """Returns that one of them; raises Http404 where it is not meant for this person."""
    found = next((one for one in helpers if one.id == helper_id), None)
    if found is None:
        raise Http404
    return found


def _is_near(contact: HelpContact, postcodes: Collection[str]) -> bool:
    if contact.kind not in BY_PLACE or not contact.postcodes:
        return True
    return any(code.startswith(tuple(contact.postcodes)) for code in postcodes)


def _offices_of(contacts: Iterable[HelpContact]) -> Offices:
    people = {contact.person_id for contact in contacts if contact.person_id}
    found: Offices = {}
    if not people:
        return found
    posts = Post.objects.filter(person__in=people, capacity__in=set(POST_OF.values()), first_day__lte=today())
    held = posts.exclude(last_day__lt=today()).select_related("organisation")
    # Whoever works for QuABB and at a school is found under QuABB.
    for post in sorted(held, key=lambda one: (one.organisation.kind == Organisation.Kind.SCHOOL, one.pk)):
        names = found.setdefault((post.person_id, post.capacity), {})
        names[post.organisation_id] = post.organisation.name
    return found


def _helper(contact: HelpContact, offices: Offices) -> Helper:
    post = POST_OF[Kind(contact.kind)]
    held = offices.get((contact.person_id, post), {}) if contact.person_id else {}
    # QuABB is listed by the Land, whoever employs its people; a school's or chamber's contact works there.
    listed = contact.kind in BY_PLACE
    office = next(iter(held), None) if listed else next(iter(held.keys() & {contact.organisation_id}), None)
    return Helper(
        id=contact.pk,
        kind=contact.kind,
        name=contact.name,
        organisation=_employer(contact, held.get(office, "") if office else ""),
        phone=contact.phone,
        hours=contact.hours,
        place=contact.place,
        note=contact.note,
        person_id=contact.person_id if office else None,
        office_id=office,
    )


def _employer(contact: HelpContact, office: str) -> str:
    """Where the person works: not the Land that keeps the entry."""
    return office if contact.kind in BY_PLACE else contact.organisation.name


def _open_cases(actor: Actor) -> dict[UUID, UUID]:
    """By the other person: the room of the case I have opened and nobody has ended."""
    rows = Participation.objects.filter(
        room__in=Conversation.objects.filter(
            kind=Conversation.Kind.HELP, opened_by=actor.person, ended_at=None
        ).values("room_id"),
        left_at=None,
    )
    return dict(rows.exclude(person=actor.person).values_list("person_id", "room_id"))


def contacts_of(organisation: Organisation) -> QuerySet[HelpContact]:
    """Returns the entries this organisation keeps, those that are shown first."""
    rows = HelpContact.objects.filter(organisation=organisation).select_related("person")
    return rows.order_by("-active", "name", "pk")


def contact_of(organisation: Organisation, contact_id: UUID) -> HelpContact:
    """Returns that entry of the organisation; raises Http404 for one of another."""
    found = contacts_of(organisation).filter(pk=contact_id).first()
    if found is None:
        raise Http404
    return found


def who_could_help(organisation: Organisation) -> list[Person]:
    """Returns the people with a post by which they could take messages for entries of this organisation. One query."""
    of_chamber = organisation.kind == Organisation.Kind.CHAMBER
    capacity = Post.Capacity.CHAMBER_ADVISER if of_chamber else Post.Capacity.COUNSELLOR
    posts = Post.objects.filter(capacity=capacity, first_day__lte=today()).exclude(last_day__lt=today())
    if organisation.kind == Organisation.Kind.AUTHORITY:
        # Schools list their own; QuABB belongs to nobody's school.
        posts = posts.exclude(organisation__kind=Organisation.Kind.SCHOOL)
    else:
        posts = posts.filter(organisation=organisation)
    people = {post.person_id: post.person for post in posts.select_related("person")}
    return sorted(people.values(), key=lambda person: person.sort_key)
