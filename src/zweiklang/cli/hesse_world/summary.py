"""What other programs read about a generated Hesse: how large it is, how to reach it, and whose pages to open."""

import json
import secrets
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

from zweiklang.cli.environment import var_dir
from zweiklang.cli.hesse_world.databases import Place
from zweiklang.cli.hesse_world.filling import Filled
from zweiklang.cli.hesse_world.sizes import Size
from zweiklang.cli.hesse_world.world import Contract
from zweiklang.kernel.hesse import school_year

# Who is around an apprentice today, by the first letters of their capacity in the apprenticeship's and the class's room.
_PEOPLE = """
SELECT DISTINCT ON (m.capacity) m.capacity, p.id::text, p.email
  FROM rooms_membership m JOIN people_person p ON p.id = m.person_id
 WHERE m.room_id = ANY (%(rooms)s::uuid[]) AND m.first_day <= %(today)s AND (m.last_day IS NULL OR m.last_day >= %(today)s)
   AND (m.capacity <> 'apprentice' OR m.person_id = %(apprentice)s::uuid)
   AND (m.capacity NOT IN ('trainer', 'deputy_trainer', 'training_manager', 'guardian') OR m.room_id = %(room)s::uuid)
 ORDER BY m.capacity, p.id
"""
_LAND = "SELECT o.capacity, p.id::text, p.email FROM organisations_post o JOIN people_person p ON p.id = o.person_id WHERE o.capacity = 'land'"


def new_password(place: Place) -> tuple[Path, str]:
    """A password for everybody, and the file (readable by this account alone) that holds it."""
    path = var_dir() / "hesse" / f"{place.name}.password"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    password = secrets.token_urlsafe(18)
    path.write_text(password)
    return path, password


def write_summary(
    place: Place, size: Size, share: float, filled: Filled, password_file: Path
) -> dict[str, Any]:
    """The file `var/hesse/<database>.json` says what is there; returns what it says."""
    with psycopg.connect(place.urls.owner) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        cast = cast_of(connection, filled.contracts[0], size.today)
    told: dict[str, Any] = {
        "database": place.name,
        "share": share,
        "seed": size.seed,
        "today": size.today.isoformat(),
        "counts": filled.counts,
        "rows": filled.rows,
        "seconds": filled.seconds,
        "parts": filled.parts,
        "bytes": row[0] if row else 0,
        "urls": {"app": place.urls.app, "owner": place.urls.owner, "superuser": place.urls.superuser},
        "password_file": str(password_file),
        "cast": cast,
    }
    path = var_dir() / "hesse" / f"{place.name}.json"
    # The urls of somebody's own server hold passwords.
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    return told


def cast_of(connection: psycopg.Connection, first: Contract, today: date) -> dict[str, Any]:
    """Returns the people around the first apprentice, who has a draft this week, then two submitted weeks, then signed ones."""
    stay = first.stays[school_year(today)]
    monday = today - timedelta(days=today.weekday())
    values = {
        "rooms": [first.room_id, stay.class_room],
        "room": first.room_id,
        "apprentice": first.apprentice_id,
        "today": today,
    }
    people = {
        capacity: {"id": person, "email": email}
        for statement in (_PEOPLE, _LAND)
        for capacity, person, email in connection.execute(statement, values if statement is _PEOPLE else None)
    }
    row = connection.execute(
        "SELECT occupation_id::text FROM apprenticeships_contract WHERE id = %s", [first.id]
    ).fetchone()
    return {
        "contract_id": first.id,
        "room_id": first.room_id,
        "class_room_id": stay.class_room,
        "occupation_id": row[0] if row else "",
        "people": people,
        "weeks": {
            "draft": monday.isoformat(),
            "submitted": (monday - timedelta(weeks=1)).isoformat(),
            "signed": (monday - timedelta(weeks=3)).isoformat(),
        },
    }
