"""Each case is put into the database and asked there, as each person, in the application role."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from zweiklang.kernel.acting import as_person
from zweiklang.kernel.clock import today
from zweiklang.privacy.checking.expected import Case, Sample, cases, day_of, sees
from zweiklang.privacy.checking.town import ACTOR, Row, Town, built_town
from zweiklang.rooms.public import (
    RULING_CAPACITIES,
    Consent,
    EmergencyBrake,
    ReleaseDecision,
    RoomSecurity,
    Scope,
    as_system,
    reading_condition,
    recompute_memberships,
    rule_categories,
)


@dataclass(frozen=True, slots=True)
class Failure:
    """What PostgreSQL answered otherwise than the agreement says."""

    case: str
    sample: Sample
    capacity: str
    expected: bool
    found: bool

    def as_json(self) -> dict[str, object]:
        """Returns plain values."""
        return asdict(self)


@dataclass(slots=True)
class Outcome:
    """How many cases were asked, and which failed."""

    cases: int
    failures: list[Failure]

    def as_json(self) -> dict[str, object]:
        """Returns what `zweiklang rules check --json` prints."""
        return {"cases": self.cases, "failures": [one.as_json() for one in self.failures]}


def check_rules(tried: Iterable[Case] | None = None) -> Outcome:
    """Asks every case of the matrix and returns what was not as agreed; nothing stays in the database."""
    outcome = Outcome(0, [])
    with built_town() as town:
        _as_at_the_start()
        for case in cases() if tried is None else tried:
            with transaction.atomic():
                _decide(town, case)
                _ask(town, case, outcome)
                transaction.set_rollback(True)
    return outcome


def _as_at_the_start() -> None:
    """Inside the transaction the Land has decided nothing and pulled no brake: the start values are what is checked."""
    with as_system(ACTOR):
        ReleaseDecision.objects.filter(body="land").delete()
        EmergencyBrake.objects.filter(organisation=None, released_at=None).delete()


def _ask(town: Town, case: Case, outcome: Outcome) -> None:
    seen: dict[UUID, set[Row]] = {}
    for capacity, room, person_id in _viewers(town):
        if person_id not in seen:
            seen[person_id] = visible_rows(person_id, town.rows)
        found = seen[person_id]
        for row in town.rows:
            if row.sample.room not in (room, "foreign") and room != "foreign":
                continue
            # A stranger of the foreign room is asked about the rooms that are not theirs.
            if room == "foreign" and row.sample.room == "foreign":
                continue
            expected = room != "foreign" and sees(case, row.sample, capacity)
            outcome.cases += 1
            if (row in found) != expected:
                outcome.failures.append(Failure(case.name, row.sample, capacity, expected, not expected))


def _viewers(town: Town) -> Iterator[tuple[str, str, UUID]]:
    for room, people in town.people.items():
        for capacity, person in people.items():
            yield capacity, room, person.pk
    for capacity, person in town.strangers.items():
        yield capacity, "foreign", person.pk


def visible_rows(person_id: UUID, rows: list[Row]) -> set[Row]:
    """Returns the rows this person reads. One statement: the tables themselves, and the policy's condition for what has no table yet."""
    by_table: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row)
    parts: list[str] = []
    values: list[Any] = []
    for table, of_table in by_table.items():
        if table:
            parts.append(f"SELECT id FROM {table} WHERE id = ANY(%s)")  # noqa: S608 - a table's own name
            values.append([row.key for row in of_table])
    numbered = dict(enumerate(by_table[""]))
    for category in {row.sample.category for row in numbered.values()}:
        security = RoomSecurity(read=Scope(category), dated_by="day", released="released")
        mine = [number for number, row in numbered.items() if row.sample.category == category]
        parts.append(
            "SELECT lpad(to_hex(n), 32, '0')::uuid FROM unnest(%s::int[], %s::uuid[], %s::date[], %s::bool[])"  # noqa: S608 - a policy
            f" AS t(n, room_id, day, released) WHERE {reading_condition(security)}"
        )
        asked = [numbered[number] for number in mine]
        values += [
            mine,
            [r.room_id for r in asked],
            [r.day for r in asked],
            [r.sample.released for r in asked],
        ]
    with as_person(person_id), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        found = {key for (key,) in cursor.fetchall()}
        cursor.execute("SELECT set_config('zweiklang.person', '', true)")
    return {
        row
        for row in rows
        if row.key in found
        or (not row.table and UUID(int=next(n for n, r in numbered.items() if r is row)) in found)
    }


def _decide(town: Town, case: Case) -> None:
    """The case is in force in the town's rooms: written past the services, so that what they refuse is tried too."""
    bodies = {
        "land": (case.land, None, None),
        "school": (case.school, town.school.pk, None),
        "class": (case.class_, town.school.pk, town.school_class.room_id),
        "firm": (case.firm, town.firm_id, None),
    }
    cells = [(category, capacity) for category in rule_categories() for capacity in RULING_CAPACITIES]
    with as_system(ACTOR):
        ReleaseDecision.objects.bulk_create(
            ReleaseDecision(
                body=body,
                organisation_id=organisation,
                class_room_id=class_room,
                category=category,
                capacity=capacity,
                state=state,
                effective_on=day_of(offset, today()),
                reason="Prüfung",
                decided_as="Prüfung",
                decided_at=timezone.now(),
            )
            for body, (decided, organisation, class_room) in bodies.items()
            for offset, state in decided
            for category, capacity in cells
        )
        _consent(town, case, cells)
        if case.brake:
            school = town.school.pk if case.brake == "school" else None
            EmergencyBrake.objects.bulk_create(
                EmergencyBrake(
                    organisation_id=school, category=category, reason="Prüfung", closed_at=timezone.now()
                )
                for category in rule_categories()
                if category not in ("schedule", "members")
            )
    recompute_memberships(ACTOR, town.rooms)


def _consent(town: Town, case: Case, cells: list[tuple[str, str]]) -> None:
    if case.consent is None:
        return
    for room in ("minor", "adult"):
        contract = town.contracts[room]
        giver = contract.apprentice_id if room == "adult" else town.people[room]["guardian"].pk
        Consent.objects.bulk_create(
            Consent(
                room_id=contract.room_id,
                concerned_id=contract.apprentice_id,
                category=category,
                capacity=capacity,
                text="Prüfung",
                text_version="0",
                given_by_id=giver,
                given_on=day_of(case.consent, today()),
                given_at=timezone.now(),
                withdrawn_at=timezone.now() if case.withdrawn else None,
            )
            for category, capacity in cells
        )
