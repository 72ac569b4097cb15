"""The page of one plan: ready words and numbers, nothing left to compute in the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from zweiklang.kernel.clock import today
from zweiklang.planning.company_lane.checking import Remark, cut, weeks_label
from zweiklang.planning.company_lane.demand import NOT_CHOSEN
from zweiklang.planning.company_lane.facts import PlanFacts
from zweiklang.planning.company_lane.picture import LOOKS, Picture, dates, days, picture
from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.company_lane.sums import Sums, sums_of

WHOLE = "alle"


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry in the list."""

    id: UUID
    label: str
    weeks: str
    dates: str
    length: str
    department: str
    look: int
    responsible: str
    note: str
    locked: bool
    partner: bool
    past: bool
    now: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything the page shows. `sections`: the entries of the shown years by section; `years`: label, value, whether shown."""

    years: tuple[tuple[str, str, bool], ...]
    caption: str
    picture: Picture | None
    sections: tuple[tuple[str, tuple[EntryView, ...]], ...]
    remarks: tuple[Remark, ...]
    more_remarks: tuple[Remark, ...]
    warnings: int
    sums: Sums
    apart: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    departments: tuple[tuple[str, int], ...]
    leave: tuple[str, ...]
    courses: tuple[str, ...]
    open_choice: bool
    year: str

    @property
    def apart_count(self) -> int:
        """Returns how many positions have no weeks of their own."""
        return sum(len(rows) for _, rows in self.apart)


_FEW = 6
_WEEK = timedelta(weeks=1)


def plan_page(facts: PlanFacts, *, year: str, remarks: Sequence[Remark]) -> PlanPage:
    """Returns the page of that year of training ("1", "2", …) or of all of them; anything else is the present year."""
    calendar = facts.calendar
    shown = (
        year if year == WHOLE or year in {str(n) for n in range(1, calendar.years + 1)} else _present(facts)
    )
    weeks = calendar.weeks if shown == WHOLE else calendar.weeks_of_year(int(shown))
    first, last = weeks[0].monday, weeks[-1].monday
    entries = [one for one in facts.entries if one.first_week <= last and one.last_week >= first]
    looks = looks_of(facts) if facts.entries else {}
    used = {one.department_id: one.department for one in entries if one.department_id}
    caption = "alle Jahre" if shown == WHOLE else f"{shown}. Ausbildungsjahr"
    return PlanPage(
        years=(
            *((f"{n}. Jahr", str(n), shown == str(n)) for n in range(1, calendar.years + 1)),
            ("Alle Jahre", WHOLE, shown == WHOLE),
        ),
        caption=caption,
        picture=picture(calendar, weeks, entries, looks, today=today()) if entries else None,
        sections=_sections(entries, looks),
        remarks=tuple(remarks[:_FEW]),
        more_remarks=tuple(remarks[_FEW:]),
        warnings=sum(one.tone == "warning" for one in remarks),
        sums=sums_of(facts.demand, calendar),
        apart=_apart(facts),
        departments=tuple(
            (name, looks.get(key, 0)) for key, name in sorted(used.items(), key=lambda pair: pair[1])
        ),
        leave=tuple(days(one.first_day, one.last_day) for one in facts.leave),
        courses=_courses(facts),
        open_choice=any(one.options for one in facts.demand.sections),
        year=shown,
    )


def _present(facts: PlanFacts) -> str:
    return str(min(max(facts.calendar.year_of(today()), 1), facts.calendar.years))


def looks_of(facts: PlanFacts) -> dict[UUID, int]:
    """Returns the colour of each department: always the same one for the same department of the firm."""
    return {place.id: number % LOOKS + 1 for number, place in enumerate(facts.places)}


def _sections(
    entries: Sequence[Entry], looks: dict[UUID, int]
) -> tuple[tuple[str, tuple[EntryView, ...]], ...]:
    found: dict[str, list[EntryView]] = {}
    for one in entries:
        found.setdefault(one.section, []).append(_view(one, looks))
    return tuple((name, tuple(found[name])) for name in sorted(found))


def _view(entry: Entry, looks: dict[UUID, int]) -> EntryView:
    return EntryView(
        id=entry.id,
        label=f"{entry.number} {entry.title}".strip(),
        weeks=weeks_label(entry.first_week, entry.last_week),
        dates=dates(entry.first_week, entry.last_week),
        length="1 Woche" if entry.weeks == 1 else f"{entry.weeks} Wochen",
        department=entry.department,
        look=looks.get(entry.department_id, 0) if entry.department_id else 0,
        responsible=entry.responsible,
        note=entry.note,
        locked=entry.locked,
        partner=entry.partner_wanted,
        past=(today() - entry.last_week).days > 6,
        now=entry.first_week <= today() < entry.last_week + _WEEK,
    )


def _apart(facts: PlanFacts) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Returns the positions without a bar of their own by why, with the section they are of; what nobody chose is not among them."""
    chosen = {one.id: one.label for one in facts.demand.sections if one.chosen}
    planned = {one.position_id for one in facts.entries}
    found: dict[str, list[tuple[str, str]]] = {}
    for one in facts.demand.positions:
        if one.why not in {"", NOT_CHOSEN} and one.section_id in chosen and one.id not in planned:
            title = cut(f"{one.number} {one.title}".strip(), 160)
            why = one.why[:1].upper() + one.why[1:]
            found.setdefault(why, []).append((chosen[one.section_id], title))
    return tuple((why, tuple(rows)) for why, rows in found.items())


def _courses(facts: PlanFacts) -> tuple[str, ...]:
    found = {course for day in facts.days for course in day.courses}
    ordered = sorted(found, key=lambda one: (one.first_day, one.title))
    return tuple(f"{one.title}, {days(one.first_day, one.last_day)}" for one in ordered)
