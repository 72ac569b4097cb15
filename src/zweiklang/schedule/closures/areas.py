"""Where schools are closed: all of Hesse, what a state school office answers for, a district, or schools by name."""

from collections.abc import Collection, Sequence
from uuid import UUID

from zweiklang.organisations.public import Organisation, district_of, districts

HESSE, OFFICE, DISTRICT, CHOSEN = "hessen", "amt:", "kreis:", "schulen"


def area_choices() -> list[tuple[str, object]]:
    """Returns the areas as a form offers them, in groups; none is chosen to begin with."""
    offices = sorted({district.office for district in districts()})
    return [
        ("", "Bitte wählen"),
        (HESSE, "Ganz Hessen"),
        (CHOSEN, "Einzelne Schulen (darunter auswählen)"),
        ("Landkreis oder Stadt", [(f"{DISTRICT}{one.code}", one.name) for one in districts()]),
        ("Staatliches Schulamt", [(f"{OFFICE}{seat}", f"Schulamt {seat}") for seat in offices]),
    ]


def all_schools() -> list[Organisation]:
    """Returns the schools that take part, by name. One query."""
    schools = Organisation.objects.filter(kind=Organisation.Kind.SCHOOL, state=Organisation.State.ACTIVE)
    return list(schools.order_by("sort_key", "pk"))


def schools_in(
    area: str, *, among: Sequence[Organisation], chosen: Collection[UUID] = ()
) -> list[Organisation]:
    """Returns those of the schools `among` that lie in the area, in their order; of CHOSEN those with these ids."""
    schools = list(among)
    if area == HESSE:
        return schools
    if area == CHOSEN:
        return [school for school in schools if school.pk in set(chosen)]
    return [school for school in schools if _lies_in(school, area)]


def nowhere(schools: Collection[Organisation]) -> list[str]:
    """Returns the names of schools of which nobody can tell the district: they are closed by name only."""
    return [one.name for one in schools if district_of(postcode=one.postcode, town=one.town) is None]


def _lies_in(school: Organisation, area: str) -> bool:
    district = district_of(postcode=school.postcode, town=school.town)
    return district is not None and area in (f"{DISTRICT}{district.code}", f"{OFFICE}{district.office}")
