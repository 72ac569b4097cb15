"""Firms for the planner's tests and its bench row: the same seed gives the same instance, as JSON would hold it."""

import random
from typing import Any

YEAR = 52


def firm(
    seed: int,
    *,
    apprentices: int = 12,
    years: int = 3,
    positions: int = 30,
    departments: int = 8,
    tight: float = 0.9,
) -> dict[str, Any]:
    """Returns an instance: two classes (blocks; two days a week), all contracts of the same years, needs of `tight` of the time at the firm."""
    dice = random.Random(seed)
    weeks = YEAR * years
    places = [f"d{number + 1}" for number in range(departments)]
    catalogue = [_position(dice, number, positions, weeks) for number in range(positions)]
    classes = [_blocks(weeks), _days(weeks)]
    people = [_apprentice(dice, number, weeks) for number in range(apprentices)]
    net = sum(_presence(person, classes, weeks) for person in people) / max(1, len(people))
    _scale(catalogue, net * tight)
    fields = [f"LF{number + 1}" for number in range(13)]
    return {
        "format": "zweiklang-planning-instance",
        "version": 1,
        "first_monday": "2026-08-03",
        "weeks": weeks,
        "departments": _departments(dice, places, catalogue, apprentices),
        "positions": catalogue,
        "classes": [{**one, "learning_fields": _lane(dice, fields, weeks)} for one in classes],
        "apprentices": people,
        "links": _links(dice, catalogue, fields),
    }


def _position(dice: random.Random, number: int, of: int, weeks: int) -> dict[str, Any]:
    half = weeks // 2
    early = number < of * 0.4
    return {
        "id": f"p{number + 1}",
        "needed_weeks": dice.choice([2, 3, 3, 4, 4, 6]),
        "min_stretch": dice.choice([1, 2, 2]),
        "earliest": 1 if early else half - 26,
        "latest": half if early else weeks,
    }


def _scale(catalogue: list[dict[str, Any]], total: float) -> None:
    factor = total / max(1, sum(one["needed_weeks"] for one in catalogue))
    for one in catalogue:
        one["needed_weeks"] = max(1, int(one["needed_weeks"] * factor))


def _blocks(weeks: int) -> dict[str, Any]:
    school = [week for week in range(1, weeks + 1) if week % 8 in (3, 4)]
    return {"id": "K1", "school_weeks": school}


def _days(weeks: int) -> dict[str, Any]:
    free = {week for week in range(1, weeks + 1) if week % YEAR in (20, 21, 37, 38, 48, 49, 50, 51, 0, 1)}
    lessons = sorted(set(range(1, weeks + 1)) - free)
    return {"id": "K2", "school_days": [{"days": 1.5, "weeks": lessons}]}


def _apprentice(dice: random.Random, number: int, weeks: int) -> dict[str, Any]:
    leave = [start + offset for year in range(0, weeks, YEAR) for start in dice.sample([2, 12, 37, 47, 49], 2)
             for offset in (year, year + 1) if start + offset <= weeks]  # fmt: skip
    christmas = [week for week in range(1, weeks + 1) if week % YEAR in (21, 22)]
    courses = [week for week in range(1, weeks + 1) if week % YEAR in (30 + number % 4, 41 + number % 3)]
    return {
        "id": f"a{number + 1}", "class": "K1" if number % 2 else "K2", "holidays": christmas, "leave": sorted(leave), "courses": courses,
    }  # fmt: skip


def _presence(person: dict[str, Any], classes: list[dict[str, Any]], weeks: int) -> float:
    own = next(one for one in classes if one["id"] == person["class"])
    away = {*own.get("school_weeks", ()), *person["holidays"], *person["leave"], *person["courses"]}
    lost = {week: entry["days"] for entry in own.get("school_days", ()) for week in entry["weeks"]}
    return sum(1 - lost.get(week, 0) / 5 for week in range(1, weeks + 1) if week not in away)


def _departments(
    dice: random.Random, places: list[str], catalogue: list[dict[str, Any]], apprentices: int
) -> list[dict[str, Any]]:
    taught: dict[str, list[str]] = {place: [] for place in places}
    for number, one in enumerate(catalogue):
        home = places[number % len(places)]
        others = dice.sample(places, k=min(len(places), dice.choice([0, 1, 1])))
        for place in {home, *others}:
            taught[place].append(one["id"])
    usual = max(1, round(apprentices / len(places) * 1.4))
    return [
        {"id": place, "capacity": usual + dice.choice([0, 0, 1]), "positions": sorted(taught[place])}
        for place in places
    ]


def _lane(dice: random.Random, fields: list[str], weeks: int) -> list[dict[str, Any]]:
    length = weeks / len(fields)
    lane = []
    for number, field in enumerate(fields):
        first = int(number * length) + 1 + dice.choice([0, 0, 2])
        lane.append({"id": field, "weeks": [{"first": first, "last": min(weeks, first + int(length) - 1)}]})
    return lane


def _links(dice: random.Random, catalogue: list[dict[str, Any]], fields: list[str]) -> list[dict[str, str]]:
    found = []
    for number, one in enumerate(catalogue):
        near = int(number / len(catalogue) * len(fields))
        for _ in range(dice.choice([0, 1, 1, 2])):
            choice = min(len(fields) - 1, max(0, near + dice.choice([-2, -1, 0, 0, 1, 2])))
            link = {"position": one["id"], "learning_field": fields[choice]}
            if link not in found:
                found.append(link)
    return found
