"""What a picture of the time line is made of, in units of the view box. No reckoning."""

from dataclasses import dataclass

from zweiklang.planning.timeline.alignment import Kind


@dataclass(frozen=True, slots=True)
class Label:
    """Text at a place; `anchor` as SVG says it. `outside`: beside its bar, not on it."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A Lernfeld or a part of a plan. `kind`: "field" or that of its best match ("unlinked" without one).

    `href` shows its details, `shows` is its name there.
    """

    x: float
    y: float
    width: float
    kind: str
    label: Label
    said: str
    shows: str
    href: str
    selected: bool
    partner: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A link between two bars with its distance; without a label where there is no room for one (the table has it)."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: Kind
    label: Label | None
    width: float
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """A lane: from `y`, `height` high, with its name at the left, a second line, and a sentence where there are no bars."""

    y: float
    height: float
    name: str
    note: str
    said: str
    bars: tuple[Bar, ...] = ()
    state: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Weeks as a shaded band over all lanes: "block", "days", "break" or "leave"."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything drawn. `months` are labels with the x at which they begin."""

    width: float
    height: float
    columns: tuple[Column, ...]
    months: tuple[tuple[str, float], ...]
    breaks: tuple[Label, ...]
    numbers: tuple[Label, ...]
    days: tuple[Label, ...]
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    now: float | None
    title: str
    described: str
