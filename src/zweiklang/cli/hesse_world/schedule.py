"""School time: when classes have school, their timetable, what was taught, and who was absent."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from zweiklang.cli.hesse_world.schools import School, SchoolClass
from zweiklang.cli.hesse_world.words.fields import FIELDS, GENERAL_LESSONS, SUBJECTS
from zweiklang.cli.hesse_world.world import Contract, Pattern, World, array
from zweiklang.kernel.hesse import public_holiday, school_holiday, school_year

COLUMNS = {
    "schedule_schoolperiod": "id room_id first_day last_day kind weekdays weeks source source_key",
    "schedule_lessontime": "id school_id period starts ends",
    "schedule_lesson": "id room_id number weekday period length subject teachers classrooms first_day last_day source",
    "schedule_lessontopic": "id room_id day subject learning_field topic released_on written_by_id written_at",
    "schedule_absence": "id room_id day period kind minutes state recorded_at recorded_by_id decided_at decided_by_id source",
    "schedule_absencenotice": "id room_id first_day last_day reported_by_id reported_at withdrawn_at",
    "schedule_firmstatement": "id room_id day says stated_by_id stated_at",
}
# First and last minute of the lessons of a day.
TIMES = ((1, "07:45", "08:30"), (2, "08:30", "09:15"), (3, "09:35", "10:20"), (4, "10:20", "11:05"), (5, "11:25", "12:10"),
         (6, "12:10", "12:55"), (7, "13:25", "14:10"), (8, "14:10", "14:55"))  # fmt: skip
# Of a thousand school days of somebody so many are missed; of a hundred absences so many are excused, not, still open.
ABSENT, STATES = 40, (("excused", 86), ("unexcused", 9), ("open", 5))
DAY = timedelta(days=1)


def add_school_time(world: World, schools: Iterable[School], classes: Iterable[SchoolClass]) -> None:
    """Schools have lesson times, classes their school days, those of this year a timetable and topics of what was taught."""
    world.ids.at(world.size.today - timedelta(days=80))
    for school in schools:
        for period, starts, ends in TIMES:
            world.add("schedule_lessontime", school.id, period, starts, ends)
    this_year = school_year(world.size.today)
    for one in classes:
        world.ids.at(date(one.year, 8, 2))
        _periods(world, one)
        if one.year == this_year:
            _timetable(world, one)
            _topics(world, one)


def _periods(world: World, one: SchoolClass) -> None:
    first, last = date(one.year, 8, 1), date(one.year + 1, 7, 31)
    pattern, table = one.stream.pattern, "schedule_schoolperiod"
    if pattern.block is None:
        days = array(day + 1 for day in pattern.weekdays)
        world.add(table, one.room_id, first, last, "weekly", days, "every", "hand", "")
        return
    for monday in block_mondays(first, last, pattern):
        world.add(table, one.room_id, monday, monday + 4 * DAY, "block", "{}", "every", "hand", "")


def block_mondays(first: date, last: date, pattern: Pattern) -> Iterator[date]:
    """Yields the Mondays of the blocks between these days that do not lie in school holidays."""
    monday = first + timedelta(days=-first.weekday() % 7)
    while monday + 4 * DAY <= last:
        if monday.toordinal() // 7 % 3 == pattern.block and not school_holiday(monday + 2 * DAY):
            yield monday
        monday += 7 * DAY


def _timetable(world: World, one: SchoolClass) -> None:
    first, last = date(one.year, 8, 1), date(one.year + 1, 7, 31)
    weekdays = one.stream.pattern.weekdays or tuple(range(5))
    for day in weekdays:
        for number, (period, length) in enumerate(((1, 2), (3, 2), (5, 2), (7, 2))):
            which = (day + number) % (len(one.teachers) - 1)
            subject, code = SUBJECTS[which], one.teachers[which + 1][1]
            where = f"{one.stream.number % 4}.{day}{number}"
            key = one.stream.number * 10 + which + 1
            row = (key, day + 1, period, length, subject, array([code]), array([where]), first, last, "hand")
            world.add("schedule_lesson", one.room_id, *row)


def _topics(world: World, one: SchoolClass) -> None:
    """Each school day so far has a topic, nine in ten released."""
    rng, field = world.rng, FIELDS[one.stream.occupation.trade.field]
    for day in _school_days(one.stream.pattern, date(one.year, 8, 1), world.size.today - DAY):
        which = rng.randrange(len(one.teachers) - 1)
        subject = SUBJECTS[which]
        number = str(one.grade * 4 - 3 + rng.randrange(4)) if which == 0 else ""
        topic = rng.choice(field.lessons if which == 0 else GENERAL_LESSONS)
        released = day if rng.random() < 0.9 else None
        world.add("schedule_lessontopic", one.room_id, day, subject, number, topic, released, one.teachers[which + 1][0],
                  f"{day} 13:20:00+00")  # fmt: skip


def _school_days(pattern: Pattern, first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        blocked = (
            pattern.block is not None and day.toordinal() // 7 % 3 == pattern.block and day.weekday() < 5
        )
        if (
            (day.weekday() in pattern.weekdays or blocked)
            and not public_holiday(day)
            and not school_holiday(day)
        ):
            yield day
        day += DAY


def add_absences(world: World, contracts: Iterable[Contract]) -> None:
    """Whoever missed school has an entry, as long as entries are kept: this school year and the one before."""
    rng, this_year = Random(f"{world.size.seed} absences"), school_year(world.size.today)
    days: dict[tuple[Pattern, int], list[date]] = {}
    for one in contracts:
        world.ids.at(one.first_day)
        for year in (this_year - 1, this_year):
            if not (stay := one.stays.get(year)):
                continue
            key = (stay.pattern, year)
            if key not in days:
                end = min(date(year + 1, 7, 31), world.size.today - DAY)
                days[key] = list(_school_days(stay.pattern, date(year, 8, 1), end))
            missed = sum(rng.random() < ABSENT / 1000 for _ in days[key])
            for day in sorted(rng.sample(days[key], missed)):
                if one.first_day <= day <= one.last_day:
                    _absence(world, rng, one, stay.class_teacher, day)


def _absence(world: World, rng: Random, one: Contract, teacher: str, day: date) -> None:
    world.ids.at(day)
    old = (world.size.today - day).days > 14
    state = rng.choices([name for name, _ in STATES], [share for _, share in STATES])[0] if old else "open"
    late = rng.random() < 0.25
    at = f"{day} 06:10:00+00"
    decided = (f"{day} 13:30:00+00", teacher) if state != "open" else (None, None)
    kind, minutes = ("late", rng.choice((5, 10, 15, 20, 45))) if late else ("absent", None)
    world.add(
        "schedule_absence",
        one.room_id,
        day,
        1 if late else None,
        kind,
        minutes,
        state,
        at,
        teacher,
        *decided,
        "hand",
    )
    if late or rng.random() > 0.5:
        return
    world.add("schedule_absencenotice", one.room_id, day, day, one.apprentice_id, f"{day} 05:20:00+00", None)
    if rng.random() < 0.6:
        says = "sick_note" if rng.random() < 0.4 else "known"
        world.add("schedule_firmstatement", one.room_id, day, says, one.trainer_id, f"{day} 07:00:00+00")
