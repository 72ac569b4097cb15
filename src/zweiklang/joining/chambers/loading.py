"""What a chamber's file is compared with, read in a fixed number of statements. Called inside `as_system`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import OuterRef, Subquery

from zweiklang.apprenticeships.public import Contract, PersonalDetails, SchoolClass
from zweiklang.curricula.public import Occupation
from zweiklang.joining.chambers.models import ChamberImportEntry, ResponsibilityRule
from zweiklang.joining.chambers.plan import Known, KnownContract
from zweiklang.joining.chambers.responsible import Rule, SchoolFacts
from zweiklang.joining.chambers.rows import RegisterRow, person_key
from zweiklang.joining.firms import facts_of
from zweiklang.joining.occupations import current_occupations, occupation_named
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import Organisation


def known_to(chamber: Organisation, rows: Iterable[RegisterRow]) -> Known:
    """Returns the chamber's contracts and what else its file may mean; contracts of other chambers are not looked at."""
    firms = Organisation.objects.filter(kind=Organisation.Kind.FIRM, state=Organisation.State.ACTIVE)
    return Known(
        contracts=tuple(_contracts(chamber)),
        firms=tuple(facts_of(firm) for firm in firms),
        occupation_of=_occupations({row.occupation for row in rows}),
        rules=tuple(known_rules()),
        schools=tuple(known_schools()),
    )


def known_rules() -> list[Rule]:
    """Returns the rules of responsible schools."""
    names = ("school_id", "valid_from", "source", "occupation", "group", "postcode", "town")
    return [Rule(*row) for row in ResponsibilityRule.objects.values_list(*names)]


def known_schools() -> list[SchoolFacts]:
    """Returns the schools that take part, with the occupations of this year's classes."""
    taught: dict[object, set[str]] = defaultdict(set)
    this_year = SchoolClass.objects.filter(school_year=school_year(today())).exclude(occupation_name="")
    for school, name in this_year.values_list("school_id", "occupation_name").distinct():
        taught[school].add(name)
    rows = Organisation.objects.filter(kind=Organisation.Kind.SCHOOL, state=Organisation.State.ACTIVE)
    return [
        SchoolFacts(one.pk, one.name, one.number, one.postcode, one.town, tuple(sorted(taught[one.pk])))
        for one in rows.order_by("sort_key")
    ]


def _occupations(names: set[str]) -> Mapping[str, Occupation | None]:
    current = current_occupations()
    return {name: occupation_named(name, current) for name in names}


def _contracts(chamber: Organisation) -> Iterable[KnownContract]:
    last = ChamberImportEntry.objects.filter(contract=OuterRef("pk")).order_by("-file__made_at", "-pk")
    rows = Contract.objects.filter(chamber=chamber).select_related("apprentice", "firm", "occupation")
    born = PersonalDetails.objects.filter(room__in=Contract.objects.filter(chamber=chamber).values("room"))
    born_on = dict(born.values_list("room_id", "born_on"))
    for one in rows.annotate(said=Subquery(last.values("said")[:1])).order_by("first_day", "pk"):
        person = one.apprentice
        yield KnownContract(
            id=one.pk,
            number=one.number,
            person=person.pk,
            name=person.name,
            person_key=person_key(person.given_name, person.family_name, born_on.get(one.room_id)),
            firm=facts_of(one.firm),
            occupation=one.occupation_id,
            occupation_name=str(one.occupation),
            first_day=one.first_day,
            last_day=one.last_day,
            confirmed=one.confirmed_by_id == chamber.pk,
            said=one.said,
        )
