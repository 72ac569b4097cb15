"""No migration from now on holds a full table for long: what it would execute is read by squawk, and by us."""

import sys
from pathlib import Path

import pytest
from django.db import migrations

from tests.operation import locks
from tests.operation.locks import EXCUSE, faults, faults_of, own_migrations

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
# The last migration of each app before the first installation that had people in it: until then all tables were empty.
BEFORE = dict(
    line.split() for line in (Path(__file__).parent / "migrations_before.txt").read_text().splitlines()
)


def test_no_new_migration_holds_a_table_for_long() -> None:
    found = {
        f"{migration.app_label}.{migration.name}": wrong
        for migration, loader in own_migrations()
        if migration.name > BEFORE.get(migration.app_label, "") and (wrong := faults_of(migration, loader))
    }
    assert not found, f"Write them in steps (docs/operations/updates.md), or say in {EXCUSE} why nobody waits"


def test_the_baseline_names_migrations_that_exist() -> None:
    there = {(migration.app_label, migration.name) for migration, _ in own_migrations()}
    assert set(BEFORE.items()) <= there


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("CREATE INDEX i ON records_line (text);", "require-concurrent-index-creation"),
        ("DROP INDEX i;", "require-concurrent-index-deletion"),
        ("ALTER TABLE records_line ADD COLUMN at timestamptz DEFAULT clock_timestamp() NOT NULL;", "adding-field-with-default"),
        ("ALTER TABLE records_line ADD COLUMN x integer NOT NULL;", "adding-required-field"),
        ("ALTER TABLE records_line ALTER COLUMN minutes TYPE bigint;", "changing-column-type"),
        ("ALTER TABLE records_line ALTER COLUMN minutes SET NOT NULL;", "adding-not-nullable-field"),
        ("ALTER TABLE records_line ADD CONSTRAINT c CHECK (minutes > 0);", "constraint-missing-not-valid"),
        ("ALTER TABLE records_line ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES a (id);", "adding-foreign-key-constraint"),
        ("ALTER TABLE records_line RENAME COLUMN a TO b;", "renaming-column"),
        ("ALTER TABLE records_line DROP COLUMN a;", "ban-drop-column"),
        ("ALTER TABLE records_line ADD COLUMN x integer;\nUPDATE records_line SET x = 1;", locks.ROWS_THEN_LOCK),
    ],
)  # fmt: skip
def test_what_holds_a_table_is_found(sql: str, rule: str) -> None:
    assert rule in faults(sql, atomic=True)


@pytest.mark.parametrize(
    ("sql", "atomic"),
    [
        ("ALTER TABLE records_line ADD COLUMN x integer;", True),
        ("ALTER TABLE records_line ADD COLUMN x integer DEFAULT 0 NOT NULL;", True),
        ("ALTER TABLE records_line ADD CONSTRAINT c CHECK (minutes > 0) NOT VALID;", True),
        ("ALTER TABLE records_line VALIDATE CONSTRAINT c;", False),
        ("CREATE INDEX CONCURRENTLY i ON records_line (text);", False),
        ("UPDATE records_line SET text = '' WHERE text IS NULL;", True),
        ('CREATE TABLE fresh (id uuid NOT NULL PRIMARY KEY);\nCREATE INDEX i ON fresh (id);', True),
    ],
)  # fmt: skip
def test_what_lets_everybody_go_on_passes(sql: str, atomic: bool) -> None:
    assert faults(sql, atomic=atomic) == []


def test_rows_written_in_python_under_a_lock_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    trial = migrations.Migration("tried", "web")
    statements = "ALTER TABLE records_line ADD COLUMN tried integer;"
    monkeypatch.setattr(locks, "sql_of", lambda *_: statements)
    assert faults_of(trial, None) == []
    trial.operations = [migrations.RunPython(migrations.RunPython.noop)]
    assert faults_of(trial, None) == [locks.ROWS_THEN_LOCK]
    trial.atomic = False
    assert faults_of(trial, None) == []


def test_an_excuse_must_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    trial = migrations.Migration("tried", "web")
    monkeypatch.setattr(locks, "sql_of", lambda *_: "CREATE INDEX tried ON records_line (text);")
    module = sys.modules[type(trial).__module__]
    for excuse, expected in (("", ["require-concurrent-index-creation"]), ("A table of 21 rows.", [])):
        monkeypatch.setattr(module, EXCUSE, excuse, raising=False)
        assert faults_of(trial, None) == expected
