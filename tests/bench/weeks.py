"""The weeks of a world, in the order in which they are written: week by week, all apprentices, so that one record lies on many pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from tests.bench.people_of_hesse import COMPANY_WORK, SCHOOL_WORK
from tests.bench.world import Contract, Row, World
from zweiklang.kernel.hesse import public_holiday
from zweiklang.records.public import digest_of

COLUMNS = {
    "records_week": "id room_id contract_id monday state changed_at",
    "records_line": 'id room_id week_id day place text minutes plan_items "order"',
    "records_recordact": "id room_id week_id act person_id capacity reason digest at",
    "records_comment": "id room_id week_id line_id author_id text written_at",
}
# How often a week of that age (0: the present one) is in which state; None: nobody has begun it.
STATES: dict[int, tuple[tuple[str | None, int], ...]] = {
    0: (("draft", 70), (None, 30)),
    1: (("draft", 20), ("submitted", 60), (None, 20)),
    2: (("submitted", 40), ("signed", 50), ("returned", 5), (None, 5)),
}
OLDER: tuple[tuple[str | None, int], ...] = (("signed", 97), ("submitted", 1), (None, 2))


@dataclass(slots=True)
class BenchLine:
    """A line, in the shape `digest_of` reads."""

    pk: UUID
    day: date | None
    place: str
    text: str
    minutes: int
    plan_items: list[UUID]
    topic: UUID | None = None
    school_text: str = ""
    released_on: date | None = None


def rows_of_week(world: World, age: int) -> dict[str, list[Row]]:
    """Returns the rows of all tables of COLUMNS for the week that many weeks ago."""
    monday = world.monday - timedelta(weeks=age)
    world.ids.at(monday)
    rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}
    for number, contract in enumerate(world.contracts):
        state = _state(world, number, age)
        if state:
            _week(world, contract, monday, state, rows)
    return rows


def _state(world: World, number: int, age: int) -> str | None:
    if number == 0:  # whom the pages are measured with: every state, one of each kind of page
        return {0: "draft", 1: "submitted", 2: "submitted"}.get(age, "signed")
    choices = STATES.get(age, STATES[2] if age < 4 else OLDER)
    return world.rng.choices([s for s, _ in choices], [n for _, n in choices])[0]


def _week(world: World, contract: Contract, monday: date, state: str, rows: dict[str, list[Row]]) -> None:
    written = datetime.combine(monday + timedelta(days=4), time(14), UTC)
    week, room = world.ids.new(), contract.room_id
    rows["records_week"].append((week, room, contract.id, monday, state, written))
    lines = list(_lines(world, contract, monday))
    rows["records_line"] += [
        (line.pk, room, week, line.day, line.place, line.text, line.minutes, line.plan_items, order)
        for order, line in enumerate(lines)
    ]
    acts = rows["records_recordact"]
    acts += [(world.ids.new(), room, week, *act) for act in _acts(world, contract, lines, state, written)]
    if world.rng.random() < 0.05:
        text = "Bitte etwas genauer: Was haben Sie selbst gemacht?"
        comment = (world.ids.new(), room, week, lines[0].pk, contract.trainer_id, text, written)
        rows["records_comment"].append(comment)


def _acts(
    world: World, contract: Contract, lines: list[BenchLine], state: str, written: datetime
) -> Iterator[Row]:
    if state == "draft":
        return
    digest = digest_of(lines)
    yield "submitted", contract.apprentice_id, "apprentice", "", digest, written
    if state == "returned":
        reason = "Am Dienstag fehlen die Stunden."
        yield "returned", contract.trainer_id, "trainer", reason, digest, written + timedelta(days=2)
    if state != "signed":
        return
    yield "signed", contract.trainer_id, "trainer", "", digest, written + timedelta(days=3)
    if contract.guardian_id:
        yield "guardian_noted", contract.guardian_id, "guardian", "", digest, written + timedelta(days=4)
    if world.rng.random() < 0.5:
        school = digest_of(lines, school_only=True)
        yield (
            "school_noted",
            contract.class_teacher_id,
            "class_teacher",
            "",
            school,
            written + timedelta(days=5),
        )


def _lines(world: World, contract: Contract, monday: date) -> Iterator[BenchLine]:
    rng = world.rng
    for weekday in range(5):
        day = monday + timedelta(days=weekday)
        shown = day if contract.daily else None
        if holiday := public_holiday(day):
            yield BenchLine(world.ids.new(), shown, "holiday", holiday, 480, [])
            continue
        school = weekday in contract.school_days
        parts = rng.choice((1, 1, 2))  # about seven lines a week
        for part in range(parts):
            text = rng.choice(SCHOOL_WORK if school else COMPANY_WORK)
            items = rng.sample(contract.plan.items, rng.choice((0, 1, 1, 2))) if contract.plan.items else []
            minutes = 480 // parts
            place = "school" if school else "company"
            yield BenchLine(
                world.ids.new(), shown, place, f"{text} ({day:%d.%m.}, {part + 1})", minutes, items
            )
