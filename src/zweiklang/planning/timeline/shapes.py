"""What a time line is made of. No reading, no writing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.school_lane.shapes import TaughtField
from zweiklang.planning.timeline.alignment import Alignment
from zweiklang.planning.timeline.axis import Axis, Week


@dataclass(frozen=True, slots=True)
class FieldName:
    """A Lernfeld of the framework curriculum by its name; `year`: the year of training it belongs to."""

    id: UUID
    number: str
    title: str
    year: int

    @property
    def short(self) -> str:
        """Returns "LF 5"."""
        return f"LF {self.number}"


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """A class and the newest published version of its didactic plan; `version` None: none is published. `draft`: the person sees one."""

    room_id: UUID
    label: str
    year: int
    school_id: UUID
    curriculum_id: UUID | None
    version: int | None
    published_at: datetime | None
    note: str
    draft: bool
    names: tuple[FieldName, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """An apprenticeship below the school lane. `seen`: the person may see the plan; otherwise only that there is somebody."""

    room_id: UUID
    name: str
    firm: str
    seen: bool
    entries: tuple[Entry, ...] = ()
    alignment: Alignment = field(default_factory=Alignment)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Both lanes: the year's weeks, its classes, everything the classes are taught (also in other years), plans, and the next eight weeks.

    `names`: Lernfelder by id. `confirmed`: all links the school has confirmed itself; otherwise some are proposals.
    """

    axis: Axis
    classes: tuple[ClassPlan, ...]
    fields: tuple[TaughtField, ...]
    lanes: tuple[Lane, ...]
    names: Mapping[UUID, FieldName]
    ahead: tuple[Week, ...]
    linked: bool = False
    confirmed: bool = True

    @property
    def published(self) -> bool:
        """Returns whether a class of the year has a published plan."""
        return any(one.version is not None for one in self.classes)

    @property
    def shown_fields(self) -> tuple[TaughtField, ...]:
        """Returns what is taught in the year shown."""
        return tuple(one for one in self.fields if self.axis.holds(one.first_week, one.last_week))
