"""Where somebody may make a consultation day, and for which apprenticeships somebody may book. Row-level security lets through what they see."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from zweiklang.apprenticeships.public import Enrolment, SchoolClass, TeachingAssignment
from zweiklang.exchange.consultation.shapes import Ground, Seat, audience_of
from zweiklang.exchange.models import ConsultationDay, ConsultationInvite
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import Organisation, Post
from zweiklang.people.public import Person
from zweiklang.rooms.public import Scope, Standing, my_standings

OFFICE = frozenset({"head_of_school", "school_office"})
LEADS = "class_teacher"
TALKING = (Post.Capacity.TEACHER, Post.Capacity.HEAD_OF_SCHOOL, Post.Capacity.COUNSELLOR)


def makes_days(standings: Iterable[Standing]) -> bool:
    """True for whoever runs a school or leads a class. Asks the database nothing."""
    return any(
        (one.kind == "team" and _runs(one)) or (one.kind == "class" and LEADS in one.capacities)
        for one in standings
    )


def grounds(actor: Actor, standings: Iterable[Standing] | None = None) -> list[Ground]:
    """Returns the schools for which the actor may make a day, by name; empty for most. Six queries, one for whoever is at no school."""
    held = list(my_standings().values() if standings is None else standings)
    teams = [one.room_id for one in held if one.kind == "team" and _runs(one)]
    led = [one.room_id for one in held if one.kind == "class" and LEADS in one.capacities]
    if not teams and not led:
        return []
    schools = dict(Organisation.objects.filter(team_room__in=teams, kind="school").values_list("pk", "name"))
    classes = _classes(set(schools), led)
    teachers = _teachers(classes, set(schools))
    found = []
    for school_id, name in schools.items():
        own = {one.room_id: one.label for one in classes if one.school_id == school_id}
        found.append(Ground(school_id, name, True, own, teachers[school_id]))
    own_classes = {one.school_id for one in classes if one.room_id in led} - set(schools)
    for school_id in own_classes:
        me = Person.objects.only("given_name", "family_name").get(pk=actor.person)
        own = {one.room_id: one.label for one in classes if one.school_id == school_id}
        school = next(one.school.name for one in classes if one.school_id == school_id)
        found.append(Ground(school_id, school, False, own, {me.pk: me.name}))
    return sorted(found, key=lambda one: one.school)


def ground_at(actor: Actor, school_id: UUID) -> Ground | None:
    """Returns what the actor has at that school, or None."""
    return next((one for one in grounds(actor) if one.school_id == school_id), None)


_CARES = """
    SELECT EXISTS (SELECT FROM rooms_room WHERE organisation_id = %(school)s AND id = ANY ((SELECT my_rooms(%(scope)s))::uuid[]))
        OR %(maker)s AND EXISTS (
           SELECT FROM my_memberships() m JOIN apprenticeships_schoolclass s ON s.room_id = m.room_id
            WHERE m.capacity = %(leads)s AND s.school_id = %(school)s)"""


def cares_for(school_id: UUID, *, maker: bool) -> bool:
    """True if the current person runs that school today, or (`maker`) made something there and still leads a class of it. One query."""
    values: dict[str, Any] = {
        "school": school_id,
        "scope": str(Scope.ADMINISTRATION_WRITE),
        "maker": maker,
        "leads": LEADS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CARES, values)
        found: bool = cursor.fetchone()[0]
    return found


def _runs(standing: Standing) -> bool:
    return bool(standing.capacities & OFFICE) and standing.carries(Scope.ADMINISTRATION_WRITE)


def _classes(schools: set[UUID], led: list[UUID]) -> list[SchoolClass]:
    """All classes of these schools, and those led, of this school year and later ones."""
    rows = SchoolClass.objects.filter(Q(school__in=schools) | Q(room__in=led))
    rows = rows.filter(school_year__gte=school_year(today())).select_related("school")
    return list(rows.order_by("school_year", "label"))


def _teachers(classes: Iterable[SchoolClass], schools: set[UUID]) -> defaultdict[UUID, dict[UUID, str]]:
    """Who teaches or works as a teacher at each of these schools, by name."""
    found: defaultdict[UUID, dict[UUID, str]] = defaultdict(dict)
    of_class = {one.pk: one.school_id for one in classes if one.school_id in schools}
    taught = TeachingAssignment.objects.filter(_present(), school_class__in=of_class)
    posts = Post.objects.filter(_present(), organisation__in=schools, capacity__in=TALKING)
    people = [(row.person, of_class[row.school_class_id]) for row in taught.select_related("person")]
    people += [(row.person, row.organisation_id) for row in posts.select_related("person")]
    for person, school_id in sorted(people, key=lambda pair: pair[0].sort_key):
        found[school_id][person.pk] = person.name
    return found


def seats_for(day: ConsultationDay, standings: Iterable[Standing]) -> list[Seat]:
    """Returns the apprenticeships for which the person may book at that day, by name. One query, none for whoever is not invited."""
    audience = audience_of(day)
    rooms = [one.room_id for one in standings if one.kind == "apprenticeship" and one.capacities & audience]
    if not rooms:
        return []
    invited = ConsultationInvite.objects.filter(day=day).values("room_id")
    rows = Enrolment.objects.filter(
        _present(day.day), room__in=rooms, contract__isnull=False, school_class__room__in=invited
    ).select_related("contract__apprentice", "school_class")
    ordered = rows.order_by("contract__apprentice__sort_key", "-first_day")
    found: dict[UUID, Seat] = {}
    for row in ordered:
        assert row.contract
        seat = Seat(
            row.room_id, row.contract.apprentice.name, row.school_class.label, row.school_class.room_id
        )
        found.setdefault(row.room_id, seat)
    return list(found.values())


def _present(day: date | None = None) -> Q:
    """The condition "holds today" (or on that day, if it is later)."""
    on = max(day, today()) if day else today()
    return Q(first_day__lte=on) & (Q(last_day__isnull=True) | Q(last_day__gte=on))
