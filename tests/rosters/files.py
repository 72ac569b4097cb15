"""Rosters for tests, as a reader would give them."""

from datetime import date
from typing import Any

from zweiklang.rosters.public import (
    ContactRow,
    ExternalId,
    FirmRow,
    Kind,
    Part,
    PupilRow,
    Roster,
    TeacherRow,
)

BOTH = frozenset({Part.PUPILS, Part.TEACHERS})


def pupil(name: str, born: str = "", label: str = "10FI1", line: int = 2, **more: Any) -> PupilRow:
    """Returns a row for "Given Family", born "2008-05-17" or unknown; `id` is an id of the LUSD."""
    given, family = name.rsplit(" ", 1)
    one_id = more.pop("id", "")
    return PupilRow(
        lines=(line,),
        given_name=given,
        family_name=family,
        class_label=label,
        born_on=date.fromisoformat(born) if born else None,
        ids=(ExternalId("lusd", one_id),) if one_id else (),
        **more,
    )


def roster(*pupils: PupilRow, teachers: tuple[TeacherRow, ...] = (), **more: Any) -> Roster:
    """Returns a report of the LUSD with these pupils."""
    covers = frozenset({Part.PUPILS}) if pupils else frozenset()
    return Roster(
        **{"kind": Kind.LUSD_REPORT, "pupils": pupils, "teachers": teachers, "covers": covers} | more
    )


def whole_school(size: int, *, classes: int, contacts: int = 2) -> Roster:
    """Returns `size` invented pupils in `classes` classes, each with contacts and a firm."""
    found = [
        pupil(
            f"Kind{number} Muster{number % 97}",
            date.fromordinal(date(2005, 1, 1).toordinal() + number).isoformat(),
            label=f"10FI{number % classes}",
            line=number + 2,
            id=str(number),
            email=f"kind{number}@schule.example",
            occupation="Fachinformatiker/-in",
            firm=FirmRow(name=f"Betrieb {number % 300} GmbH", email=f"firma{number % 300}@betrieb.example"),
            contacts=tuple(
                ContactRow(given_name=f"Kontakt{n}", family_name=f"Muster{number % 97}")
                for n in range(contacts)
            ),
        )
        for number in range(size)
    ]
    return roster(*found)
