"""The time line as a picture: where bars, lines and labels stand, in units of the view box. Pure; the template only writes it down.

No two labels overlap: bars are packed with the room their label needs, labels of lines are placed one after the other where it is free.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.timeline.alignment import Kind, Match
from zweiklang.planning.timeline.axis import Axis, Stretch
from zweiklang.planning.timeline.drawn import Bar, Column, Label, Line, Picture, Row
from zweiklang.planning.timeline.shapes import Lane, Timeline
from zweiklang.planning.timeline.wording import (
    SIGNS,
    best_kind,
    lane_state,
    line_label,
    long_entry,
    long_field,
    relation,
    short_entry,
    short_field,
    show_entry,
    show_field,
    weeks_words,
)

WEEK = 22.0
LEFT = 176.0
RIGHT = 70.0
HEAD = 62.0
BAR, PITCH, PAD = 22.0, 27.0, 9.0
GUTTER_ROW = 17.0
GUTTERS = (4, 6, 9, 14, 22, 34, 51)
# What a letter takes at 12 units of Fira Sans, wide ones included, so that no label is cut or overlaps.
LETTER = 6.7
SMALL = 5.9

type Box = tuple[float, float, float, float]


@dataclass(slots=True)
class _Drawing:
    """What is asked for: the axis, how an address is made of what is shown, and which bar is shown now."""

    axis: Axis
    href: Callable[[str], str]
    selected: str
    places: dict[UUID, tuple[float, float, float]] = field(default_factory=dict)


def draw(
    timeline: Timeline, *, href: Callable[[str], str], selected: str, lines: bool, title: str
) -> Picture:
    """Returns the picture. `lines`: links are drawn as lines; without them a sign in each bar says how it lies to the school's plan."""
    drawing = _Drawing(timeline.axis, href, selected)
    school = _school_row(timeline, drawing)
    top = school.y + school.height
    wanted = _wanted(timeline) if lines else []
    # The gutter between the lanes grows until each label has a place of its own.
    for rows in GUTTERS if wanted else ():
        gutter = rows * GUTTER_ROW
        lanes = _lane_rows(timeline, drawing, top + gutter)
        drawn = _lines(wanted, drawing, top, gutter)
        if rows == GUTTERS[-1] or all(line.label for line in drawn):
            return _picture(timeline, (school, *lanes), tuple(drawn), title)
    return _picture(timeline, (school, *_lane_rows(timeline, drawing, top)), (), title)


def _picture(timeline: Timeline, rows: tuple[Row, ...], lines: tuple[Line, ...], title: str) -> Picture:
    axis = timeline.axis
    count = len(axis.weeks)
    return Picture(
        width=LEFT + count * WEEK + RIGHT,
        height=rows[-1].y + rows[-1].height + 4,
        columns=tuple(_columns(axis)),
        months=tuple((_month(one), _x(one.first)) for one in axis.months),
        breaks=tuple(_break_labels(axis)),
        numbers=tuple(Label(_x(at) + WEEK / 2, 30, str(week.number), "middle") for at, week in enumerate(axis.weeks)),
        days=tuple(Label(_x(at) + WEEK / 2, 48, str(week.days), "middle") for at, week in enumerate(axis.weeks) if week.days),
        rows=rows,
        lines=lines,
        now=None if axis.now is None else LEFT + axis.now * WEEK,
        title=title,
        described=_described(timeline),
    )  # fmt: skip


def _described(timeline: Timeline) -> str:
    bars = sum(
        1
        for lane in timeline.lanes
        for entry in lane.entries
        if timeline.axis.holds(entry.first_week, entry.last_week)
    )
    return (
        f"Oben {len(timeline.shown_fields)} Abschnitte von Lernfeldern der Berufsschule, darunter {bars} Abschnitte im Betrieb,"
        f" auf einer Achse von {len(timeline.axis.weeks)} Wochen. Dasselbe steht in der Tabelle nach dem Bild."
    )  # fmt: skip


def _x(week: float) -> float:
    return LEFT + week * WEEK


def _columns(axis: Axis) -> Iterable[Column]:
    for at, week in enumerate(axis.weeks):
        if week.school:
            yield Column(_x(at), WEEK, "block" if week.block else "days")
        elif week.free:
            yield Column(_x(at), WEEK, "break")
        if week.leave:
            yield Column(_x(at), WEEK, "leave")
        if week.course:
            yield Column(_x(at), WEEK, "course")


def _month(one: Stretch) -> str:
    """Returns "Nov 2026", "Nov" or nothing: what fits its weeks."""
    room = one.count * WEEK - 6
    return next((text for text in (one.label, one.label[:3]) if _width(text) <= room), "")


def _break_labels(axis: Axis) -> Iterable[Label]:
    """Yields the names of holidays, as long as they fit their weeks: "Herbstferien", else "Herbst"."""
    for one in axis.breaks:
        room = one.count * WEEK - 2
        names = (one.label, one.label.removesuffix("ferien"))
        fitting = next((name for name in names if _width(name, SMALL) <= room), "")
        if fitting:
            yield Label(_x(one.first + one.count / 2), 48, fitting, "middle")


def _width(text: str, letter: float = LETTER) -> float:
    return len(text) * letter


def fitted(text: str, room: float, letter: float = LETTER) -> str:
    """Returns the text, or as much of it as fits with an ellipsis."""
    most = int(room / letter)
    return text if len(text) <= most else text[: max(0, most - 1)].rstrip(" ,-/") + "…"


def _label(x: float, y: float, width: float, short: str, long: str) -> tuple[Label, float]:
    """Returns the label of a bar and how much room both take: inside as much as fits, else the short one to its right."""
    room = width - 8
    if _width(short) > room:
        return Label(x + width + 3, y + BAR / 2 + 4, short, outside=True), width + 3 + _width(short) + 4
    text = short if _width(short) + 4 * LETTER > room else fitted(long, room)
    return Label(x + 4, y + BAR / 2 + 4, text), width + 1


def _packed[T](items: Sequence[tuple[T, float, float]]) -> list[tuple[T, int]]:
    """Returns each item with the row in which it stands, given where it begins and how much room it takes; the first that is free."""
    ends: list[float] = []
    found = []
    for item, begins, room in sorted(items, key=lambda one: one[1]):
        row = next((at for at, end in enumerate(ends) if end <= begins), len(ends))
        ends[row:row + 1] = [begins + room]  # fmt: skip
        found.append((item, row))
    return found


def _extent(part: Entry | TaughtField, axis: Axis) -> tuple[float, float]:
    begin, end = axis.clipped(part.first_week, part.last_week)
    return _x(begin) + 1, (end - begin + 1) * WEEK - 2


def _school_row(timeline: Timeline, drawing: _Drawing) -> Row:
    y = HEAD
    packed = _packed([
        (one, (extent := _extent(one, drawing.axis))[0], _label(0, 0, extent[1], short_field(one), "")[1])
        for one in timeline.shown_fields
    ])  # fmt: skip
    bars = tuple(_field_bar(one, y + PAD + row * PITCH, drawing) for one, row in packed)
    rows = 1 + max((row for _, row in packed), default=0)
    labels = " und ".join(dict.fromkeys(one.label for one in timeline.classes))
    state = (
        ""
        if bars
        else "Für dieses Schuljahr ist noch nicht veröffentlicht, wann welches Lernfeld unterrichtet wird."
    )
    name, note = "Berufsschule", f"Klasse {labels}" if labels else ""
    return Row(y, rows * PITCH + 2 * PAD, name, fitted(note, LEFT - 16, SMALL), f"{name} {note}", bars, state)


def _field_bar(one: TaughtField, y: float, drawing: _Drawing) -> Bar:
    x, width = _extent(one, drawing.axis)
    drawing.places[one.placement_id] = (x, y, width)
    label, _ = _label(x, y, width, short_field(one), long_field(one))
    shows = show_field(one)
    said = f"{long_field(one)}, {weeks_words(one.first_week, one.last_week)}, {one.hours} Stunden"
    return Bar(x, y, width, "field", label, said, shows, drawing.href(shows), shows == drawing.selected)


def _lane_rows(timeline: Timeline, drawing: _Drawing, y: float) -> list[Row]:
    found = []
    for lane in timeline.lanes:
        row = _lane_row(lane, timeline, drawing, y)
        found.append(row)
        y += row.height
    return found


def _lane_row(lane: Lane, timeline: Timeline, drawing: _Drawing, y: float) -> Row:
    shown = [one for one in lane.entries if drawing.axis.holds(one.first_week, one.last_week)]
    matches: dict[UUID, list[Match]] = {}
    for match in lane.alignment.matches:
        if match.entry:
            matches.setdefault(match.entry.id, []).append(match)
    short = {one.id: _signed(one, matches.get(one.id, [])) for one in shown}
    packed = _packed([
        (one, (extent := _extent(one, drawing.axis))[0], _label(0, 0, extent[1], short[one.id], "")[1])
        for one in shown
    ])  # fmt: skip
    bars = tuple(
        _entry_bar(
            one, short[one.id], matches.get(one.id, []), timeline, y=y + PAD + row * PITCH, drawing=drawing
        )
        for one, row in packed
    )
    rows = 1 + max((row for _, row in packed), default=0)
    state = lane_state(lane) if not bars else ""
    if not bars and not state:
        state = "In diesem Schuljahr nichts geplant oder ausgewählt."
    name, note = fitted(lane.name, LEFT - 16), fitted(lane.firm, LEFT - 16, SMALL)
    return Row(y, rows * PITCH + 2 * PAD, name, note, f"{lane.name}, {lane.firm}", bars, state)


def _signed(entry: Entry, matches: list[Match]) -> str:
    kind = best_kind(matches)
    return f"{SIGNS[kind]} {short_entry(entry)}" if kind else short_entry(entry)


def _entry_bar(
    one: Entry, short: str, matches: list[Match], timeline: Timeline, *, y: float, drawing: _Drawing
) -> Bar:
    x, width = _extent(one, drawing.axis)
    drawing.places[one.id] = (x, y, width)
    place = f" · {one.department}" if one.department else ""
    long = short.removesuffix(short_entry(one)) + long_entry(one) + place
    label, _ = _label(x, y, width, short, long)
    shows = show_entry(one)
    parts = [
        long_entry(one),
        weeks_words(one.first_week, one.last_week),
        one.department,
        "Partner gesucht" * one.partner_wanted,
    ]
    parts += [relation(match, timeline.names) for match in matches]
    kind = best_kind(matches) or "unlinked"
    return Bar(
        x, y, width, kind, label, ", ".join(filter(None, parts)), shows, drawing.href(shows), shows == drawing.selected, one.partner_wanted
    )  # fmt: skip


def _wanted(timeline: Timeline) -> list[tuple[Match, str]]:
    """Returns the links whose bars both stand in the picture, with what they say."""
    holds = timeline.axis.holds
    return [
        (match, f"{short_entry(match.entry)}, {relation(match, timeline.names)}")
        for lane in timeline.lanes
        for match in lane.alignment.matches
        if match.entry
        and match.field
        and holds(match.entry.first_week, match.entry.last_week)
        and holds(match.field.first_week, match.field.last_week)
    ]


def _lines(wanted: Sequence[tuple[Match, str]], drawing: _Drawing, top: float, gutter: float) -> list[Line]:
    taken: list[Box] = []
    found = []
    for match, said in wanted:
        line = _line(match, said, drawing)
        text = line_label(match)
        label = _free_place(line, text, top, gutter, taken) if line else None
        if line:
            found.append(replace(line, label=label, width=_width(text, SMALL) + 8))
    return found


def _line(match: Match, said: str, drawing: _Drawing) -> Line | None:
    assert match.field
    assert match.entry
    theory, practice = drawing.places.get(match.field.placement_id), drawing.places.get(match.entry.id)
    if theory is None or practice is None:
        return None
    x1, x2 = _ends(match.kind, theory, practice)
    return Line(x1, theory[1] + BAR, x2, practice[1], match.kind, None, 0, said)


def _ends(
    kind: Kind, theory: tuple[float, float, float], practice: tuple[float, float, float]
) -> tuple[float, float]:
    """Returns where a line leaves the Lernfeld and meets the practice: what lies between them is the distance."""
    if kind == "with":
        first, last = max(theory[0], practice[0]), min(theory[0] + theory[2], practice[0] + practice[2])
        return (first + last) / 2, (first + last) / 2
    if kind == "after":
        return theory[0] + 6, practice[0] + 6
    return theory[0] + theory[2] - 6, practice[0] + 6


def _free_place(line: Line, text: str, top: float, gutter: float, taken: list[Box]) -> Label | None:
    """Returns a label on the line where no other stands, and takes the place; None if there is none."""
    width, steps = _width(text, SMALL) + 8, int(gutter // GUTTER_ROW)
    for step in sorted(range(steps), key=lambda at: abs(at - steps / 2)):
        y = top + step * GUTTER_ROW + GUTTER_ROW / 2
        share = (y - line.y1) / (line.y2 - line.y1)
        x = line.x1 + (line.x2 - line.x1) * share
        box = (x - width / 2, y - GUTTER_ROW / 2, x + width / 2, y + GUTTER_ROW / 2)
        if not any(_overlap(box, other) for other in taken):
            taken.append(box)
            return Label(x, y + 4, text, "middle")
    return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
