"""The form of a week without script: all fields at once, each with the value it had when the page was made."""

import re
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.http import QueryDict

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.records.models import Line
from zweiklang.records.writing import FIELDS, FieldConflict, FieldEdit, save_field

_NAME = re.compile(r"line_(?P<id>[0-9a-f-]{36})_(?P<day>\d{4}-\d{2}-\d{2}|week)_(?P<field>[a-z_]+)")


@dataclass(slots=True)
class FormOutcome:
    """What became of a posted week: what could not be taken, per field name, with what was typed."""

    errors: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, FieldConflict] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """True if every field was stored."""
        return not self.errors and not self.conflicts


def edit_from(name: str, *, base: str, value: str, place: str = Line.Place.COMPANY) -> FieldEdit:
    """Returns the edit a field name stands for; raises Rejected for a name that is none of ours."""
    match = _NAME.fullmatch(name)
    if not match or match["field"] not in FIELDS:
        raise Rejected("Dieses Feld gibt es nicht.", field=name)
    try:
        day = None if match["day"] == "week" else date.fromisoformat(match["day"])
        line_id = UUID(match["id"])
    except ValueError:
        raise Rejected("Dieses Feld gibt es nicht.", field=name) from None
    return FieldEdit(line_id=line_id, field=match["field"], base=base, value=value, day=day, place=place)


def save_form(actor: Actor, *, room_id: UUID, monday: date, data: QueryDict) -> FormOutcome:
    """Each changed field of the form is stored by itself; what cannot be is reported and what was typed is kept.

    Fields that are as they were when the page was made are not touched, so a stale tab overwrites nothing.
    """
    outcome = FormOutcome()
    for name in data:
        if not _NAME.fullmatch(name):
            continue
        base, value = data.get(f"base_{name}", ""), data.get(name, "")
        if base.replace("\r\n", "\n") == value.replace("\r\n", "\n"):
            continue
        place = data.get(f"{name.rsplit('_', 1)[0].removesuffix('_plan')}_place", Line.Place.COMPANY)
        try:
            save_field(
                actor,
                room_id=room_id,
                monday=monday,
                edit=edit_from(name, base=base, value=value, place=place),
            )
        except FieldConflict as conflict:
            outcome.conflicts[name], outcome.typed[name] = conflict, value
        except (Rejected, Conflict) as error:
            outcome.errors[name], outcome.typed[name] = str(error), value
    return outcome
