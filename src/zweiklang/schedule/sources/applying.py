"""A calendar that was read is compared with what it wrote before, and what is different becomes so: in one transaction, told to those concerned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.class_labels import class_label
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.hesse import school_year
from zweiklang.rooms.public import as_system
from zweiklang.schedule.planning.locking import alone_with
from zweiklang.schedule.planning.telling import tell
from zweiklang.schedule.sources import storing
from zweiklang.schedule.sources.comparing import Difference, Held, difference
from zweiklang.schedule.sources.meaning import Meant
from zweiklang.schedule.sources.policy import may_import_calendar
from zweiklang.schedule.sources.storing import Origin
from zweiklang.schedule.sources.telling import told_of_class, told_of_school

BRAKE = (
    "{} von {} bekannten Einträgen stehen nicht mehr in der Datei und würden entfernt. Ist die Datei vollständig? "
    "Dann bestätigen Sie es bitte."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a calendar says now: entries by class room, and the free days of the whole school (None: it says nothing of them)."""

    classes: Mapping[UUID, list[Meant]] = field(default_factory=dict)
    school: list[Meant] | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """What would become different, by class room, and for the whole school."""

    classes: Mapping[UUID, Difference]
    school: Difference = field(default_factory=Difference)

    def _all(self) -> list[Difference]:
        return [*self.classes.values(), self.school]

    @property
    def added(self) -> int:
        """How many entries are new."""
        return sum(len(one.added) for one in self._all())

    @property
    def changed(self) -> int:
        """How many are different."""
        return sum(len(one.changed) for one in self._all())

    @property
    def removed(self) -> int:
        """How many are gone."""
        return sum(len(one.removed) for one in self._all())

    @property
    def unchanged(self) -> int:
        """How many are as they were."""
        return sum(one.unchanged + len(one.renamed) for one in self._all())

    @property
    def is_empty(self) -> bool:
        """Whether nothing would become different."""
        return not (self.added or self.changed or self.removed)

    @property
    def brake(self) -> str:
        """Returns a sentence where more than half of what is known would go, or ""."""
        known = self.removed + self.changed + self.unchanged
        holds = any(one.needs_brake for one in self._all())
        return BRAKE.format(self.removed, known) if holds else ""


def rooms_by_label(school_id: UUID, labels: Iterable[str], day: date) -> tuple[dict[str, UUID], list[str]]:
    """Returns the rooms of the school's classes in that day's school year by label, and the labels no class has. One query."""
    rows = SchoolClass.objects.filter(school_id=school_id, school_year=school_year(day))
    known = {class_label(label): room for label, room in rows.values_list("label", "room_id")}
    wanted = {label: class_label(label) for label in sorted(set(labels))}
    found = {label: known[one] for label, one in wanted.items() if one in known}
    return found, [label for label in wanted if label not in found]


def compare(*, school_id: UUID, wanted: Wanted, origin: Origin, from_day: date) -> Compared:
    """Returns what would become different. Called inside `as_system`. Three queries."""
    held = storing.held_by_classes(list(wanted.classes), origin, from_day=from_day) if wanted.classes else {}
    classes = {
        room: difference(held.get(room, ()), meant, from_day=from_day)
        for room, meant in wanted.classes.items()
    }
    if wanted.school is None:
        return Compared(classes)
    known: list[Held] = storing.held_by_school(school_id, origin, from_day=from_day)
    return Compared(classes, difference(known, wanted.school, from_day=from_day))


@transaction.atomic
def apply_calendar(
    actor: Actor,
    *,
    school_id: UUID,
    wanted: Wanted,
    origin: Origin,
    from_day: date | None = None,
    forced: bool = False,
) -> Compared:
    """What the calendar says holds; whoever it concerns hears of what is really different. Returns that.

    Raises Rejected where more than half of what is known would go and nobody has confirmed it (`forced`).
    """
    require(may_import_calendar(actor, school_id=school_id))
    from_day = from_day or today()
    for room in sorted([*wanted.classes, school_id]):
        alone_with(room)
    with as_system(actor):
        found = compare(school_id=school_id, wanted=wanted, origin=origin, from_day=from_day)
        if found.brake and not forced:
            raise Rejected(found.brake, field="forced")
        if found.classes:
            storing.write_to_classes(found.classes, origin)
        storing.write_to_school(school_id, found.school, origin)
        told = [one for room, change in found.classes.items() for one in told_of_class(room, change)]
        told += told_of_school(school_id, found.school)
        tell(actor, told)
    return found
