"""Writes many facts at once and remembers each row before and after, so that a run can be taken back exactly.

Used inside `as_system`. Rows are written in bulk, table by table, in the order in which they need each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from zweiklang.apprenticeships.public import Enrolment, Pupil, PupilContact, SchoolClass, TeachingAssignment
from zweiklang.organisations.public import Post
from zweiklang.people.public import Person
from zweiklang.rooms.public import Room
from zweiklang.rosters.models import ImportChange, ImportRun, StaffRecord
from zweiklang.rosters.plan import Difference

# In the order of writing; undone in the reverse order.
TABLES: dict[str, type[models.Model]] = {
    "person": Person,
    "room": Room,
    "class": SchoolClass,
    "pupil": Pupil,
    "contact": PupilContact,
    "enrolment": Enrolment,
    "post": Post,
    "staff": StaffRecord,
    "teaching": TeachingAssignment,
}
NAMES = {model: name for name, model in TABLES.items()}
# A person's own choices are nobody's business here; the e-mail address tells whether there is an account by now.
REMEMBERED = {"person": ("email", "given_name", "family_name", "sort_key")}


class Ledger:
    """What one run has written so far; `close` stores it as the run's changes."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.changes: list[ImportChange] = []
        self._rows: list[dict[str, Any]] = []
        self._new: defaultdict[str, list[models.Model]] = defaultdict(list)
        self._changed: defaultdict[str, dict[UUID, tuple[models.Model, set[str]]]] = defaultdict(dict)
        self._removed: defaultdict[str, list[UUID]] = defaultdict(list)

    def entry(self, section: str, name: str, details: Iterable[Difference] = ()) -> None:
        """What is written from now on belongs to this line of the run."""
        self._rows = []
        self.changes.append(
            ImportChange(
                room_id=self.run.room_id,
                run=self.run,
                position=len(self.changes) + 1,
                section=section,
                name=name[:250],
                details=[[one.label, one.before, one.after] for one in details],
                rows=self._rows,
            )
        )

    def add(self, row: models.Model) -> None:
        """The row will exist."""
        name = NAMES[type(row)]
        self._new[name].append(row)
        self._rows.append({"table": name, "id": row.pk, "before": None, "after": snapshot(row)})

    def change(self, row: models.Model, values: Mapping[str, Any]) -> None:
        """The row will have these values, by column names ("person_id"); equal ones are left out."""
        name = NAMES[type(row)]
        before = {key: getattr(row, key) for key, value in values.items() if getattr(row, key) != value}
        if not before:
            return
        for key in before:
            setattr(row, key, values[key])
        self._changed[name].setdefault(row.pk, (row, set()))[1].update(before)
        after = {key: values[key] for key in before}
        self._rows.append({"table": name, "id": row.pk, "before": before, "after": after})

    def remove(self, row: models.Model) -> None:
        """The row will be gone. Only for contacts: persons, pupils and enrolments end, they do not vanish."""
        assert isinstance(row, PupilContact)
        self._removed["contact"].append(row.pk)
        self._rows.append({"table": "contact", "id": row.pk, "before": snapshot(row), "after": None})

    def close(self) -> None:
        """Everything is in the database."""
        for name, model in TABLES.items():
            if self._removed[name]:
                model._default_manager.filter(pk__in=self._removed[name]).delete()
            model._default_manager.bulk_create(self._new[name], batch_size=1000)
            rows = [row for row, _ in self._changed[name].values()]
            columns = sorted(set().union(*(columns for _, columns in self._changed[name].values())))
            if rows:
                model._default_manager.bulk_update(rows, columns, batch_size=500)
        ImportChange.objects.bulk_create(self.changes, batch_size=500)


def snapshot(row: models.Model) -> dict[str, Any]:
    """Returns the row's columns (of a person only those that are remembered) by name, without its id."""
    columns = REMEMBERED.get(NAMES[type(row)])
    names = columns or [f.attname for f in row._meta.concrete_fields if not f.primary_key]
    return {name: getattr(row, name) for name in names}


def plain(value: object) -> object:
    """Returns a value as it comes back from a JSON column."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return [plain(one) for one in value] if isinstance(value, list) else DjangoJSONEncoder().default(value)
