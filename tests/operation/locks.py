"""What a migration would do to tables that are full and in use, as squawk and we see it."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

# Those of squawk's rules that are about locks, rewriting and what a version that still runs cannot bear; the others are about taste.
RULES = {
    "adding-field-with-default",
    "adding-foreign-key-constraint",
    "adding-not-nullable-field",
    "adding-primary-key-constraint",
    "adding-required-field",
    "adding-serial-primary-key-field",
    "ban-drop-column",
    "ban-drop-table",
    "ban-truncate-cascade",
    "changing-column-type",
    "constraint-missing-not-valid",
    "disallowed-unique-constraint",
    "renaming-column",
    "renaming-table",
    "require-concurrent-index-creation",
    "require-concurrent-index-deletion",
}
ROWS_THEN_LOCK = "rows-are-written-under-a-lock"
EXCUSE = "SHORT_LOCKS_BECAUSE"
"""A migration that breaks a rule on purpose says here, as a module's constant, why nobody waits (a small table, for example)."""
_ALTERS = re.compile(
    r"^\s*(?:ALTER TABLE|DROP TABLE|TRUNCATE)\b\s*(?:ONLY\s+|IF EXISTS\s+)*\"?(\w+)",
    re.IGNORECASE | re.MULTILINE,
)
_CREATES = re.compile(r"^\s*CREATE TABLE\s+(?:IF NOT EXISTS\s+)?\"?(\w+)", re.IGNORECASE | re.MULTILINE)
_WRITES = re.compile(
    r"^\s*(?:WITH\b.*?\b)?(?:UPDATE|DELETE FROM|INSERT INTO)\b", re.IGNORECASE | re.MULTILINE
)
_SQUAWK = Path(sys.executable).with_name("squawk")


def sql_of(migration: Any, loader: Any) -> str:
    """Returns what the migration would execute; data migrations in Python are comments."""
    return "\n".join(loader.collect_sql([(migration, False)]))


def own_migrations() -> Iterator[tuple[Any, MigrationLoader]]:
    """Yields every migration of ours, on the owner's connection."""
    loader = MigrationLoader(connections["owner"], replace_migrations=False)
    for _, migration in sorted(loader.disk_migrations.items()):
        if type(migration).__module__.startswith("zweiklang."):
            yield migration, loader


def faults(sql: str, *, atomic: bool, writes_rows: bool = False) -> list[str]:
    """Returns the names of the rules that the statements break."""
    sql = re.sub(r"^\s*(?:BEGIN|COMMIT);\s*$", "", sql, flags=re.MULTILINE)
    command = [str(_SQUAWK), "--reporter", "json", "--pg-version", "16", "--no-error-on-unmatched-pattern"]
    command += ["--assume-in-transaction"] if atomic else []
    done = subprocess.run([*command, "-"], input=sql, capture_output=True, text=True, check=False, timeout=60)
    found = {one["rule_name"] for one in json.loads(done.stdout or "[]")} & RULES
    altered = set(_ALTERS.findall(sql)) - set(_CREATES.findall(sql))
    if atomic and altered and (writes_rows or _WRITES.search(sql)):
        found.add(ROWS_THEN_LOCK)
    return sorted(found)


def faults_of(migration: Any, loader: MigrationLoader | None) -> list[str]:
    """Returns the names of the rules that a migration breaks without an excuse."""
    if getattr(sys.modules[type(migration).__module__], EXCUSE, "").strip():
        return []
    python = any(isinstance(operation, RunPython) for operation in migration.operations)
    return faults(sql_of(migration, loader), atomic=migration.atomic, writes_rows=python)
