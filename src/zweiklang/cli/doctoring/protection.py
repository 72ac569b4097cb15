"""What protects people's data in the database: roles, row-level security, triggers; and that the tables are those of this version."""

from typing import Any

from django.db import connection, connections

from zweiklang.cli.doctoring.findings import Finding, fails, listed, says, warns
from zweiklang.cli.roles import APP, OWNER, SYSTEM

MIGRATE = "Run `zweiklang migrate` (with DATABASE_OWNER_URL)."
_ATTRIBUTES = """
    SELECT rolname, rolcanlogin, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
      FROM pg_roles WHERE rolname = ANY(%s)"""
_OWNED = """
    SELECT count(*) FROM (SELECT relowner AS owner FROM pg_class UNION ALL SELECT proowner FROM pg_proc
      UNION ALL SELECT nspowner FROM pg_namespace UNION ALL SELECT datdba FROM pg_database) o
     WHERE o.owner::regrole::text = ANY(%s)"""
# Foreign keys are triggers too: a dump loaded with --disable-triggers and cut off leaves them switched off.
_SWITCHED_OFF = """
    SELECT DISTINCT t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE c.relnamespace = 'public'::regnamespace AND t.tgenabled NOT IN ('O', 'A') ORDER BY 1"""
_INVALID = """
    SELECT c.conrelid::regclass::text || '.' || c.conname FROM pg_constraint c
     WHERE c.connamespace = 'public'::regnamespace AND NOT c.convalidated
    UNION ALL
    SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisvalid"""


def _rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def roles() -> Finding:
    """Pages are served by a role that owns and bypasses nothing; nobody can sign in as the system role."""
    found = {name: (login, mighty) for name, login, mighty in _rows(_ATTRIBUTES, [OWNER, APP, SYSTEM])}
    mine = _rows("SELECT current_user, session_user")[0]
    faults = [f"{role} is missing" for role in (APP, SYSTEM) if role not in found]
    faults += [
        f"{role} may more than it should (superuser, BYPASSRLS or the like)"
        for role, (_, mighty) in found.items()
        if mighty
    ]
    if found.get(SYSTEM, (False,))[0]:
        faults.append(f"{SYSTEM} can sign in")
    if set(mine) != {APP}:
        faults.append(f"DATABASE_URL signs in as {mine[1]}, not as {APP}")
    if _rows(_OWNED, [APP, SYSTEM])[0][0]:
        faults.append(f"{APP} or {SYSTEM} owns something")
    if not faults and _rows("SELECT pg_has_role(%s, %s, 'USAGE')", APP, SYSTEM)[0][0]:
        faults.append(f"{APP} inherits what {SYSTEM} may")
    if faults:
        return fails("roles", f"{listed(faults)}.", "Set the roles as docs/operations/database.md says.")
    return says("roles", f"{APP} serves, owns nothing and bypasses nothing; {SYSTEM} cannot sign in.")


def row_security() -> Finding:
    """Every table of a room is closed, and the protection of each is what its model declares."""
    from zweiklang.rooms.public import drifted_tables, outdated_tables, unprotected_tables

    if open_ones := unprotected_tables():
        return fails(
            "row-security",
            f"Without protection: {listed(open_ones)}.",
            f"Take the site off the net. {MIGRATE}",
        )
    if outdated := outdated_tables():
        return fails("row-security", f"Not protected as this version declares: {listed(outdated)}.", MIGRATE)
    if not _signs_in_as_owner():
        return warns(
            "row-security",
            "Every table was protected as declared; whether somebody has changed it since is not known.",
            "Run the doctor where DATABASE_OWNER_URL is set, to compare every policy.",
        )
    if drifted := drifted_tables():
        return fails(
            "row-security",
            f"Changed by hand: {listed(drifted)}.",
            f"Clear their comments (COMMENT ON TABLE … IS NULL). {MIGRATE} Ask who did it.",
        )
    return says("row-security", "Every policy and right is as declared.")


def _signs_in_as_owner() -> bool:
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT current_user = pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
            )
            return bool(cursor.fetchone()[0])
    except Exception:  # nobody has said how, or the server does not let us in
        return False


def triggers() -> Finding:
    """History, guards of states and foreign keys are at work."""
    from pgtrigger import registered

    from zweiklang.rooms.public import triggers_can_be_ignored

    if off := [table for (table,) in _rows(_SWITCHED_OFF)]:
        do = "ALTER TABLE … ENABLE TRIGGER ALL as the owner; then look for rows that came in meanwhile."
        return fails("triggers", f"Switched off at {listed(off)}.", do)
    there = {
        (table, name): told
        for table, name, told in _rows(
            "SELECT tgrelid::regclass::text, tgname, obj_description(oid, 'pg_trigger') FROM pg_trigger WHERE NOT tgisinternal"
        )
    }
    wrong = sorted(
        {
            model._meta.db_table
            for model, trigger in registered()
            if there.get((model._meta.db_table, trigger.get_pgid(model))) != trigger.compile(model).hash
        }
    )
    if wrong:
        return fails("triggers", f"Missing or other than declared at {listed(wrong)}.", MIGRATE)
    if triggers_can_be_ignored():
        return fails("triggers", "A session may switch them off.", MIGRATE)
    return says("triggers", f"{len(there)} triggers are as declared.")


def validity() -> Finding:
    """No constraint and no index was left half made."""
    if half := [name for (name,) in _rows(_INVALID)]:
        do = "VALIDATE CONSTRAINT, or drop the index and make it again (CONCURRENTLY)."
        return warns("constraints", f"Not valid: {listed(half)}.", do)
    return says("constraints", "All constraints and indexes are valid.")


def migrations() -> Finding:
    """The tables are those of this version."""
    from django.db.migrations.loader import MigrationLoader

    from zweiklang.web.public import missing_migrations

    applied = {(app, name) for app, name in _rows("SELECT app, name FROM django_migrations")}
    if missing := missing_migrations(applied):
        return fails("migrations", f"Missing: {listed(f'{app}.{name}' for app, name in missing)}.", MIGRATE)
    known = MigrationLoader(None).disk_migrations
    ours = {app for app, _ in known}
    if unknown := sorted(one for one in applied - set(known) if one[0] in ours):
        do = "Start the newer version again, or restore the backup from before; the old one does not know these tables."
        return warns(
            "migrations", f"From a newer version: {listed(f'{app}.{name}' for app, name in unknown)}.", do
        )
    return says("migrations", f"All {len(known)} are applied.")


def extensions() -> Finding:
    """The product needs no extension of PostgreSQL."""
    found = sorted(name for (name,) in _rows("SELECT extname FROM pg_extension") if name != "plpgsql")
    # What operators use to look into a server is no reason to worry.
    harmless = {"pg_stat_statements", "auto_explain", "pgstattuple", "pg_buffercache"}
    if others := [name for name in found if name not in harmless]:
        return warns(
            "extensions",
            f"Installed: {listed(others)}.",
            "The product needs none; a restore elsewhere would need them.",
        )
    return says("extensions", "None is needed.")
