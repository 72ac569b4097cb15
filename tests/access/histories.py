"""Histories of facts and rules, and a slow, plain answer to "who should see this row today?" that shares nothing with the product.

Days are counted from today (negative: past). Two schools with a class each, two firms, one chamber, two apprentices, six people who may
become anything: the same person can train in one room, teach in another and be a guardian in a third. A third class is the first school's
of the next school year: it is in the database already.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from zweiklang.privacy.checking.expected import ITEM, OPEN, TABLE, Case, level_on

CATEGORIES = ("absences", "absence_reasons", "lessons", "results", "plan", "records", "development")
CAPACITIES = ("trainer", "class_teacher", "subject_teacher", "guardian", "chamber_adviser")
STATES = ("closed", "open", "school", "teacher", "firm", "consent")
FIRM_SIDE = ("trainer", "deputy_trainer", "training_manager")
ALWAYS = 10_000
REGISTER_KEPT = 365
ROW_DAYS = (-45, -20, -7, 0)
TEACHERS = ("class_teacher", "subject_teacher")
SCHOOL_OF = (0, 1, 0)
"""The school of each class."""
NEXT_CLASS = 2

type Days = tuple[int, int]
"""First and last day; ALWAYS for no end."""


@dataclass(frozen=True, slots=True)
class Contract:
    """Apprentice number, firm, term, and the day of the 18th birthday."""

    apprentice: int
    firm: int
    days: Days
    of_age: int


@dataclass(frozen=True, slots=True)
class Trains:
    contract: int
    person: int
    capacity: str
    days: Days


@dataclass(frozen=True, slots=True)
class Teaches:
    class_: int
    person: int
    capacity: str
    days: Days


@dataclass(frozen=True, slots=True)
class Enrolled:
    contract: int
    class_: int
    days: Days


@dataclass(frozen=True, slots=True)
class Guards:
    contract: int
    person: int
    since: int


@dataclass(frozen=True, slots=True)
class Manages:
    firm: int
    person: int
    days: Days


@dataclass(frozen=True, slots=True)
class Advises:
    person: int
    days: Days


@dataclass(frozen=True, slots=True)
class Decided:
    """`where`: number of the school, class or firm; None for the Land."""

    body: str
    where: int | None
    category: str
    capacity: str
    state: str
    day: int


@dataclass(frozen=True, slots=True)
class Consented:
    contract: int
    category: str
    capacity: str
    day: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Braked:
    school: int | None
    category: str
    released: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """The contract ends on that day instead."""

    contract: int
    day: int


Step = Trains | Teaches | Enrolled | Guards | Manages | Advises | Decided | Consented | Braked | Ended


@dataclass(frozen=True, slots=True)
class History:
    """Two contracts, and what happened, in this order."""

    contracts: tuple[Contract, Contract]
    steps: tuple[Step, ...]


@dataclass(slots=True)
class Plain:
    """The facts and rules of a history as they stand at its end, and the answers that follow from them."""

    history: History
    class_years: tuple[Days, ...]
    """First and last day of the school year of each class."""
    steps: tuple[Step, ...]
    """Those that were carried out: the product refuses some."""
    contracts: list[Contract] = field(init=False)

    def __post_init__(self) -> None:
        self.contracts = list(self.history.contracts)
        for step in self.steps:
            if isinstance(step, Ended):
                old = self.contracts[step.contract]
                self.contracts[step.contract] = Contract(
                    old.apprentice, old.firm, (old.days[0], step.day), old.of_age
                )

    def capacities(self, person: str, room: str, number: int) -> set[str]:
        """Returns what the person is today in the room of that contract ("contract") or class ("class"). People: "a0" apprentice, "p3"."""
        if room == "contract":
            return {who for one, who, days in self._in_contract(number) if one == person and _covers(days, 0)}
        return {who for one, who, days in self._in_class(number) if one == person and _covers(days, 0)}

    def _in_contract(self, number: int) -> Iterator[tuple[str, str, Days | None]]:
        contract = self.contracts[number]
        yield f"a{contract.apprentice}", "apprentice", (contract.days[0], ALWAYS)
        yield from self._firm(number, contract.days)
        yield from self._family(number, contract.days)
        for step in self.steps:
            if isinstance(step, Advises):
                first = min(contract.days[0], 0)
                kept = _both((first, contract.days[1] + REGISTER_KEPT), step.days)
                yield f"p{step.person}", "chamber_adviser", kept
        for enrolled in self._enrolments(contract=number):
            stay = _both(contract.days, enrolled.days)
            for teaches in self.steps:
                if isinstance(teaches, Teaches) and teaches.class_ == enrolled.class_:
                    yield f"p{teaches.person}", teaches.capacity, _both(stay, teaches.days)

    def _in_class(self, number: int) -> Iterator[tuple[str, str, Days | None]]:
        year = self.class_years[number]
        for step in self.steps:
            if isinstance(step, Teaches) and step.class_ == number:
                yield f"p{step.person}", step.capacity, _early(year, _both(year, step.days))
        for enrolled in self._enrolments(class_=number):
            contract = self.contracts[enrolled.contract]
            stay = _both(contract.days, enrolled.days)
            yield f"a{contract.apprentice}", "apprentice", _early(year, stay)
            if stay:
                yield from self._firm(enrolled.contract, stay, year)
                yield from self._family(enrolled.contract, stay, year)
        yield from self._chamber(number, year)

    def _chamber(self, number: int, year: Days) -> Iterator[tuple[str, str, Days | None]]:
        """Advisers are in the class from the first to the last day of any of its apprentices, in its year or ahead of it."""
        stays = [
            _early(year, _both(_both(self.contracts[one.contract].days, one.days), (-ALWAYS, year[1])))
            for one in self._enrolments(class_=number)
        ]
        days = [stay for stay in stays if stay]
        for step in self.steps if days else ():
            if isinstance(step, Advises):
                whole = min(first for first, _ in days), max(last for _, last in days)
                yield f"p{step.person}", "chamber_adviser", _both(whole, step.days)

    def _firm(
        self, number: int, within: Days, year: Days | None = None
    ) -> Iterator[tuple[str, str, Days | None]]:
        begins = self.contracts[number].days[0]
        for step in self.steps:
            if isinstance(step, Trains) and step.contract == number:
                own = step.days[0] if step.days[0] > begins else -ALWAYS
                yield f"p{step.person}", step.capacity, _early(year, _both(within, step.days), own)
            if isinstance(step, Manages) and step.firm == self.contracts[number].firm:
                days = _early(year, _both(within, step.days), step.days[0])
                yield f"p{step.person}", "training_manager", days

    def _family(
        self, number: int, within: Days, year: Days | None = None
    ) -> Iterator[tuple[str, str, Days | None]]:
        minority = _both(within, (-ALWAYS, self.contracts[number].of_age - 1))
        for step in self.steps:
            if isinstance(step, Guards) and step.contract == number:
                own = step.since if step.since > self.contracts[number].days[0] else -ALWAYS
                days = _both(minority, (step.since, ALWAYS))
                yield f"p{step.person}", "guardian", _early(year, days, own)

    def _enrolments(self, *, contract: int | None = None, class_: int | None = None) -> Iterator[Enrolled]:
        for step in self.steps:
            if (
                isinstance(step, Enrolled)
                and contract in {None, step.contract}
                and class_ in {None, step.class_}
            ):
                yield step

    def sees(self, person: str, category: str, room: str, number: int, day: int, *, released: bool) -> bool:
        """True if the person should read a row of that category, day and room today."""
        capacities = self.capacities(person, room, number)
        return any(self._open_to(who, category, room, number, day, released=released) for who in capacities)

    def _open_to(self, who: str, category: str, room: str, number: int, day: int, *, released: bool) -> bool:
        ruling = "trainer" if who in FIRM_SIDE else who
        if room == "class" and self.class_years[number][0] > 0 and who not in TEACHERS:
            return False  # Before its school year whoever does not teach in a class sees when it has school, and nothing else.
        letter = TABLE.letters.get((category, ruling))
        if letter is None:
            return False
        writes = {("absences", "class_teacher"), ("lessons", "class_teacher"), ("lessons", "subject_teacher")}
        writes |= {("plan", "trainer"), ("development", "trainer"), ("development", "class_teacher")}
        keeps = who == "apprentice" or (category, ruling) in writes | {("absence_reasons", "guardian")}
        if not keeps and self._braked(category, self._place(room, number, 0)[0]):
            return False
        need = ITEM if released and category in {"lessons", "results"} else OPEN
        return all(
            level_on(self._case(category, ruling, room, number, at), category, letter, at) >= need
            for at in range(day, 1)
        )

    def _place(self, room: str, number: int, day: int) -> tuple[int | None, int | None, int | None]:
        """School, class and firm whose decisions hold in the room on that day."""
        if room == "class":
            return SCHOOL_OF[number], number, None
        begun: list[tuple[int, int, int]] = []
        for order, step in enumerate(self._enrolments(contract=number)):
            if step.days[0] <= day:
                begun.append((step.days[0], order, step.class_))
        where = max(begun)[2] if begun else None
        return None if where is None else SCHOOL_OF[where], where, self.contracts[number].firm

    def _case(self, category: str, ruling: str, room: str, number: int, day: int) -> Case:
        school, class_, firm = self._place(room, number, day)

        def said(body: str, where: int | None) -> tuple[tuple[int, str], ...]:
            found = [
                (step.day, order, step.state)
                for order, step in enumerate(self.steps)
                if isinstance(step, Decided)
                and (step.body, step.category, step.capacity) == (body, category, ruling)
                and step.where == where
                and (body == "land" or where is not None)
            ]
            return tuple((since, state) for since, _, state in sorted(found))

        consent = None
        for step in self.steps if room == "contract" else ():
            if isinstance(step, Consented) and (step.contract, step.category, step.capacity) == (
                number,
                category,
                ruling,
            ):
                # A second one while the first is in force changes nothing; one that is withdrawn is gone.
                consent = None if step.withdrawn else (step.day if consent is None else consent)
        return Case(
            "history",
            land=said("land", None),
            school=said("school", school),
            class_=said("class", class_),
            firm=said("firm", firm),
            consent=consent,
        )

    def _braked(self, category: str, school: int | None) -> bool:
        pulled: set[int | None] = set()
        for step in self.steps:
            if isinstance(step, Braked) and step.category == category:
                (pulled.discard if step.released else pulled.add)(step.school)
        return None in pulled or (school is not None and school in pulled)


def _both(first: Days | None, second: Days) -> Days | None:
    if first is None:
        return None
    days = max(first[0], second[0]), min(first[1], second[1])
    return days if days[0] <= days[1] else None


def _early(year: Days | None, days: Days | None, own: int = -ALWAYS) -> Days | None:
    """Everything is entered today: who belongs to a class from the first two months of a year that lies ahead is in its room from then on."""
    if days is None or year is None or year[0] <= 0 or days[0] > year[0] + 60:
        return days
    return min(days[0], max(0, own)), days[1]


def _covers(days: Days | None, day: int) -> bool:
    return days is not None and days[0] <= day <= days[1]


def at(offset: int, today: date) -> date | None:
    """Returns the day; None for ALWAYS."""
    return None if offset == ALWAYS else today + timedelta(days=offset)


type Ids = dict[str, UUID]
