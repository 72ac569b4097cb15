"""my_starts(scope, …): from which day on data is open to me by the rules, by room; and a view of single rooms only, for previews.

`zweiklang.only_rooms` narrows whatever the person is a member of: a preview as somebody else must not show that person's other rooms.
"""

from importlib import import_module

from django.db import migrations

lean = import_module("zweiklang.rooms.migrations.0004_lean_functions")
functions = import_module("zweiklang.rooms.migrations.0002_functions")

MINE = functions.MINE
# Null, as nearly always, means every room; asked once per call.
ONLY = "COALESCE(m.room_id = ANY ((SELECT my_only_rooms())::uuid[]), true)"

SINCE = f"""
CREATE FUNCTION my_only_rooms() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('zweiklang.only_rooms', true), '')::uuid[];

CREATE OR REPLACE FUNCTION my_rooms(VARIADIC wanted text[]) RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    BEGIN ATOMIC
        SELECT ARRAY(SELECT m.room_id FROM rooms_membership m WHERE {MINE} AND m.scopes::text[] && wanted AND {ONLY});
    END;

CREATE OR REPLACE FUNCTION my_memberships() RETURNS TABLE (room_id uuid, kind text, capacity text, scopes text[])
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    BEGIN ATOMIC
        SELECT m.room_id, r.kind::text, m.capacity::text, m.scopes::text[]
          FROM rooms_membership m JOIN rooms_room r ON r.id = m.room_id WHERE {MINE} AND {ONLY};
    END;

CREATE FUNCTION my_starts(VARIADIC wanted text[]) RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    BEGIN ATOMIC
        WITH dated AS MATERIALIZED (
            SELECT m.room_id FROM rooms_membership m WHERE {MINE} AND m.starts IS NOT NULL AND m.starts ?| wanted
        ), opened AS (
            SELECT m.room_id, min(COALESCE((m.starts ->> s.s)::date, '-infinity'::date)) AS since
              FROM dated d JOIN rooms_membership m ON m.room_id = d.room_id, unnest(m.scopes::text[]) s
             WHERE {MINE} AND s.s = ANY (wanted)
             GROUP BY m.room_id
        )
        SELECT jsonb_object_agg(room_id::text, since) FROM opened WHERE since > '-infinity'::date;
    END;

REVOKE ALL ON FUNCTION my_only_rooms(), my_starts(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_only_rooms(), my_starts(text[]) TO zweiklang_app, zweiklang_system;
"""
BACK = lean.LEAN + "DROP FUNCTION my_starts(text[]); DROP FUNCTION my_only_rooms();"


class Migration(migrations.Migration):
    """Makes my_rooms() and my_memberships() anew, and my_starts() and my_only_rooms()."""

    dependencies = [("rooms", "0006_release_rules")]

    operations = [migrations.RunSQL(SINCE, BACK)]
