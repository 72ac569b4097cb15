"""Memberships follow from facts: contract, trainer assignment, posts, enrolment with teaching assignment, guardianship.

Called by every service that changes a fact, in the same transaction. Days are clipped: nobody is in a room longer than the contract
runs, except the apprentice, who keeps the record. Rooms of classes begin earlier than their school year (`ahead`), those of
apprenticeships never.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from zweiklang.apprenticeships.ahead import AS_SAID, Ahead, Days, entered_on, year_of
from zweiklang.apprenticeships.facts import Facts, facts_of
from zweiklang.apprenticeships.models import (
    Contract,
    Enrolment,
    Guardianship,
    SchoolClass,
    TrainerAssignment,
)
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import Organisation, Post, posts_at
from zweiklang.rooms.public import (
    RULES,
    Claim,
    Membership,
    Place,
    as_system,
    replace_all_memberships,
    replace_in_rooms,
    replace_memberships,
    team_room,
)

Source = Membership.Source
# The posts that belong to an organisation's own room.
REGISTER_KEPT = timedelta(days=365)
TEAM_CAPACITIES = tuple(capacity for capacity, rule in RULES.items() if rule.team_scopes)


@dataclass(slots=True)
class _Touched:
    """Rooms whose facts changed while derivation is put off."""

    contracts: set[UUID] = field(default_factory=set)
    classes: set[UUID] = field(default_factory=set)
    teams: set[UUID] = field(default_factory=set)


_touched: ContextVar[_Touched | None] = ContextVar("touched", default=None)
_further: list[Callable[[Actor, set[UUID]], None]] = []
_further_rooms: list[Callable[[Actor, set[UUID]], None]] = []


def also_derive(further: Callable[[Actor, set[UUID]], None]) -> None:
    """Whenever posts of organisations changed, `further` derives the rooms an app above keeps for them; it gets their ids.

    Called in the system role, in the same transaction. Apps add theirs in AppConfig.ready.
    """
    if further not in _further:
        _further.append(further)


def also_derive_rooms(further: Callable[[Actor, set[UUID]], None]) -> None:
    """Whenever members of apprenticeships or classes were derived, `further` derives the rooms an app above keeps about them.

    It gets the ids of all their rooms at once, so that an import of a school costs it a few statements. Otherwise as `also_derive`.
    """
    if further not in _further_rooms:
        _further_rooms.append(further)


@contextmanager
def derived_once(actor: Actor) -> Iterator[None]:
    """Inside the block facts may change many times; each touched room is derived once, at its end, in the same transaction.

    For imports: without it every new enrolment would derive the whole class anew. An error in the block derives nothing.
    """
    if _touched.get() is not None:
        yield
        return
    touched = _Touched()
    token = _touched.set(touched)
    try:
        with transaction.atomic():
            yield
            _touched.reset(token)
            with as_system(actor):
                _derive_rooms(actor, touched)
            token = _touched.set(None)
    finally:
        _touched.reset(token)


def derive_apprenticeship(actor: Actor, contract: Contract) -> None:
    """The members of the apprenticeship's room, and of the rooms of its classes, are those that today's facts give."""
    with as_system(actor):
        classes = Enrolment.objects.filter(contract=contract).values_list("school_class_id", flat=True)
        _derive(actor, _Touched(contracts={contract.pk}, classes=set(classes)))


def derive_class(actor: Actor, school_class: SchoolClass) -> None:
    """The members of the class's room, and of the rooms of all enrolled apprentices, are those that today's facts give."""
    with as_system(actor):
        contracts = Contract.objects.filter(enrolments__school_class=school_class).values_list(
            "pk", flat=True
        )
        _derive(actor, _Touched(contracts=set(contracts), classes={school_class.pk}))


def derive_organisation(actor: Actor, organisation_id: UUID) -> None:
    """All rooms touched by posts at this organisation (firm, chamber or school) are derived anew, its own team room too."""
    with as_system(actor):
        # A chamber's contracts are tens of thousands, of which its posts concern one capacity only: see `_derive_register`.
        contracts = Contract.objects.filter(firm_id=organisation_id).values_list("pk", flat=True)
        at_school = SchoolClass.objects.filter(school_id=organisation_id).values_list("pk", flat=True)
        of_firm = Enrolment.objects.filter(contract__firm_id=organisation_id).values_list(
            "school_class_id", flat=True
        )
        classes = {*at_school, *of_firm}
        _derive(actor, _Touched(contracts=set(contracts), classes=classes, teams={organisation_id}))


def derive_rooms(
    actor: Actor,
    *,
    contracts: Iterable[UUID] = (),
    classes: Iterable[UUID] = (),
    organisations: Iterable[UUID] = (),
) -> None:
    """The members of exactly these rooms (by the ids of contract, class, organisation) are those that today's facts give. For imports."""
    with as_system(actor):
        _derive(actor, _Touched(contracts=set(contracts), classes=set(classes), teams=set(organisations)))


def _derive(actor: Actor, touched: _Touched) -> None:
    collecting = _touched.get()
    if collecting is None:
        _derive_rooms(actor, touched)
        return
    collecting.contracts |= touched.contracts
    collecting.classes |= touched.classes
    collecting.teams |= touched.teams


def _derive_rooms(actor: Actor, touched: _Touched) -> None:
    contracts = list(Contract.objects.filter(pk__in=touched.contracts).select_related("room"))
    classes = list(SchoolClass.objects.filter(pk__in=touched.classes).select_related("room"))
    facts = facts_of(contracts, classes)
    claims = {one.room: list(_apprenticeship_claims(one, facts)) for one in contracts}
    claims |= {one.room: list(_class_claims(one, facts)) for one in classes}
    places = {one.room: _apprenticeship_places(one, facts) for one in contracts}
    places |= {one.room: _class_places(one) for one in classes}
    replace_all_memberships(actor, claims=claims, places=places)
    for organisation in Organisation.objects.filter(pk__in=touched.teams):
        room = team_room(actor, organisation=organisation)
        replace_memberships(actor, room=room, claims=list(_team_claims(organisation)))
        if organisation.kind == Organisation.Kind.CHAMBER:
            _derive_register(actor, organisation)
    for further in _further_rooms if claims else ():
        further(actor, {room.pk for room in claims})
    for further in _further if touched.teams else ():
        further(actor, touched.teams)


def _apprenticeship_places(contract: Contract, facts: Facts) -> list[Place]:
    """Whose rules hold: the firm's always, those of school and class from the enrolment on, the latest one if there are two."""
    stays = {stay.first_day: stay.school_class for stay in sorted(facts.stays[contract.pk], key=_first_day)}
    return [
        Place(None, None, None, contract.firm_id),
        *(Place(day, of.school_id, of.room_id, contract.firm_id) for day, of in stays.items()),
    ]


def _class_places(school_class: SchoolClass) -> list[Place]:
    """The rules of school and class hold from the class's beginning; from the second place on the school year has begun."""
    begins = year_of(school_class.school_year)[0]
    return [Place(day, school_class.school_id, school_class.room_id, None) for day in (None, begins)]


def _first_day(stay: Enrolment) -> tuple[date, UUID]:
    return stay.first_day, stay.pk


def _derive_register(actor: Actor, chamber: Organisation) -> None:
    """The chamber's advisers are in the rooms of its contracts and their classes as its posts say; nobody else's membership is looked at."""
    posts = list(posts_at(chamber.pk, Post.Capacity.CHAMBER_ADVISER))
    contracts = Contract.objects.filter(chamber=chamber).only(
        "room_id", "first_day", "last_day", "confirmed_on"
    )
    claims = {one.room_id: list(_adviser_claims(one, posts)) for one in contracts}
    replace_in_rooms(
        actor, room_kind="apprenticeship", capacity="chamber_adviser", source=Source.POST, claims=claims
    )
    _derive_adviser_classes(actor, chamber, posts)


def _adviser_claims(contract: Contract, posts: Iterable[Post]) -> Iterator[Claim]:
    for post in posts:
        days = clip(_chamber_days(contract), (post.first_day, post.last_day))
        yield from _claim(post.person_id, "chamber_adviser", Source.POST, post, days)


def _derive_adviser_classes(actor: Actor, chamber: Organisation, posts: Iterable[Post]) -> None:
    """The same for the classes of its apprentices, whose Blockplan the advisers see (decision 0070). Older ones have ended for everybody."""
    found = Enrolment.objects.filter(
        contract__chamber=chamber, school_class__school_year__gte=school_year(today()) - 2
    )
    stays: defaultdict[UUID, list[Days]] = defaultdict(list)
    columns = ("pk", "first_day", "last_day", "contract__first_day", "contract__last_day")
    year = ("school_class__school_year", "school_class__room_id")
    for pk, first, last, begins, ends, school_years, room in found.values_list(*columns, *year):
        stays[room] += _seen_by_chamber(pk, clip((begins, ends), (first, last)), year_of(school_years))
    held = list(posts)
    claims = {room: list(_class_adviser_claims(days, held)) for room, days in stays.items()}
    replace_in_rooms(actor, room_kind="class", capacity="chamber_adviser", source=Source.POST, claims=claims)


def _seen_by_chamber(enrolment_id: UUID, stay: Days | None, year: tuple[date, date]) -> list[Days]:
    """Returns the days of a stay for which a chamber sees the class's Blockplan: none or one period, within the class's year or ahead of it."""
    within = clip(stay, (date.min, year[1])) if stay else None
    days = Ahead(year[0], entered_on(enrolment_id)).of(within)
    return [days] if days else []


def _class_adviser_claims(stays: Collection[Days], posts: Iterable[Post]) -> Iterator[Claim]:
    """From the first day on which one of the chamber's apprentices is in the class to the last; nobody's stay can be read off it."""
    if not stays:
        return
    whole = min(first for first, _ in stays), max(last or date.max for _, last in stays)
    for post in posts:
        days = clip(whole, (post.first_day, post.last_day))
        yield from _claim(post.person_id, "chamber_adviser", Source.POST, post, days)


def guardianship_end(born_on: date) -> date:
    """Returns the last day of minority: the day before the 18th birthday (§ 2 BGB; 29 February counts as 1 March, § 187 (2) BGB)."""
    try:
        birthday = born_on.replace(year=born_on.year + 18)
    except ValueError:
        birthday = date(born_on.year + 18, 3, 1)
    return birthday - timedelta(days=1)


def clip(first: Days, second: Days) -> Days | None:
    """Returns the days both periods share, or None; an open end is None."""
    first_day = max(first[0], second[0])
    ends = [end for end in (first[1], second[1]) if end is not None]
    last_day = min(ends) if ends else None
    return None if last_day is not None and last_day < first_day else (first_day, last_day)


def _claim(
    person_id: object, capacity: str, source: str, row: object, days: Days | None, *, reason: str = ""
) -> Iterator[Claim]:
    if days:
        yield Claim(person_id, capacity, source, row.pk, *days, reason)  # type: ignore[arg-type, attr-defined]  # columns of values_list


def _teaching_claims(
    school_class_id: UUID, stay: Days, facts: Facts, *, year_begins: date | None = None
) -> Iterator[Claim]:
    for teaching in facts.teaching[school_class_id]:
        absent = teaching.substitutes_for
        reason = f"Vertritt {absent.person.name}." if absent else ""
        days = Ahead(year_begins, entered_on(teaching.pk)).of(
            clip(stay, (teaching.first_day, teaching.last_day))
        )
        yield from _claim(
            teaching.person_id, teaching.capacity, Source.TEACHING_ASSIGNMENT, teaching, days, reason=reason
        )


def _chamber_days(contract: Contract) -> Days:
    """The chamber keeps the register (§ 34 BBiG): from the day of confirmation on, and a year longer than the contract, to correct it."""
    first_day = min(contract.first_day, contract.confirmed_on or contract.first_day)
    return first_day, contract.last_day + REGISTER_KEPT


def _apprenticeship_claims(contract: Contract, facts: Facts) -> Iterator[Claim]:
    term = (contract.first_day, contract.last_day)
    yield Claim(contract.apprentice_id, "apprentice", Source.CONTRACT, contract.pk, contract.first_day, None)
    yield from _firm_claims(contract, term, facts)
    yield from _adviser_claims(contract, facts.posts_at(contract.chamber_id, Post.Capacity.CHAMBER_ADVISER))
    yield from _guardian_claims(contract, term, facts)
    for enrolment in facts.stays[contract.pk]:
        stay = clip(term, (enrolment.first_day, enrolment.last_day))
        if stay:
            yield from _teaching_claims(enrolment.school_class_id, stay, facts)


def _since(row: TrainerAssignment | Guardianship, contract: Contract) -> date:
    """Returns the day before which this assignment gives nothing; one as old as the contract says no day of its own."""
    return row.first_day if row.first_day > contract.first_day else date.min


def _firm_claims(contract: Contract, term: Days, facts: Facts, ahead: Ahead = AS_SAID) -> Iterator[Claim]:
    for assignment in facts.trainers[contract.pk]:
        days = clip(term, (assignment.first_day, assignment.last_day))
        days = ahead.of(days, since=_since(assignment, contract))
        yield from _claim(
            assignment.person_id, assignment.capacity, Source.TRAINER_ASSIGNMENT, assignment, days
        )
    for post in facts.posts_at(contract.firm_id, Post.Capacity.TRAINING_MANAGER):
        days = ahead.of(clip(term, (post.first_day, post.last_day)), since=post.first_day)
        yield from _claim(post.person_id, "training_manager", Source.POST, post, days)


def _guardian_claims(contract: Contract, term: Days, facts: Facts, ahead: Ahead = AS_SAID) -> Iterator[Claim]:
    born_on = facts.born_on.get(contract.room_id)
    if born_on is None:
        return
    minority = clip(term, (term[0], guardianship_end(born_on)))
    for guardianship in facts.guardianships[contract.pk]:
        days = clip(minority, (guardianship.first_day, guardianship.last_day)) if minority else None
        days = ahead.of(days, since=_since(guardianship, contract))
        yield from _claim(guardianship.person_id, "guardian", Source.GUARDIANSHIP, guardianship, days)


def _team_claims(organisation: Organisation) -> Iterator[Claim]:
    for post in posts_at(organisation.pk, *TEAM_CAPACITIES):
        yield Claim(post.person_id, post.capacity, Source.POST, post.pk, post.first_day, post.last_day)


def _class_claims(school_class: SchoolClass, facts: Facts) -> Iterator[Claim]:
    year = year_of(school_class.school_year)
    yield from _teaching_claims(school_class.pk, year, facts, year_begins=year[0])
    # The class is planned by those who hold the office now, whoever will hold it then.
    planned = min(year[0], entered_on(school_class.pk) or year[0]), year[1]
    for post in facts.posts_at(
        school_class.school_id, Post.Capacity.HEAD_OF_SCHOOL, Post.Capacity.SCHOOL_OFFICE
    ):
        days = clip(planned, (post.first_day, post.last_day))
        yield from _claim(post.person_id, post.capacity, Source.POST, post, days)
    of_chambers: defaultdict[UUID, list[Days]] = defaultdict(list)
    for enrolment in facts.enrolled[school_class.pk]:
        yield from _enrolled_claims(enrolment, year, facts)
        if contract := enrolment.contract:
            stay = clip((contract.first_day, contract.last_day), (enrolment.first_day, enrolment.last_day))
            of_chambers[contract.chamber_id] += _seen_by_chamber(enrolment.pk, stay, year)
    for chamber_id, stays in of_chambers.items():
        yield from _class_adviser_claims(stays, facts.posts_at(chamber_id, Post.Capacity.CHAMBER_ADVISER))


def _enrolled_claims(enrolment: Enrolment, year: tuple[date, date], facts: Facts) -> Iterator[Claim]:
    contract, pupil = enrolment.contract, enrolment.pupil
    ahead = Ahead(year[0], entered_on(enrolment.pk))
    if contract is None:
        # No contract is confirmed yet: the pupil already belongs to the class, no firm does.
        days = ahead.of(clip(year, (enrolment.first_day, enrolment.last_day)))
        if pupil is not None:
            yield from _claim(pupil.person_id, "apprentice", Source.ENROLMENT, enrolment, days)
        return
    stay = clip((contract.first_day, contract.last_day), (enrolment.first_day, enrolment.last_day))
    yield from _claim(contract.apprentice_id, "apprentice", Source.CONTRACT, contract, ahead.of(stay))
    if stay:
        yield from _firm_claims(contract, stay, facts, ahead)
        yield from _guardian_claims(contract, stay, facts, ahead)
