"""Raw SQL on a table of a room, as the application role: what the database lets through, whatever the code does."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from psycopg import errors, sql

from zweiklang.kernel.ids import new_id
from zweiklang.rooms.public import as_system, secured_models

KEYS = {model._meta.db_table: security.key for model, security in secured_models()}
TABLES = tuple(KEYS)

# What a copied row needs so that nothing but a policy can refuse it: unique columns get a free value.
FRESH = {
    "exchange_message": {"edited_at": None},
    "records_week": {"monday": "2031-01-06", "state": "draft"},
    "apprenticeships_schoolclass": {"label": "Neu"},
    "rooms_membership": {"capacity": "neu"},
    "rosters_importchange": {"position": 1_000},
    "schedule_absence": {"day": "2031-01-06"},
    "schedule_firmstatement": {"day": "2031-01-06"},
    "planning_alignmentproposal": {"batch": "00000000-0000-7000-8000-000000000001"},
    "planning_didacticplan": {"version": 99, "state": "published", "published_at": "2031-01-06T00:00:00Z"},
    "planning_plantemplate": {"name": "Neu"},
}
# The column whose change is tried; only where `id`'s own value is not allowed to be written.
CHANGED = {
    "exchange_agreement": "settled_at",
    "records_week": "changed_at",
    "planning_radarsign": "settled_on",
    "schedule_absence": "state",
    "schedule_absencenotice": "withdrawn_at",
    "schedule_absencereason": "text",
    "schedule_lessontopic": "topic",
}
# What a copied row must point to, because the row it is copied from holds the only place there.
FREE = {
    "schedule_absencereason": "SELECT id AS absence_id, day FROM schedule_absence a WHERE room_id = %s"
    " AND NOT EXISTS (SELECT 1 FROM schedule_absencereason r WHERE r.absence_id = a.id) LIMIT 1"
}
# The column that names the one who writes.
AUTHORS = {
    "exchange_agreement": "made_by_id",
    "exchange_message": "author_id",
    "planning_alignmentproposal": "made_by_id",
    "planning_proposalact": "by_id",
    "records_comment": "author_id",
    "schedule_absence": "recorded_by_id",
    "schedule_absencenotice": "reported_by_id",
    "schedule_dayanswer": "by_id",
    "schedule_firmstatement": "stated_by_id",
    "schedule_absencereason": "told_by_id",
    "schedule_lessontopic": "written_by_id",
}
# A row that no state protects, so that a refusal comes from a policy.
CHOSEN = {
    "records_line": "week_id IN (SELECT id FROM records_week WHERE state = 'draft')",
    "records_week": "state = 'draft'",
}


ONE_PER_ROOM = ("planning_trainingplan",)
SIDES = {"apprentice": "apprentice", "class_teacher": "school"}
SIDED = ("planning_alignmentproposal", "planning_proposalact")
"""What is said for a side, and for which side each capacity speaks; all others try the firm's."""
TIMES = {
    "exchange_agreement": "made_at",
    "exchange_message": "sent_at",
    "planning_alignmentproposal": "made_at",
    "planning_proposalact": "at",
    "records_recordact": "at",
    "schedule_dayanswer": "at",
    "schedule_absencenotice": "reported_at",
    "schedule_firmstatement": "stated_at",
}
"""The column that says when something was said, where the database lets nobody say another time than now."""


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a room as the system role reads it; `content` is the row as JSON."""

    table: str
    id: Any
    content: dict[str, Any]


def row_of(table: str, room_id: UUID) -> Found | None:
    """Returns one row of that room, or None if the table has none there."""
    condition = CHOSEN.get(table, "true")
    rows = _as_system(
        f"SELECT to_jsonb(t) FROM {table} t WHERE {KEYS[table]} = %s AND {condition} ORDER BY 1 LIMIT 1",
        [room_id],
    )
    if not rows:
        return None
    content = json.loads(rows[0][0]) if isinstance(rows[0][0], str) else rows[0][0]
    return Found(table, content[_primary(table)], content)


def visible(table: str, room_id: UUID) -> set[str]:
    """Returns the ids of the room's rows the current person reads."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_primary(table)}::text FROM {table} WHERE {KEYS[table]} = %s", [room_id])
        return {row[0] for row in cursor.fetchall()}


def everything(table: str) -> int:
    """Returns how many rows of the whole table the current person reads."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def all_ids(table: str, room_id: UUID, condition: str = "true") -> set[str]:
    """Returns the ids of all rows of the room, by the system role."""
    statement = f"SELECT {_primary(table)}::text FROM {table} WHERE {KEYS[table]} = %s AND {condition}"
    return {row[0] for row in _as_system(statement, [room_id])}


def can_insert(found: Found, **changes: Any) -> bool:
    """True if a copy of the row with a new id and `changes` may be written; nothing stays written."""
    content = {**found.content, **FRESH.get(found.table, {}), **_free(found), **changes}
    content[_primary(found.table)] = str(new_id()) if isinstance(found.id, str) else found.id + 1_000_000
    # Compared with the transaction's own time: given by the database, not by JSON.
    timed = TIMES.get(found.table)
    now = f"|| jsonb_build_object('{timed}', now())" if timed else ""
    statement = f"INSERT INTO {found.table} SELECT * FROM jsonb_populate_record(NULL::{found.table}, %s::jsonb {now}) RETURNING 1"
    # RETURNING also needs the row to be readable, as Django's own INSERT does.
    return _changes_a_row(statement, [json.dumps(content)])


def by(table: str, person_id: UUID, capacity: str) -> dict[str, str]:
    """Returns the columns of that table which name the one who writes, and for which side; empty for most tables."""
    author = {AUTHORS[table]: str(person_id)} if table in AUTHORS else {}
    if table == "schedule_dayanswer":
        author["side"] = "apprentice" if capacity == "apprentice" else "firm"
    if table in SIDED:
        author["side"] = SIDES.get(capacity, "firm")
    return author


def _free(found: Found) -> dict[str, Any]:
    if found.table not in FREE:
        return {}
    statement = f"SELECT to_jsonb(f) FROM ({FREE[found.table]}) f"
    content = _as_system(statement, [found.content[KEYS[found.table]]])[0][0]
    return json.loads(content) if isinstance(content, str) else content


def can_update(found: Found) -> bool:
    """True if a column of the row may be written; nothing stays written."""
    column = CHANGED.get(found.table, KEYS[found.table])
    statement = f"UPDATE {found.table} SET {column} = {column} WHERE {_primary(found.table)} = %s"
    return _changes_a_row(statement, [found.id])


def can_step(week_id: UUID, state: str) -> bool:
    """True if the week may be brought into that state; nothing stays written."""
    return _changes_a_row("UPDATE records_week SET state = %s WHERE id = %s", [state, week_id])


def step_as_system(week_id: UUID, state: str) -> None:
    """The week is in that state, one step further, without an act: what comes next in a service is the act."""
    with as_system("tests"), connection.cursor() as cursor:
        cursor.execute("UPDATE records_week SET state = %s WHERE id = %s", [state, week_id])


def can_move(found: Found, room_id: UUID) -> bool:
    """True if the row may be put into that room; nothing stays written."""
    return _changes_a_row(f"UPDATE {found.table} SET room_id = %s WHERE id = %s", [room_id, found.id])


def can_delete(found: Found) -> bool:
    """True if the row may be deleted; nothing stays deleted."""
    return _changes_a_row(f"DELETE FROM {found.table} WHERE {_primary(found.table)} = %s", [found.id])


def _changes_a_row(statement: str, values: list[Any]) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            transaction.set_rollback(True)
            return cursor.rowcount > 0
    except DatabaseError as error:
        if isinstance(error.__cause__, errors.InsufficientPrivilege):
            return False
        # A room holds one row of these: policies are asked before indexes, so the policy has let it through.
        if isinstance(error.__cause__, errors.UniqueViolation) and any(t in statement for t in ONE_PER_ROOM):
            return True
        raise


def digest() -> dict[str, tuple[int, str]]:
    """Returns for every table of a room how many rows it has and a digest of all of them, by the system role.

    Two equal digests prove that nothing changed in between.
    """
    parts = [
        sql.SQL(
            "SELECT {name}, count(*), coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM {table} t"
        ).format(name=sql.Literal(table), table=sql.Identifier(table))
        for table in TABLES
    ]
    statement = sql.SQL(" UNION ALL ").join(parts).as_string(connection.connection)
    return {name: (count, total) for name, count, total in _as_system(statement, [])}


def _as_system(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with as_system("tests"), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _primary(table: str) -> str:
    return "pgh_id" if table.endswith("history") else "id"
