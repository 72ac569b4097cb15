"""Persons, organisations and posts of the demo world; each is found again by its own key, so nothing exists twice."""

import unicodedata
from datetime import date

from zweiklang.cli.demo_world.cast import CHAMBERS
from zweiklang.kernel.actor import Actor
from zweiklang.organisations.public import Organisation, add_organisation, add_post, set_chamber_rule
from zweiklang.people.public import Person, add_person
from zweiklang.web.public import PERSONAS, persona

POSTS = {
    "head_of_school": "head_of_school",
    "class_teacher": "teacher",
    "subject_teacher": "teacher",
    "counsellor": "counsellor",
}
TITLES = ("Dr.", "Prof.")
_TRANSLITERATED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ø": "o", "ł": "l"})  # noqa: RUF001 - letters of names


def find_or_add(actor: Actor, name: str) -> Person:
    """The person exists: "@key" is a persona, anything else a given and a family name."""
    if name.startswith("@"):
        known = persona(name[1:])
        assert known is not None, name
        return add_person(
            actor, email=known.email, given_name=known.given_name, family_name=known.family_name
        )
    words = name.split()
    given = " ".join(words[:-1])
    return add_person(
        actor, email=f"{address_of(name)}@zweiklang.example", given_name=given, family_name=words[-1]
    )


def address_of(name: str) -> str:
    """Returns "ayse.tekin" for "Ayşe Tekin": lower case ASCII, titles left out."""
    words = [word for word in name.split() if word not in TITLES]
    plain = ".".join(words).lower().translate(_TRANSLITERATED)
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()


def add_personas(actor: Actor) -> dict[str, Person]:
    """Every persona has an account; returns them by key."""
    return {p.key: find_or_add(actor, f"@{p.key}") for p in PERSONAS}


def add_chambers(actor: Actor, *, since: date) -> Organisation:
    """The chambers with their rules and the first one's adviser exist; returns the first."""
    found = []
    for name, town, form, guardian_notes, school_notes in CHAMBERS:
        chamber = add_organisation(actor, kind="chamber", name=name, town=town)
        set_chamber_rule(
            actor,
            chamber=chamber,
            form=form,
            check_every_days=31,
            guardian_notes=guardian_notes,
            school_notes=school_notes,
            source="Angenommen für die Vorführung; jede Kammer regelt das selbst.",
        )
        found.append(chamber)
    adviser = find_or_add(actor, "@chamber_adviser")
    add_post(actor, person=adviser, organisation=found[0], capacity="chamber_adviser", first_day=since)
    return found[0]


def add_school(
    actor: Actor, *, facts: tuple[str, str, str], since: date, persons: dict[str, Person]
) -> Organisation:
    """The school exists; `persons` by persona work there in their posts."""
    name, number, town = facts
    school = add_organisation(actor, kind="school", name=name, number=number, town=town)
    for key, capacity in POSTS.items():
        if key in persons:
            add_post(actor, person=persons[key], organisation=school, capacity=capacity, first_day=since)
    return school


def add_authorities(actor: Actor, *, since: date, persons: dict[str, Person]) -> None:
    """Support and Land exist, with two people and one."""
    for name, key in (("Zweiklang-Support", "support"), ("Land Hessen", "land")):
        authority = add_organisation(actor, kind="authority", name=name, town="Wiesbaden")
        holders = [persons[key], persons["second_support"]] if key == "support" else [persons[key]]
        for person in holders:
            add_post(actor, person=person, organisation=authority, capacity=key, first_day=since)
