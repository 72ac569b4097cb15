"""The wishes in figures, counted from the placements alone: what the model's objective must equal."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from zweiklang.planning.solver.shapes import WEEK, Instance, Placement, Stretch, Term
from zweiklang.planning.solver.theory import distances

# Name, label, unit, and how many of the counted units are one unit for people.
TERMS = (
    ("missing", "Zeit, die Positionen fehlt", "Wochen", WEEK),
    ("theory", "Abstand der Praxis von der Theorie", "Wochen", 1),
    ("stretches", "Einsätze", "Einsätze", 1),
    ("moves", "Wechsel in eine Abteilung", "Wechsel", 1),
    ("changes", "Änderungen am heutigen Plan", "Wochen", 1),
    ("balance", "Gedränge in Abteilungen", "Wochen", 1),
    ("excess", "Zeit über den Bedarf hinaus", "Wochen", WEEK),
)
UNDIVIDED = WEEK - 1  # so many tenths over the need cost nothing: a week cannot be divided


def comfort(room: int) -> int:
    """How many apprentices a department has before it is crowded: half of its places, rounded up."""
    return (room + 1) // 2


def stretches(instance: Instance, placements: Iterable[Placement]) -> list[Stretch]:
    """The placements as stretches, by apprentice in the order of the instance and then by time."""
    chosen = {(one.apprentice, one.week): one for one in placements}
    found: list[Stretch] = []
    for apprentice in instance.apprentices:
        weeks: list[int] = []
        before: Placement | None = None
        for week in range(1, instance.weeks + 1):
            now = chosen.get((apprentice.id, week))
            if now is None and not apprentice.presence[week - 1]:
                continue  # she is away: that interrupts nothing
            same = before and now and (before.position, before.department) == (now.position, now.department)
            if before is not None and not same:
                found.append(Stretch(apprentice.id, before.position, before.department, tuple(weeks)))
                weeks = []
            before = now
            weeks += [week] if now else []
        if before is not None:
            found.append(Stretch(apprentice.id, before.position, before.department, tuple(weeks)))
    return found


def counts(instance: Instance, placements: Sequence[Placement]) -> dict[str, int]:
    """The raw amount of each wish in its smallest unit: tenths of a week for "missing" and "excess", otherwise what TERMS says."""
    found = dict.fromkeys((name for name, *_ in TERMS), 0)
    given = tenths(instance, placements)
    for apprentice in instance.apprentices:
        for position in apprentice.positions:
            difference = given[apprentice.id, position.id] - position.needed
            found["missing"] += max(0, -difference)
            found["excess"] += max(0, difference - UNDIVIDED)
    found["theory"] = _theory(instance, placements)
    in_a_row = stretches(instance, placements)
    found["stretches"] = len(in_a_row)
    found["moves"] = _moves(instance, in_a_row)
    new = set(placements)
    found["changes"] = sum(one not in new for one in instance.current)
    used = Counter((one.department, one.week) for one in placements)
    rooms = {one.id: one.rooms for one in instance.departments}
    found["balance"] = sum(max(0, n - comfort(rooms[where][week - 1])) for (where, week), n in used.items())
    return found


def tenths(instance: Instance, placements: Iterable[Placement]) -> Counter[tuple[str, str]]:
    """Tenths of a week by (apprentice id, position id)."""
    presence = {one.id: one.presence for one in instance.apprentices}
    given: Counter[tuple[str, str]] = Counter()
    for one in placements:
        given[one.apprentice, one.position] += presence[one.apprentice][one.week - 1]
    return given


def objective(instance: Instance, placements: Sequence[Placement]) -> int:
    """The objective in tenths of a point, as the model counts it."""
    found = counts(instance, placements)
    return sum(
        getattr(instance.weights, name) * found[name] * (WEEK // per_unit) for name, _, _, per_unit in TERMS
    )


def terms(instance: Instance, placements: Sequence[Placement]) -> tuple[Term, ...]:
    """The wishes term by term, beside those of today's plan when there is one."""
    new = counts(instance, placements)
    today = counts(instance, instance.current) if instance.current else None
    found = []
    for name, label, unit, per_unit in TERMS:
        weight = getattr(instance.weights, name)
        raw = new[name] / per_unit
        before = None if today is None else today[name] / per_unit
        points = None if before is None else round(weight * before, 1)
        found.append(Term(name, label, unit, weight, raw, round(weight * raw, 1), before, points))
    return tuple(found)


def _theory(instance: Instance, placements: Iterable[Placement]) -> int:
    far = {
        (apprentice.id, position.id): distances(instance, apprentice, position)
        for apprentice in instance.apprentices
        for position in apprentice.positions
    }
    found = 0
    for one in placements:
        table = far[one.apprentice, one.position]
        found += 0 if table is None else table[one.week - 1]
    return found


def _moves(instance: Instance, in_a_row: Iterable[Stretch]) -> int:
    """How often an apprentice comes into a department in which she was not in her week of presence before."""
    index: dict[str, dict[int, int]] = {}
    for person in instance.apprentices:
        present = [week for week, amount in enumerate(person.presence, 1) if amount]
        index[person.id] = {week: number for number, week in enumerate(present)}
    found = 0
    last: dict[str, tuple[str, int]] = defaultdict(lambda: ("", -2))
    for one in in_a_row:
        places = index[one.apprentice]
        department, end = last[one.apprentice]
        begin = places.get(one.weeks[0])
        found += not (department == one.department and begin == end + 1)
        last[one.apprentice] = (one.department, places.get(one.weeks[-1], -2))
    return found
