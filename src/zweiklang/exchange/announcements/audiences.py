"""Who an announcement goes to: one statement finds every person and every firm of an audience, however many.

Read in the system role, because a sender does not see most of them; what leaves this module for pages are numbers, and firms for letters.
"""

from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from zweiklang.exchange.announcements.shapes import Address, Audience, Numbers, Of, Reach, Sender, Who
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import postcodes_of
from zweiklang.rooms.public import as_system

DISTRICT, POSTCODE, TOWN = "kreis:", "plz:", "ort:"

# Who gets it, by firm: those put in charge of one of these apprentices, and whoever leads training in the firm.
_FIRMS = """
    contracts AS MATERIALIZED (
        SELECT c.id, c.firm_id FROM apprenticeships_contract c
          JOIN organisations_organisation f ON f.id = c.firm_id AND f.state = 'active'
          LEFT JOIN organisations_site b ON b.id = c.site_id
         WHERE c.last_day >= %(today)s::date{conditions}
    ),
    firms AS (SELECT DISTINCT firm_id FROM contracts),
    people AS (
        SELECT t.person_id, c.firm_id AS organisation_id FROM contracts c
          JOIN apprenticeships_trainerassignment t ON t.contract_id = c.id AND (t.last_day IS NULL OR t.last_day >= %(today)s::date)
        UNION
        SELECT o.person_id, f.firm_id FROM firms f JOIN organisations_post o ON o.organisation_id = f.firm_id
           AND o.capacity = 'training_manager' AND o.first_day <= %(today)s::date AND (o.last_day IS NULL OR o.last_day >= %(today)s::date)
    )"""
_IN_CLASSES = """
           AND EXISTS (SELECT FROM apprenticeships_enrolment e JOIN apprenticeships_schoolclass s ON s.id = e.school_class_id
                        WHERE e.contract_id = c.id AND (e.last_day IS NULL OR e.last_day >= %(today)s::date)
                          AND s.school_year >= %(year)s AND {classes})"""
# In rooms of classes, today or as soon as the class begins. Classes of coming years count: their members are asked before they begin.
_MEMBERS = """
    people AS (
        SELECT DISTINCT m.person_id, NULL::uuid AS organisation_id FROM rooms_membership m
          JOIN apprenticeships_schoolclass s ON s.room_id = m.room_id
         WHERE s.school_year >= %(year)s AND m.capacity = ANY (%(capacities)s::text[])
           AND (m.last_day IS NULL OR m.last_day >= %(today)s::date) AND {classes}
    )"""
# Whoever teaches at these schools, by a post or in a class; heads and offices too: they answer for what their teachers are told.
_STAFF = """
    schools AS (SELECT f.id FROM organisations_organisation f WHERE f.kind = 'school' AND f.state = 'active'{conditions}),
    people AS (
        SELECT o.person_id, NULL::uuid AS organisation_id FROM schools f JOIN organisations_post o ON o.organisation_id = f.id
         WHERE o.capacity = ANY (%(capacities)s::text[]) AND o.first_day <= %(today)s::date
           AND (o.last_day IS NULL OR o.last_day >= %(today)s::date)
        UNION
        SELECT t.person_id, NULL::uuid FROM schools f JOIN apprenticeships_schoolclass s ON s.school_id = f.id AND s.school_year >= %(year)s
          JOIN apprenticeships_teachingassignment t ON t.school_class_id = s.id AND (t.last_day IS NULL OR t.last_day >= %(today)s::date)
    )"""
_REACHED = """
    SELECT DISTINCT ON (p.person_id) p.person_id, p.organisation_id FROM people p
      JOIN people_person x ON x.id = p.person_id AND x.is_active AND x.email <> ''
     WHERE p.person_id IS DISTINCT FROM %(author)s::uuid
     ORDER BY p.person_id, p.organisation_id"""
# A firm is written to if nobody there can read it here. EXCEPT, because NOT EXISTS compared each firm with each person: of 5,000 firms for a minute.
_UNREACHED = """
    SELECT f.firm_id FROM firms f EXCEPT
    SELECT p.organisation_id FROM people p JOIN people_person x ON x.id = p.person_id AND x.is_active AND x.email <> ''"""
_COUNT_FIRMS = f"""
    WITH {{ctes}} SELECT (SELECT count(*) FROM ({_REACHED}) r), (SELECT count(*) FROM firms), (SELECT count(*) FROM ({_UNREACHED}) u), 0"""  # noqa: S608 - constants of ours
_COUNT_PEOPLE = f"""
    WITH {{ctes}} SELECT (SELECT count(*) FROM ({_REACHED}) r), 0, 0,
           (SELECT count(*) FROM people WHERE person_id IS DISTINCT FROM %(author)s::uuid)"""  # noqa: S608 - constants of ours
_TEACH = ["teacher", "head_of_school", "school_office"]
_CAPACITIES = {
    Who.APPRENTICES: ["apprentice"],
    Who.GUARDIANS: ["guardian"],
    Who.TEACHERS: ["class_teacher", "subject_teacher"],
}


class Resolved(NamedTuple):
    """SQL of an audience: common table expressions `people` (person_id, organisation_id) and, where `firms`, `firms` (firm_id); its values."""

    ctes: str
    values: dict[str, Any]
    firms: bool

    @property
    def reached(self) -> str:
        """Returns the statement of those who get it here: person_id, organisation_id; each person once."""
        return _REACHED

    @property
    def unreached(self) -> str:
        """Returns the statement of the firms that get a letter: firm_id."""
        return _UNREACHED


def resolve(audience: Audience, *, sender: Sender, author: UUID | None) -> Resolved:
    """Returns the SQL of an audience within the sender's reach: what is chosen beyond it finds nobody."""
    values: dict[str, Any] = {
        "today": today(),
        "year": school_year(today()),
        "author": author,
        "organisation": sender.organisation_id,
        "own": list(sender.classes),
        "chosen": list(audience.chosen),
    }
    if audience.who == Who.FIRMS:
        return Resolved(_FIRMS.format(conditions=_of_contracts(audience, sender, values)), values, firms=True)
    if audience.who == Who.TEACHERS and audience.of != Of.CLASSES and sender.reach != Reach.CLASSES:
        values["capacities"] = _TEACH
        return Resolved(_STAFF.format(conditions=_of_schools(audience, sender, values)), values, firms=False)
    values["capacities"] = _CAPACITIES[audience.who]
    return Resolved(_MEMBERS.format(classes=_classes(audience, sender)), values, firms=False)


def count(actor: Actor, audience: Audience, *, sender: Sender) -> Numbers:
    """Returns how many it would go to now. One statement."""
    found = resolve(audience, sender=sender, author=actor.person_id)
    statement = (_COUNT_FIRMS if found.firms else _COUNT_PEOPLE).format(ctes=found.ctes)
    with as_system(actor), connection.cursor() as cursor:
        cursor.execute(statement, found.values)
        people, firms, by_letter, everybody = cursor.fetchone()
    return Numbers(people, firms, by_letter, max(0, everybody - people))


def letter_addresses(actor: Actor, audience: Audience, *, sender: Sender) -> list[Address]:
    """Returns the firms that would get a letter, by postcode and name. One statement."""
    found = resolve(audience, sender=sender, author=actor.person_id)
    if not found.firms:
        return []
    statement = (
        f"WITH {found.ctes} SELECT o.name, o.street, o.postcode, o.town FROM organisations_organisation o"  # noqa: S608 - ours
        f" WHERE o.id IN ({found.unreached}) ORDER BY o.postcode, o.sort_key"
    )
    with as_system(actor), connection.cursor() as cursor:
        cursor.execute(statement, found.values)
        return [Address(*row) for row in cursor.fetchall()]


def _of_contracts(audience: Audience, sender: Sender, values: dict[str, Any]) -> str:
    parts = []
    if sender.reach == Reach.CHAMBER:
        parts.append("\n           AND c.chamber_id = %(organisation)s::uuid")
    elif sender.reach != Reach.LAND:
        parts.append(_IN_CLASSES.format(classes=_classes(audience, sender)))
    if audience.of == Of.OCCUPATIONS:
        parts.append(
            "\n           AND c.occupation_id IN (SELECT id FROM curricula_occupation WHERE name = ANY (%(chosen)s::text[]))"
        )
    if audience.of == Of.PLACES:
        parts.append(f"\n           AND {_places('b', audience, values)}")
    return "".join(parts)


def _of_schools(audience: Audience, sender: Sender, values: dict[str, Any]) -> str:
    own = "" if sender.reach == Reach.LAND else "\n           AND f.id = %(organisation)s::uuid"
    return own + (f"\n           AND {_places('', audience, values)}" if audience.of == Of.PLACES else "")


def _classes(audience: Audience, sender: Sender) -> str:
    """Returns the condition on classes `s`: the sender's own ones, or of the own school, of them those chosen."""
    own = (
        "s.room_id = ANY (%(own)s::uuid[])"
        if sender.reach == Reach.CLASSES
        else "s.school_id = %(organisation)s::uuid"
    )
    return f"{own} AND s.room_id = ANY (%(chosen)s::uuid[])" if audience.of == Of.CLASSES else own


def _places(site: str, audience: Audience, values: dict[str, Any]) -> str:
    """Returns the condition on where somebody is trained (the site, else the firm's address) or the school lies."""
    postcodes, towns = places_meant(audience.chosen)
    values |= {"postcodes": postcodes, "towns": towns}

    def column(name: str) -> str:
        return f"COALESCE(NULLIF({site}.{name}, ''), f.{name})" if site else f"f.{name}"

    return f"({column('postcode')} LIKE ANY (%(postcodes)s::text[]) OR lower({column('town')}) = ANY (%(towns)s::text[]))"


def places_meant(chosen: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Returns patterns of postcodes, and towns in lower case, for places as an audience keeps them."""
    postcodes: list[str] = []
    towns: list[str] = []
    for one in chosen:
        if one.startswith(DISTRICT):
            postcodes += postcodes_of(one.removeprefix(DISTRICT))
        elif one.startswith(POSTCODE):
            digits = one.removeprefix(POSTCODE)
            postcodes += [f"{digits}%"] if digits.isdecimal() else []
        else:
            towns.append(one.removeprefix(TOWN).lower())
    return postcodes, towns
