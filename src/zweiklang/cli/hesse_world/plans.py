"""What is planned: Lernfelder of classes, training plans of firms with stations in departments, leave."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

from zweiklang.cli.hesse_world.catalogue import Occupation
from zweiklang.cli.hesse_world.firms import Firm, Slot
from zweiklang.cli.hesse_world.schools import SchoolClass
from zweiklang.cli.hesse_world.world import Contract, World
from zweiklang.kernel.hesse import monday_of, school_year

COLUMNS = {
    "planning_didacticplan": "id room_id curriculum_id version state lessons_per_day revision note made_at published_at published_by_id",
    "planning_fieldplacement": "id room_id plan_id state learning_field_id first_week last_week hours",
    "planning_trainingplan": "id room_id chosen_sections revision made_at changed_at",
    "planning_planentry": "id room_id position_id first_week last_week department_id responsible_id locked partner_wanted note",
    "planning_planleave": "id room_id first_day last_day",
    "planning_departmentprofile": "id room_id department_id capacity positions closed",
}
# Of a hundred apprenticeships in firms of that many places so many have a plan here.
PLANNED = ((8, 90), (3, 50), (1, 25))
WEEK = timedelta(weeks=1)


def add_didactic_plans(world: World, classes: Iterable[SchoolClass]) -> None:
    """The classes of this year whose framework curriculum is known have a published plan of the year."""
    this_year = school_year(world.size.today)
    for one in classes:
        fields = one.stream.occupation.fields.get(one.grade)
        if one.year != this_year or not fields:
            continue
        world.ids.at(date(one.year, 8, 10))
        at = f"{one.year}-08-10 09:00:00+00"
        curriculum = one.stream.occupation.curriculum_id
        teacher = one.teachers[0][0]
        plan = world.add(
            "planning_didacticplan", one.room_id, curriculum, 1, "published", 6, 1, "", at, at, teacher
        )
        first, weeks = monday_of(date(one.year, 8, 20)), 44 // len(fields)
        for number, (field, _, _) in enumerate(fields):
            begins = first + number * weeks * WEEK
            ends = begins + (weeks - 1) * WEEK
            world.add("planning_fieldplacement", one.room_id, plan, "published", field, begins, ends, 60)


def add_training_plans(
    world: World, contracts: Iterable[Contract], slots: Sequence[Slot], occupations: Sequence[Occupation]
) -> None:
    """Firms have departments, and many apprenticeships of today a plan: each position for some weeks, one after the other."""
    rng = Random(f"{world.size.seed} plans")
    places: dict[str, int] = {}
    for slot in slots:
        places[slot.firm.id] = places.get(slot.firm.id, 0) + 1
    _profiles(world, {slot.firm.id: slot.firm for slot in slots}.values(), places)
    # The contracts of today are in the order of the slots.
    for one, slot in zip(contracts, slots, strict=False):
        share = next(share for least, share in PLANNED if places[slot.firm.id] >= least)
        if one.number and rng.randrange(100) >= share:
            continue
        _plan(world, rng, one, slot.firm, occupations[slot.occupation].positions)


def _profiles(world: World, firms: Iterable[Firm], places: dict[str, int]) -> None:
    world.ids.at(date(2023, 9, 1))
    for firm in firms:
        for department in firm.departments:
            capacity = 1 + places[firm.id] // 6
            world.add(
                "planning_departmentprofile", world.team_rooms[firm.id], department, capacity, "{}", "[]"
            )


def _plan(world: World, rng: Random, one: Contract, firm: Firm, positions: Sequence[str]) -> None:
    world.ids.at(one.first_day)
    at = f"{one.first_day} 08:00:00+00"
    world.add("planning_trainingplan", one.room_id, "{}", len(positions), at, at)
    weeks = max(2, (one.last_day - one.first_day).days // 7 // max(len(positions), 1))
    begins = monday_of(one.first_day + 6 * timedelta(days=1))
    for position in rng.sample(positions, len(positions)):
        ends = begins + (weeks - 1) * WEEK
        department = rng.choice(firm.departments) if firm.departments else None
        responsible = one.trainer_id if rng.random() < 0.5 else None
        row = (position, begins, ends, department, responsible, "f", "f", "")
        world.add("planning_planentry", one.room_id, *row)
        begins = ends + WEEK
        if begins > one.last_day:
            break
    _leave(world, rng, one)


def _leave(world: World, rng: Random, one: Contract) -> None:
    """Two or three weeks in the summer before, and some days at Christmas."""
    year = school_year(world.size.today)
    for first, length in ((date(year, 7, 13) + rng.randrange(3) * WEEK, 18), (date(year, 12, 22), 10)):
        if one.first_day <= first <= one.last_day:
            world.add("planning_planleave", one.room_id, first, first + timedelta(days=length))
