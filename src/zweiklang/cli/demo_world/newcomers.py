"""A class of newcomers in the demo world: pupils from a file, whose firms nobody has invited yet."""

from dataclasses import dataclass
from datetime import date

from zweiklang.apprenticeships.public import Pupil, SchoolClass, assign_teacher, enrol, open_class
from zweiklang.cli.demo_world.setting import find_or_add
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import team_room
from zweiklang.rosters.public import match_key

LABEL = "10FID"
OCCUPATION = "Fachinformatiker/in FR Anwendungsentwicklung"
LEADER = "Birgit Naumann"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A pupil as the school's file has her. `firm`: name, street, postcode, town, e-mail; empty where the file says nothing."""

    given_name: str
    family_name: str
    born: tuple[int, int] | None
    """Age and month of birth; None: the file does not say."""
    firm: tuple[str, str, str, str, str] = ("", "", "", "", "")


HOFGUT = ("Hofgut Digital GmbH", "Am Hofgut 4", "34125", "Kassel", "ausbildung@hofgut-digital.example")
NEWCOMERS = (
    Newcomer("Mira", "Hollstein", (17, 3), HOFGUT),
    Newcomer("Tarek", "Salman", (19, 11), HOFGUT),
    Newcomer(
        "Pauline",
        "Eckhardt",
        (18, 6),
        ("Bergpark Medien e.K.", "Wilhelmshöher Allee 300", "34131", "Kassel", ""),
    ),
    Newcomer(
        "Jonathan",
        "Krämer",
        (20, 1),
        ("NORDLICHT SOFTWARE", "Industriehof 12", "34117", "Kassel", "personal@nordlicht.example"),
    ),
    Newcomer("Ilse", "Wagenknecht", None, ("Fuldablick Digital KG", "Auedamm 25", "34121", "Kassel", "")),
    Newcomer("Deniz", "Ünal", (16, 9)),
)  # fmt: skip - one line a pupil


def add_newcomers(actor: Actor, school: Organisation) -> None:
    """The class of newcomers exists with its pupils and their firms by name; found again by its label. Called inside `as_system`."""
    if SchoolClass.objects.filter(school=school, label=LABEL).exists():
        return
    year = school_year(today())
    school_class = open_class(
        actor, school=school, label=LABEL, school_year=year, grade=1, occupation_name=OCCUPATION
    )
    begins = date(year, 8, 1)
    assign_teacher(
        actor,
        school_class=school_class,
        person=find_or_add(actor, LEADER),
        capacity="class_teacher",
        first_day=begins,
    )
    for newcomer in NEWCOMERS:
        enrol(actor, school_class=school_class, pupil=_pupil(actor, school, newcomer), first_day=begins)


def _pupil(actor: Actor, school: Organisation, newcomer: Newcomer) -> Pupil:
    given, family = newcomer.given_name, newcomer.family_name
    born_on = date(today().year - newcomer.born[0], newcomer.born[1], 15) if newcomer.born else None
    person = Person.objects.create(
        given_name=given, family_name=family, sort_key=sort_key(f"{family} {given}")
    )
    name, street, postcode, town, email = newcomer.firm
    return Pupil.objects.create(
        room=team_room(actor, organisation=school),
        school=school,
        person=person,
        born_on=born_on,
        match_key=match_key(family, given, born_on),
        occupation_name=OCCUPATION,
        firm_name=name,
        firm_street=street,
        firm_postcode=postcode,
        firm_town=town,
        firm_email=email,
    )
