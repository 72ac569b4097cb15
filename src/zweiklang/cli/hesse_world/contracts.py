"""Apprenticeships, one after the other in each place: who is there today, and who left it before, at the end or early."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from zweiklang.cli.hesse_world.catalogue import Occupation
from zweiklang.cli.hesse_world.firms import Slot
from zweiklang.cli.hesse_world.schools import SchoolClass, Stream
from zweiklang.cli.hesse_world.world import Contract, Stay, World
from zweiklang.kernel.hesse import school_year
from zweiklang.kernel.retention import plus_months

# Of a hundred apprentices of the longest trades so many are in their first, second, third, fourth year; of the others in proportion.
GRADES = (29, 26, 24, 21)
# Of a hundred contracts that ended so many ended early (PRODUCT.md: 10,000 a year, of some 36,000 that end).
EARLY = 28
AGES = (16, 16, 16, 17, 17, 17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 21, 21, 22, 23, 24, 26, 29)
DAILY = 0.15
DAY = timedelta(days=1)


class Term(NamedTuple):
    """From when to when somebody is in a place."""

    first_day: date
    last_day: date
    present: bool


def terms_of(world: World, slot: int, months: int) -> list[Term]:
    """Returns the terms in a place, the present one first, back to the first week with records."""
    size = world.size
    found = [_first(world, months) if slot == 0 else _present(world, months)]
    while found[-1].first_day > size.first_monday:
        before = _before(world, found[-1], months)
        if before.last_day < size.first_monday:
            break
        found.append(before)
    return found


def _first(world: World, months: int) -> Term:
    """The first one is in the second year, or began with the first week there are records of, if that is later."""
    begins = max(date(school_year(world.size.today) - 1, 8, 1), world.size.first_monday)
    return Term(begins, plus_months(begins, months) - DAY, True)


def _present(world: World, months: int) -> Term:
    rng, today = world.rng, world.size.today
    year = school_year(today)
    while True:
        grade = rng.choices(range(4), GRADES)[0]
        begins = date(year - grade, 9 if rng.random() < 0.2 else 8, 1)
        last = plus_months(begins, months) - DAY
        if begins <= today <= last:
            return Term(begins, last, True)
        if begins > today and year == today.year and grade == 0:
            return Term(date(year, 8, 1), plus_months(date(year, 8, 1), months) - DAY, True)


def _before(world: World, term: Term, months: int) -> Term:
    rng, end = world.rng, term.first_day
    if rng.randrange(100) < EARLY:
        last = end - timedelta(days=rng.randint(1, 330))
        begins = date(school_year(last) - rng.choice((0, 0, 0, 0, 1, 1, 2)), 8, 1)
        return Term(begins, max(last, begins + timedelta(days=20)), False)
    # Three and a half years end in winter: the place is free until summer.
    begins = plus_months(date(end.year, 8, 1), -12 * -(-months // 12))
    return Term(begins, min(plus_months(begins, months), end) - DAY, False)


def years_of(term: Term, since: int) -> range:
    """Returns the school years in which the contract runs, from `since` on."""
    return range(max(school_year(term.first_day), since), school_year(term.last_day) + 1)


def stays_of(world: World, term: Term, stream: Stream) -> list[tuple[int, int, int]]:
    """Returns the keys of the classes of a term, as far as the world goes back and not beyond today."""
    begun = school_year(term.first_day)
    now = school_year(world.size.today)
    years = years_of(term, school_year(world.size.first_monday))
    return [(stream.number, year, year - begun + 1) for year in years if year <= now]


def write_contract(
    world: World, term: Term, slot: Slot, occupations: Sequence[Occupation], classes: Sequence[SchoolClass]
) -> Contract:
    """The apprenticeship has all its facts; returns what the weeks need of it."""
    rng, number = world.rng, len(world.contracts)
    occupation = occupations[slot.occupation]
    world.ids.at(term.first_day - timedelta(days=rng.randint(20, 200)))
    apprentice, email = world.person("azubi"), world.latest_email("azubi")
    room = world.add("rooms_room", "apprenticeship", f"Ausbildung {number}", None, apprentice)
    daily = number == 0 or rng.random() < DAILY
    contract = world.add(
        "apprenticeships_contract", room, apprentice, slot.firm.id, slot.firm.site_id, slot.chamber, occupation.id,
        occupation.curriculum_id, term.first_day, term.last_day, "daily" if daily else "weekly", 2400, f"{number:07d}",
        slot.chamber, term.first_day,
    )  # fmt: skip
    world.add("rooms_jurisdiction", room, None, None, None, slot.firm.id)
    born = _born(world, term, number)
    world.add("apprenticeships_personaldetails", room, born)
    trainer = _trainers(world, slot, room, contract, term)
    of_age, guardian = plus_months(born, 216), ""
    if of_age > term.first_day:
        guardian = world.person("eltern")
        world.add("apprenticeships_guardianship", room, contract, guardian, term.first_day, None)
    stays = {one.year: _enrolled(world, term, slot, room, contract, one) for one in classes}
    made = Contract(contract, room, apprentice, trainer, guardian, of_age, term.first_day, term.last_day, daily, slot.occupation, stays,
                    number, email)  # fmt: skip
    world.contracts.append(made)
    return made


def _born(world: World, term: Term, number: int) -> date:
    if number == 0:
        # Sixteen, so that the guardian stays for a while, whatever day it is.
        return plus_months(world.size.today.replace(day=15), -12 * 17 + 2)
    age = world.rng.choice(AGES)
    return plus_months(term.first_day, -12 * age) - timedelta(days=world.rng.randint(1, 364))


def _trainers(world: World, slot: Slot, room: str, contract: str, term: Term) -> str:
    """Returns who signs the weeks."""
    people = slot.firm.trainers
    first = slot.turn * 2 % len(people) if slot.turn >= len(people) else slot.turn % len(people)
    chosen = [people[first], people[(first + 1) % len(people)]] if len(people) > 1 else [people[0]]
    for person, capacity in zip(chosen, ("trainer", "deputy_trainer"), strict=False):
        world.add("apprenticeships_trainerassignment", room, contract, person, capacity, term.first_day, None)
    return chosen[0]


def _enrolled(world: World, term: Term, slot: Slot, room: str, contract: str, of: SchoolClass) -> Stay:
    begins, ends = date(of.year, 8, 1), date(of.year + 1, 7, 31)
    first = max(begins, term.first_day)
    last = None if term.present and of.year == school_year(world.size.today) else min(ends, term.last_day)
    world.ids.at(date(of.year, 8, 2))
    world.add("apprenticeships_enrolment", room, contract, of.id, first, last)
    world.add("rooms_jurisdiction", room, first, of.stream.school.id, of.room_id, slot.firm.id)
    return Stay(of.room_id, of.teachers[0][0], of.stream.pattern, of.grade)
