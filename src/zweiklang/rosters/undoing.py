"""Takes a run back: every row as it was, or nothing at all and the reason why. Called inside `as_system`, within a transaction."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import batched
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from zweiklang.apprenticeships.public import Enrolment, TeachingAssignment, derive_rooms
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict
from zweiklang.rooms.public import Jurisdiction, Membership
from zweiklang.rosters.ledger import TABLES, plain, snapshot
from zweiklang.rosters.models import ImportChange, ImportRun

CHANGED = (
    "„{name}“ wurde nach der Übernahme geändert. Darum lässt sie sich nicht mehr als Ganzes zurücknehmen."
)
USED = "Auf „{name}“ baut inzwischen anderes auf ({what}). Darum lässt sich die Übernahme nicht mehr als Ganzes zurücknehmen."
TEACHES = "{name} unterrichtet in der Klasse {label}. Beenden Sie zuerst alle Unterrichtsaufträge in den Klassen, die Sie zurückgeben."
# They follow from the rows themselves, or belong to the run.
NOT_IN_THE_WAY = (Membership, Jurisdiction, ImportChange)

type Step = tuple[str, dict[str, Any]]


def take_back(actor: Actor, *, run: ImportRun) -> None:
    """The rows of the run are as before it, and the members of the touched rooms follow. Raises Conflict where later facts stand on it."""
    steps = [
        (change.name, row) for change in run.changes.order_by("-position") for row in reversed(change.rows)
    ]
    present = _present(steps)
    _require_unchanged(steps, present)
    _require_unused(steps)
    if run.kind == ImportRun.Kind.TAKE:
        _require_no_teachers(run)
    classes, contracts = _touched(steps, present)
    _restore(steps, present)
    _remove(steps)
    _bring_back(steps)
    team = [run.school_id] if any(row["table"] == "post" for _, row in steps) else []
    derive_rooms(actor, classes=classes, contracts=contracts, organisations=team)


def _require_no_teachers(run: ImportRun) -> None:
    """Classes go back without teachers of this school: they would stay in a class of another one."""
    rows = TeachingAssignment.objects.filter(school_class__in=run.class_ids)
    staying = rows.exclude(last_day__lte=today()).select_related("school_class", "person").first()
    if staying is not None:
        raise Conflict(TEACHES.format(label=staying.school_class.label, name=staying.person.name))


def _present(steps: list[Step]) -> dict[tuple[str, str], models.Model]:
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for _, row in steps:
        wanted[row["table"]].add(row["id"])
    return {
        (table, str(found.pk)): found
        for table, ids in wanted.items()
        for found in TABLES[table]._default_manager.filter(pk__in=ids)
    }


def _require_unchanged(steps: list[Step], present: dict[tuple[str, str], models.Model]) -> None:
    """Each row is as the run left it, looking from its last change back to its first."""
    expected: dict[tuple[str, str], dict[str, Any]] = {}
    for name, row in steps:
        key, after = (row["table"], row["id"]), row["after"]
        found = present.get(key)
        if after is None:
            if found is not None:
                raise Conflict(CHANGED.format(name=name))
            continue
        if found is None:
            raise Conflict(CHANGED.format(name=name))
        now = expected.setdefault(key, {k: plain(v) for k, v in snapshot(found).items()})
        if any(now.get(column) != value for column, value in after.items()):
            raise Conflict(CHANGED.format(name=name))
        now.update(row["before"] or {})


def _require_unused(steps: list[Step]) -> None:
    """Nothing that came later points to a row the run had made."""
    made: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, row in steps:
        if row["before"] is None:
            made[row["table"]][row["id"]] = name
    ours = {TABLES[table]: set(ids) for table, ids in made.items()}
    for table, names in made.items():
        for model, column in _pointing_to(TABLES[table]):
            rows = model._default_manager.exclude(pk__in=ours.get(model, set()))
            for some in batched(names, 5000):
                user = rows.filter(**{f"{column}__in": some}).values_list(column, flat=True).first()
                if user is not None:
                    what = str(model._meta.verbose_name)
                    raise Conflict(USED.format(name=names[str(user)], what=what))


def _pointing_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models(include_auto_created=True):
        # Who looked at somebody is noted in a table of its own kind, and stands in nobody's way.
        if model not in NOT_IN_THE_WAY and model._meta.managed:
            for one in model._meta.concrete_fields:
                if one.related_model is target:
                    yield model, one.attname


def _touched(steps: list[Step], present: dict[tuple[str, str], models.Model]) -> tuple[set[UUID], set[UUID]]:
    """The classes whose members may change, and the contracts of all who are in them."""
    classes: set[UUID] = set()
    for (table, _), found in present.items():
        if table in {"enrolment", "teaching"}:
            classes.add(found.school_class_id)  # type: ignore[attr-defined]  # both tables have it
    before = (row["before"] or {} for _, row in steps if row["table"] == "enrolment")
    classes |= {UUID(one["school_class_id"]) for one in before if "school_class_id" in one}
    rows = Enrolment.objects.filter(school_class__in=classes, contract__isnull=False)
    return classes, {row.contract_id for row in rows if row.contract_id is not None}


def _restore(steps: list[Step], present: dict[tuple[str, str], models.Model]) -> None:
    changed: defaultdict[str, dict[str, models.Model]] = defaultdict(dict)
    columns: defaultdict[str, set[str]] = defaultdict(set)
    for _, row in steps:
        if row["before"] is not None and row["after"] is not None:
            found = present[row["table"], row["id"]]
            for column, value in row["before"].items():
                setattr(found, column, _value(TABLES[row["table"]], column, value))
            changed[row["table"]][row["id"]] = found
            columns[row["table"]] |= set(row["before"])
    for table, rows in changed.items():
        TABLES[table]._default_manager.bulk_update(rows.values(), sorted(columns[table]), batch_size=500)


def _remove(steps: list[Step]) -> None:
    made: defaultdict[str, list[str]] = defaultdict(list)
    for _, row in steps:
        if row["before"] is None:
            made[row["table"]].append(row["id"])
    for table in reversed(TABLES):
        TABLES[table]._default_manager.filter(pk__in=made[table]).delete()


def _bring_back(steps: list[Step]) -> None:
    gone = [(row["table"], row["id"], row["before"]) for _, row in steps if row["after"] is None]
    for table, pk, before in gone:
        model = TABLES[table]
        values = {name: _value(model, name, value) for name, value in before.items()}
        model._default_manager.create(pk=pk, **values)


def _value(model: type[models.Model], column: str, value: Any) -> Any:
    """The value of a JSON column as the model has it."""
    field = model._meta.get_field(column)
    assert isinstance(field, models.Field)
    return field.to_python(value)
