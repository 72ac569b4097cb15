"""Which school a number means: one the database has, or one of the catalogue, which is then taken over."""

from django.db import transaction

from zweiklang.apprenticeships.public import derive_organisation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Rejected
from zweiklang.organisations.public import Organisation, add_organisation, vocational_schools
from zweiklang.rooms.public import as_system
from zweiklang.rosters.shapes import school_number

UNKNOWN = (
    "No school has the number {number}. `zweiklang schools list` shows the known ones, "
    "`zweiklang schools add NUMBER NAME TOWN` adds one."
)


def find_school(number: str) -> Organisation | None:
    """Returns the school with that number (four or six digits), or None."""
    return Organisation.objects.filter(
        kind=Organisation.Kind.SCHOOL, number__in=[school_number(number), number]
    ).first()


@transaction.atomic
def school_by_number(actor: Actor, *, number: str) -> Organisation:
    """The school with that number (four or six digits) exists; raises Rejected for one nobody knows."""
    found = find_school(number)
    if found is not None:
        return found
    for fact in vocational_schools():
        if fact.number == school_number(number):
            return add_school(actor, number=fact.number, name=fact.name, town=fact.town)
    raise Rejected(UNKNOWN.format(number=number), field="number")


@transaction.atomic
def add_school(actor: Actor, *, number: str, name: str, town: str) -> Organisation:
    """The school exists with a room for its own affairs."""
    with as_system(actor):
        school = add_organisation(actor, kind="school", number=school_number(number), name=name, town=town)
        derive_organisation(actor, school.pk)
    return school


def all_schools() -> list[tuple[str, str, str, bool]]:
    """Returns number, name, town of every school of database and catalogue, and whether it takes part already."""
    there = {
        one.number: (one.number, one.name, one.town, True)
        for one in Organisation.objects.filter(kind=Organisation.Kind.SCHOOL)
    }
    known = {fact.number: (fact.number, fact.name, fact.town, False) for fact in vocational_schools()}
    return [row for _, row in sorted({**known, **there}.items())]
