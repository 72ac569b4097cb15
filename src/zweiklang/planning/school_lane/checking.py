"""What is odd about a lane, in sentences. Nothing here keeps anybody from saving: schools have their reasons. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from zweiklang.planning.school_lane import wording
from zweiklang.planning.school_lane.shapes import CurriculumField, Finding, Lane, LaneWeek, Placed
from zweiklang.planning.school_lane.weeks import mondays

WARNING, INFO = "warning", "info"
_NEARLY = 1e-6


def findings_of(
    placed: Sequence[Placed],
    *,
    fields: Sequence[CurriculumField],
    lane: Lane,
    grade: int,
    lessons_per_day: int,
) -> list[Finding]:
    """Returns what the checks noticed, warnings first: Lernfelder in order of the curriculum, then weeks."""
    of_field = defaultdict(list)
    for one in placed:
        of_field[one.learning_field_id].append(one)
    found = [finding for field in fields for finding in _of_field(field, of_field[field.id], lane, grade)]
    found += _unknown_hours([field for field in fields if of_field[field.id] or field.year == grade])
    if lane.known:
        found += _full_weeks(placed, lane, lessons_per_day)
    if placed:
        found += _empty_weeks(placed, lane)
    return sorted(found, key=lambda finding: finding.tone != WARNING)


def sum_in_words(field: CurriculumField, placed: Iterable[Placed]) -> str:
    """Returns "60 von 80 Stunden", "60 Stunden" where the curriculum's are not known, or "noch nicht geplant"."""
    total = sum(one.hours for one in placed if one.learning_field_id == field.id)
    if not total:
        return f"noch nicht geplant, {wording.hours(field.hours)}" if field.hours else "noch nicht geplant"
    return f"{total} von {wording.hours(field.hours)}" if field.hours else wording.hours(total)


def _of_field(field: CurriculumField, bars: Sequence[Placed], lane: Lane, grade: int) -> Iterator[Finding]:
    if not bars:
        if field.year == grade:
            yield Finding(WARNING, f"{field.short} steht noch in keiner Woche.", field.id)
        return
    if field.year != grade:
        yield Finding(WARNING, f"{field.short} gehört zum {field.year}. Ausbildungsjahr.", field.id)
    if said := _hours(field, sum(one.hours for one in bars)):
        yield Finding(WARNING, said, field.id)
    if twice := _twice(bars):
        yield Finding(WARNING, f"{field.short} steht in {wording.spans(twice)} doppelt.", field.id)
    for one in bars:
        yield from _without_school(field, one, lane)


def _hours(field: CurriculumField, total: int) -> str:
    if not field.hours or total == field.hours:
        return ""
    less = field.hours - total
    if less > 0:
        return f"{field.short}: {total} von {wording.hours(field.hours)} geplant. Es fehlen noch {less}."
    return f"{field.short}: {wording.hours(total)} geplant. Der Rahmenlehrplan sieht {field.hours} vor, das sind {-less} mehr."


def _twice(bars: Sequence[Placed]) -> set[date]:
    seen, twice = set[date](), set[date]()
    for one in bars:
        weeks = set(mondays(one.first_week, one.last_week))
        twice |= weeks & seen
        seen |= weeks
    return twice


def _without_school(field: CurriculumField, one: Placed, lane: Lane) -> Iterator[Finding]:
    """Weeks without school inside a bar; holidays between two weeks of school are nothing to speak of."""
    if not lane.known:
        return
    school = {week.monday for week in lane.school}
    free = {week.monday for week in lane.weeks if week.holiday}
    weeks = mondays(one.first_week, one.last_week)
    empty = [monday for monday in weeks if monday not in school]
    where = wording.span(one.first_week, one.last_week)
    if len(empty) == len(weeks):
        yield Finding(WARNING, f"{field.short}: In {where} hat die Klasse keine Schule.", field.id)
        return
    inside = [monday for monday in empty if monday not in free]
    ends = [monday for monday in empty if monday in (weeks[0], weeks[-1])]
    if inside or ends:
        told = sorted({*inside, *ends})
        text = f"{field.short} ({where}): In {wording.spans(told)} hat die Klasse keine Schule."
        yield Finding(WARNING if ends else INFO, text, field.id)


def _unknown_hours(fields: Sequence[CurriculumField]) -> list[Finding]:
    unknown = [field for field in fields if not field.hours]
    if not unknown:
        return []
    names = wording.listed([field.short for field in unknown])
    return [
        Finding(INFO, f"Wie viele Stunden der Rahmenlehrplan für {names} vorsieht, ist hier nicht bekannt.")
    ]


def load_of(placed: Iterable[Placed], lane: Lane) -> Mapping[date, float]:
    """Returns the lessons planned in each week, those of a bar in equal parts on its school days; weeks without any are left out."""
    days = {week.monday: week.days for week in lane.school}
    load = defaultdict[date, float](float)
    for one in placed:
        weeks = [monday for monday in mondays(one.first_week, one.last_week) if monday in days]
        of_bar = sum(days[monday] for monday in weeks)
        for monday in weeks:
            load[monday] += one.hours * days[monday] / of_bar
    return load


def _full_weeks(placed: Sequence[Placed], lane: Lane, lessons_per_day: int) -> Iterator[Finding]:
    load = load_of(placed, lane)

    def too_full(week: LaneWeek) -> bool:
        return load.get(week.monday, 0.0) > week.days * lessons_per_day + _NEARLY

    for full, group in groupby(lane.school, key=too_full):
        if full:
            weeks = [(_whole(load[week.monday]), week) for week in group]
            yield Finding(WARNING, _too_much(weeks, lessons_per_day))


def _too_much(weeks: Sequence[tuple[int, LaneWeek]], lessons_per_day: int) -> str:
    """All of these weeks in a row are too full; where they differ, the fullest stands for them."""
    planned, fullest = max(
        weeks, key=lambda one: (one[0] - one[1].days * lessons_per_day, -one[1].monday.toordinal())
    )
    room = f"Platz ist für {fullest.days * lessons_per_day} ({wording.school_days(fullest.days)} mit je {lessons_per_day})."
    where = wording.spans(week.monday for _, week in weeks)
    if len({(number, week.days) for number, week in weeks}) > 1:
        return f"{where}: mehr geplant, als Platz ist. In {wording.span(fullest.monday, fullest.monday)} sind es {wording.hours(planned)}. {room}"
    each = "" if len(weeks) == 1 else " je Woche"
    return f"{where}: {wording.hours(planned)}{each} geplant. {room}"


def _whole(number: float) -> int:
    """Rounded up: what is said to be too much is more than what there is room for."""
    return int(-(-(number - _NEARLY) // 1))


def _empty_weeks(placed: Sequence[Placed], lane: Lane) -> list[Finding]:
    taken = {day for one in placed for day in mondays(one.first_week, one.last_week)}
    empty = [week.monday for week in lane.school if week.monday not in taken]
    if not empty or not lane.known:
        return []
    return [Finding(INFO, f"In {wording.spans(empty)} ist Schule, aber noch kein Lernfeld geplant.")]
