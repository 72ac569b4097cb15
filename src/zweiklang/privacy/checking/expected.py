"""What the agreement says: who sees which row, day by day. Shares nothing with `rooms.rules` but the names of categories and capacities.

The table is the one of the start values of release rules, written down a second time, and the one sentence that matters is written as it
is read: a row is visible if the category has been open without a break from the day of the row until today.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

# A always · N never (the law) · O open · C closed · S school decides · T school, then teacher item by item · F firm decides
START = """
                 apprentice trainer class_teacher subject_teacher guardian chamber_adviser
schedule         A          A       A             A               A        A
members          A          A       A             A               A        A
identity         A          A       A             N               A        N
lessons          A          S       A             A               A        C
absences         A          S       A             S               A        N
absence_reasons  A          N       O             N               A        N
results          A          T       A             C               A        C
school_records   A          A       A             N               A        N
records          A          A       N             N               A        N
plan             A          A       F             F               A        C
development      A          O       O             N               A        C
"""
ITEMISED = {"lessons", "results"}
# A brake leaves the persons concerned and whoever writes the category.
KEEPERS = {
    ("lessons", "class_teacher"),
    ("lessons", "subject_teacher"),
    ("absences", "class_teacher"),
    ("absence_reasons", "guardian"),
    ("plan", "trainer"),
    ("development", "trainer"),
    ("development", "class_teacher"),
}
FIRM = ("trainer", "deputy_trainer", "training_manager")
CLOSED, ITEM, OPEN = 0, 1, 2
_BELOW_LAND = {
    "school": ("closed", "consent", "teacher", "open"),
    "teacher": ("closed", "consent", "teacher"),
    "open": ("open", "closed"),
    "consent": ("consent", "closed"),
}
# The plan is the firm's: no school decides about it. Topics are about nobody, so nobody can consent.
_SAID_BY_LAND = {
    "plan": ("closed", "open", "firm", "consent"),
    "lessons": ("closed", "open", "school", "teacher"),
}
_OTHERWISE = ("closed", "open", "school", "teacher", "consent")
_BY_CLASS = {"school": ("teacher", "closed", "open"), "teacher": ("teacher", "closed")}
_LETTERS = {"O": "open", "C": "closed", "S": "school", "T": "teacher", "F": "firm"}

type Days = tuple[tuple[int, str], ...]
"""What was decided on which day, counted from today (negative: past)."""


@dataclass(frozen=True, slots=True)
class Case:
    """One state of the rules, the same for every cell: what each body decided, whether there is a consent, and which brake is pulled.

    `consent` is the day on which it was given; `withdrawn` that it no longer holds. `brake`: "land", "school", or "".
    """

    name: str
    land: Days = ()
    school: Days = ()
    class_: Days = ()
    firm: Days = ()
    consent: int | None = None
    withdrawn: bool = False
    brake: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One row: of a category, in the room of the minor, of the adult or of a foreign apprentice, on a day; `released` item by item."""

    category: str
    room: str
    day: int
    released: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """START as a mapping."""

    letters: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Table":
        """Returns the table of START."""
        heading, *rows = START.strip("\n").splitlines()
        capacities = heading.split()
        found = {}
        for row in rows:
            category, *letters = row.split()
            found.update({(category, who): letter for who, letter in zip(capacities, letters, strict=True)})
        return cls(found)


TABLE = Table.read()


def sees(case: Case, sample: Sample, capacity: str) -> bool:
    """True if somebody of that capacity in the sample's room should see the row today."""
    if sample.room == "foreign":
        return False
    if capacity == "guardian" and sample.room != "minor":
        return False
    ruling = "trainer" if capacity in FIRM else capacity
    letter = TABLE.letters.get((sample.category, ruling))
    if letter is None:
        return False
    brakeable = sample.category not in ("schedule", "members")
    kept = capacity == "apprentice" or (sample.category, ruling) in KEEPERS
    if case.brake and brakeable and not kept:
        return False
    needed = ITEM if sample.released and sample.category in ITEMISED else OPEN
    return all(level_on(case, sample.category, letter, day) >= needed for day in range(sample.day, 1))


def level_on(case: Case, category: str, letter: str, day: int) -> int:
    """Returns how far the category is open on that day: CLOSED, ITEM or OPEN. `letter` is that of START."""
    if letter in "AN":
        return OPEN if letter == "A" else CLOSED
    land = _last(case.land, day, _SAID_BY_LAND.get(category, _OTHERWISE)) or _LETTERS[letter]
    if land == "firm":
        return OPEN if _last(case.firm, day, ("closed", "open")) == "open" else CLOSED
    if land == "closed":
        return CLOSED
    within = _BELOW_LAND[land]
    state = _last(case.school, day, within) or within[0]
    if state == "teacher":
        state = _last(case.class_, day, _BY_CLASS[land]) or "teacher"
    if state == "teacher":
        return ITEM if category in ITEMISED else CLOSED
    if state == "consent":
        given = case.consent is not None and not case.withdrawn and case.consent <= day
        return OPEN if given and category != "lessons" else CLOSED
    return OPEN if state == "open" else CLOSED


def _last(decided: Days, day: int, allowed: tuple[str, ...] = ()) -> str:
    found = [state for since, state in decided if since <= day and (not allowed or state in allowed)]
    return found[-1] if found else ""


SINCE = -5
"""The day on which the rules of most cases were decided."""
SAMPLE_DAYS = (-10, -2)
"""A row before that day, and one after it."""


def cases() -> Iterator[Case]:
    """Yields the states of the rules that are tried."""
    yield Case("nothing decided")
    for land in ("", "closed", "open", "school", "teacher", "firm", "consent"):
        if land:
            yield Case(f"land {land}", land=((SINCE, land),))
        yield from _below(land)
    yield from _over_time()
    for brake in ("land", "school"):
        yield Case(
            f"everything open, brake of the {brake}",
            school=((-40, "open"),),
            firm=((-40, "open"),),
            brake=brake,
        )


def _below(land: str) -> Iterator[Case]:
    """What schools, classes, firms and persons decide under a rule of the Land."""
    decided: Days = ((SINCE, land),) if land else ()
    said = f"land {land or 'as at the start'}"
    for school in ("closed", "open", "teacher", "consent"):
        yield Case(f"{said}, school {school}", land=decided, school=((SINCE, school),))
    for by_class in ("closed", "open"):
        yield Case(
            f"{said}, school teacher, class {by_class}",
            land=decided,
            school=((SINCE, "teacher"),),
            class_=((SINCE, by_class),),
        )
    consent: Days = ((SINCE, "consent"),)
    yield Case(f"{said}, consent given", land=decided, school=consent, consent=SINCE + 1)
    yield Case(f"{said}, consent withdrawn", land=decided, school=consent, consent=SINCE, withdrawn=True)
    for firm in ("open", "closed"):
        yield Case(f"{said}, firm {firm}", land=decided, firm=((SINCE, firm),))


def _over_time() -> Iterator[Case]:
    yield Case("school opens tomorrow", school=((1, "open"),))
    yield Case("land opens tomorrow", land=((1, "open"),))
    yield Case("school closes tomorrow", school=((SINCE, "open"), (1, "closed")))
    yield Case("school opened, closed, opened", school=((-20, "open"), (-8, "closed"), (SINCE, "open")))
    yield Case("school opened long ago", school=((-40, "open"),))
    yield Case("class decides without the school", class_=((SINCE, "open"),))
    yield Case("firm opened long ago", firm=((-40, "open"),))


def day_of(offset: int, today: date) -> date:
    """Returns the day that lies `offset` days from today."""
    return today + timedelta(days=offset)
