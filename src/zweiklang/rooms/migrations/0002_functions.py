"""The three functions on which row-level security stands. Owned by the owner role, SECURITY DEFINER with a fixed search path."""

from django.db import migrations

TODAY = "(now() AT TIME ZONE 'Europe/Berlin')::date"
MINE = f"""m.person_id = my_person() AND m.first_day <= {TODAY} AND (m.last_day IS NULL OR m.last_day >= {TODAY})"""

CREATE = f"""
CREATE FUNCTION my_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT NULLIF(current_setting('zweiklang.person', true), '')::uuid $$;

CREATE FUNCTION my_rooms(VARIADIC wanted text[]) RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT coalesce(array_agg(DISTINCT m.room_id), '{{}}') FROM rooms_membership m WHERE {MINE} AND m.scopes::text[] && wanted $$;

CREATE FUNCTION my_memberships() RETURNS TABLE (room_id uuid, kind text, capacity text, scopes text[])
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT m.room_id, r.kind::text, m.capacity::text, m.scopes::text[]
            FROM rooms_membership m JOIN rooms_room r ON r.id = m.room_id WHERE {MINE} $$;

REVOKE ALL ON FUNCTION my_person(), my_rooms(text[]), my_memberships() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_person(), my_rooms(text[]), my_memberships() TO zweiklang_app, zweiklang_system;
"""


class Migration(migrations.Migration):
    """Creates my_person(), my_rooms(scope, …) and my_memberships()."""

    dependencies = [("rooms", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION my_memberships(); DROP FUNCTION my_rooms(text[]); DROP FUNCTION my_person();"),
    ]
