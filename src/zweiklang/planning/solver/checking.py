"""Verifies every hard rule of a plan from the instance alone, without the model or the search."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from zweiklang.planning.solver.options import grounds
from zweiklang.planning.solver.scoring import stretches
from zweiklang.planning.solver.shapes import Instance, Placement, Violation

REASONS = {
    "contract": "außerhalb der Vertragszeit",
    "school": "in der Schule",
    "closed": "während der Betrieb geschlossen ist",
    "holiday": "in den Ferien oder an Feiertagen",
    "leave": "im Urlaub",
    "course": "in der überbetrieblichen Ausbildung",
    "days": "an keinem Tag im Betrieb",
}


def check_plan(instance: Instance, placements: Iterable[Placement]) -> list[Violation]:
    """Every hard rule that the placements break, in the order of docs/planning-instance.md; an empty list: they keep all."""
    plan = list(placements)
    known = [one for one in plan if _is_known(instance, one)]
    found = [
        _violation("known", "Auszubildende, Woche, Position oder Abteilung gibt es nicht.", one)
        for one in plan
        if not _is_known(instance, one)
    ]
    found += _one_place(known)
    found += _presence(instance, known)
    found += _teaches_and_period(instance, known)
    found += _capacity(instance, known)
    found += _min_stretch(instance, known)
    found += _fixed(instance, known)
    found += _forbidden(instance, known)
    return found


def _violation(rule: str, sentence: str, one: Placement) -> Violation:
    return Violation(rule, sentence, one.apprentice, one.week, one.position, one.department)


def _is_known(instance: Instance, one: Placement) -> bool:
    people = {person.id: person for person in instance.apprentices}
    return (
        one.apprentice in people
        and 1 <= one.week <= instance.weeks
        and any(position.id == one.position for position in people[one.apprentice].positions)
        and any(department.id == one.department for department in instance.departments)
    )


def _one_place(plan: Sequence[Placement]) -> list[Violation]:
    seen: set[tuple[str, int]] = set()
    found = []
    for one in plan:
        if (one.apprentice, one.week) in seen:
            found.append(_violation("one_place", "Zwei Einsätze in derselben Woche.", one))
        seen.add((one.apprentice, one.week))
    return found


def _presence(instance: Instance, plan: Sequence[Placement]) -> list[Violation]:
    people = {person.id: person for person in instance.apprentices}
    return [
        _violation("presence", f"Ein Einsatz {REASONS[people[one.apprentice].absences[one.week]]}.", one)
        for one in plan
        if not people[one.apprentice].presence[one.week - 1]
    ]


def _teaches_and_period(instance: Instance, plan: Sequence[Placement]) -> list[Violation]:
    needs = {(person.id, p.id): p for person in instance.apprentices for p in person.positions}
    found = []
    for one in plan:
        position = needs[one.apprentice, one.position]
        if one.department not in position.departments:
            found.append(_violation("teaches", "Die Abteilung vermittelt die Position nicht.", one))
        if not position.earliest <= one.week <= position.latest:
            found.append(_violation("period", "Außerhalb des Zeitraums der Position.", one))
    return found


def _capacity(instance: Instance, plan: Sequence[Placement]) -> list[Violation]:
    rooms = {department.id: department.rooms for department in instance.departments}
    used = Counter((one.department, one.week) for one in plan)
    return [
        Violation(
            "capacity",
            f"{number} Auszubildende, aber {rooms[department][week - 1]} Plätze.",
            week=week,
            department=department,
        )
        for (department, week), number in sorted(used.items())
        if number > rooms[department][week - 1]
    ]


def _min_stretch(instance: Instance, plan: Sequence[Placement]) -> list[Violation]:
    needs = {(person.id, p.id): p.min_stretch for person in instance.apprentices for p in person.positions}
    fixed: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in instance.fixed:
        fixed[one.apprentice, one.position].add(one.week)
    found = []
    for stretch in stretches(instance, plan):
        least = needs[stretch.apprentice, stretch.position]
        by_hand = fixed[stretch.apprentice, stretch.position] & set(stretch.weeks)
        if len(stretch.weeks) < least and not by_hand:
            begin = Placement(stretch.apprentice, stretch.weeks[0], stretch.position, stretch.department)
            found.append(_violation("min_stretch", f"Kürzer als {least} Wochen am Stück.", begin))
    return found


def _fixed(instance: Instance, plan: Sequence[Placement]) -> list[Violation]:
    chosen = {(one.apprentice, one.week): one for one in plan}
    impossible = {one.fixed for one in grounds(instance).dropped}
    found = []
    for one in instance.fixed:
        now = chosen.get((one.apprentice, one.week))
        kept = now and now.position == one.position and one.department in {None, now.department}
        if not kept and one not in impossible:
            sentence = "Ein festgelegter Einsatz fehlt."
            found.append(Violation("fixed", sentence, one.apprentice, one.week, one.position, one.department))
    return found


def _forbidden(instance: Instance, plan: Sequence[Placement]) -> list[Violation]:
    return [
        _violation("forbidden", "Dieser Einsatz ist ausgeschlossen.", one)
        for one in plan
        if any(
            one.week in entry.weeks
            and entry.apprentice in {None, one.apprentice}
            and entry.position in {None, one.position}
            and entry.department in {None, one.department}
            for entry in instance.forbidden
        )
    ]
