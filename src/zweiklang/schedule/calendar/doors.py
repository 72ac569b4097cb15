"""Which calendars somebody has, and which of them opens first. Asks the database nothing beyond the standings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zweiklang.rooms.public import Scope, Standing, room_url

TEACHING = frozenset({"class_teacher", "subject_teacher"})
LEADING = frozenset({"head_of_school", "school_office"})
ONE_OF_MINE = frozenset({"apprentice", "guardian"})


@dataclass(frozen=True, slots=True)
class Doors:
    """The rooms whose calendar somebody sees, by kind; `teaches` and `leads` are capacities in the classes."""

    apprenticeships: tuple[Standing, ...]
    classes: tuple[Standing, ...]
    teaches: bool
    leads: bool

    @property
    def others(self) -> tuple[Standing, ...]:
        """Returns the apprenticeships in which the person is neither apprentice nor guardian."""
        return tuple(one for one in self.apprenticeships if not one.capacities & ONE_OF_MINE)

    @property
    def trains(self) -> bool:
        """Returns whether somebody sees apprenticeships for another reason than teaching."""
        return any(one.capacities - TEACHING - ONE_OF_MINE for one in self.apprenticeships)

    @property
    def first(self) -> str:
        """Returns the address of the calendar that opens first."""
        if self.trains:
            return reverse("calendar:people")
        if self.teaches:
            return reverse("calendar:lessons")
        if self.leads:
            return reverse("calendar:classes")
        if len(self.apprenticeships) == 1:
            return room_url("calendar:room_week", self.apprenticeships[0].room_id)
        return reverse("calendar:people")

    def views(self, current: str) -> list[tuple[str, str, bool, str]]:
        """Returns label, address, whether it is the current one, and icon of the calendars somebody can choose between; one needs no choice."""
        found = [
            ("people", "Auszubildende", "people", bool(self.apprenticeships)),
            ("lessons", "Mein Unterricht", "school", self.teaches),
            ("classes", "Klassen", "calendar", self.teaches or self.leads),
        ]
        kept = [
            (label, reverse(f"calendar:{key}"), key == current, icon)
            for key, label, icon, has in found
            if has
        ]
        return kept if len(kept) > 1 else []


def doors_of(standings: Mapping[UUID, Standing]) -> Doors:
    """Returns the calendars these standings open."""
    seen = [one for one in standings.values() if one.carries(Scope.SCHEDULE)]
    classes = tuple(one for one in seen if one.kind == "class")
    return Doors(
        apprenticeships=tuple(one for one in seen if one.kind == "apprenticeship"),
        classes=classes,
        teaches=_any(classes, TEACHING),
        leads=_any(classes, LEADING),
    )


def _any(standings: Collection[Standing], capacities: frozenset[str]) -> bool:
    return any(one.capacities & capacities for one in standings)
