"""Takes an export into an empty instance: the same rows with the same ids, and nobody who can sign in.

Everything is written in the system role, in one transaction. Triggers hold as always: weeks are written as drafts and reach their state
by the paths that the database allows, and the history that this writing makes gives way to the one that came along.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connection, models
from psycopg import sql

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.sorting import sort_key
from zweiklang.people.public import Person
from zweiklang.privacy.exports import policy
from zweiklang.privacy.exports.checking import check_rows
from zweiklang.privacy.exports.collecting import NAMES_SET
from zweiklang.privacy.exports.columns import Field, column_of, columns
from zweiklang.privacy.exports.declared import (
    EXPORTS,
    NAMES,
    PERSON,
    WEEK,
    AboutMe,
    NotExported,
    OfMyRooms,
    Reference,
)
from zweiklang.privacy.exports.unpacking import Unpacked
from zweiklang.records.public import restore_states
from zweiklang.rooms.public import RoomRow, as_system

type Row = dict[str, Any]
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought: whose data, and how many rows of each set."""

    person_id: UUID
    name: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Set:
    name: str
    model: type[models.Model]
    fields: list[Field]


def import_export(actor: Actor, *, file: IO[bytes]) -> Imported:
    """The instance holds what the file holds; raises Rejected if it is not empty or the file is not whole, and then nothing has changed."""
    require(policy.may_import(actor))
    sets = _sets()
    require_empty({one.model for one in sets})
    package = Unpacked(file)
    _require_known(package, {one.name for one in sets})
    try:
        with as_system(actor):
            counts = {one.name: _write(package, one) for one in sets if one.name in package.datasets()}
            _restore_weeks(actor, package)
            for one in sets:
                if _is_history(one.model):
                    _replace_history(package, one)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        raise Rejected(f"Die Angaben in der Datei passen nicht zusammen ({type(error).__name__}).") from error
    (person,) = package.rows(PERSON)
    return Imported(UUID(person["id"]), f"{person['given_name']} {person['family_name']}".strip(), counts)


def require_empty(wanted: Iterable[type[models.Model]]) -> None:
    """None of these tables, and no room at all, holds a row; otherwise Rejected says which one does."""
    with as_system("system:privacy import"):
        for model in sorted({*wanted, *_room_tables()}, key=lambda m: m._meta.label_lower):
            if model._base_manager.exists():
                raise Rejected(
                    "Ein Import geht nur in ein leeres Zweiklang, in dem noch niemand arbeitet."
                    f" Hier gibt es schon Einträge: {model._meta.verbose_name_plural}."
                )


def _room_tables() -> Iterable[type[models.Model]]:
    return (model for model in apps.get_models() if issubclass(model, RoomRow))


def _sets() -> list[_Set]:
    """Returns the sets that an import takes, each after those it points to."""
    found = [_Set(NAMES_SET, Person, columns(Person, _not_names()))]
    for label, how in EXPORTS.items():
        if not isinstance(how, NotExported) and how.imported:
            model = apps.get_model(label)
            found.append(_Set(label, model, columns(model, how.omit)))
    order: list[type[models.Model]] = []
    for one in found:
        _after_targets(one.model, order, set())
    return sorted(found, key=lambda one: order.index(one.model))


def _after_targets(model: type[models.Model], order: list[type[models.Model]], above: set[Any]) -> None:
    if model in order or model in above:
        return
    for one in model._meta.concrete_fields:
        if isinstance(one.related_model, type):
            _after_targets(one.related_model, order, above | {model})
    order.append(model)


def _not_names() -> tuple[str, ...]:
    return tuple(one.name for one in Person._meta.concrete_fields if one.name not in NAMES)


def _require_known(package: Unpacked, imported: set[str]) -> None:
    told = {label for label, how in EXPORTS.items() if isinstance(how, OfMyRooms | AboutMe | Reference)}
    for name in package.datasets() - imported:
        if name.removeprefix("elsewhere.") not in told:
            raise Rejected(
                f"data/{name}.json kennt dieses Zweiklang nicht. Vielleicht ist die Datei aus einem neueren."
            )
    if len(package.rows(PERSON)) != 1:
        raise Rejected("Erwartet wird eine Datei über genau eine Person.")


def _write(package: Unpacked, one: _Set) -> int:
    rows = package.rows(one.name)
    check_rows(one.name, one.fields, rows)
    if _is_history(one.model):
        return len(rows)  # written last: see _replace_history
    insert(one.model, [_completed(one, row) for row in rows])
    return len(rows)


def _completed(one: _Set, row: Row) -> Row:
    """The row with what does not leave in an export: defaults, and for people a sort key and no way to sign in."""
    missing = {
        column_of(f): f.get_default()
        for f in one.model._meta.concrete_fields
        if column_of(f) not in row and not isinstance(f, models.AutoField) and not f.has_db_default()
    }
    if one.model is Person:
        missing["sort_key"] = sort_key(f"{row['family_name']} {row['given_name']}")
        missing["password"] = make_password(None)
    if one.name == WEEK:
        missing["state"] = "draft"
    return {**row, **missing}


def _restore_weeks(actor: Actor, package: Unpacked) -> None:
    restore_states(actor, states={UUID(row["id"]): row["state"] for row in package.rows(WEEK)})


def _is_history(model: type[models.Model]) -> bool:
    return any(one.name == "pgh_id" for one in model._meta.concrete_fields)


def _replace_history(package: Unpacked, one: _Set) -> None:
    """The history is the one of the file, in its order; what the import itself has just left there is gone."""
    one.model._base_manager.all().delete()
    insert(one.model, package.rows(one.name))


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """The rows are in the table as they are: PostgreSQL reads the JSON, so that no default of a field overwrites a moment."""
    if not rows:
        return
    table = sql.Identifier(model._meta.db_table)
    names = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
    statement = sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
    ).format(table=table, names=names)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            part = json.dumps(rows[start : start + BATCH], ensure_ascii=False, default=str)
            cursor.execute(statement, [part])
