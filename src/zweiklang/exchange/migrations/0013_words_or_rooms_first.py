"""found_messages(query) asks PostgreSQL anew each time whether the words or my conversations are rarer (see records.0010)."""

from importlib import import_module

from django.db import migrations

before = import_module("zweiklang.exchange.migrations.0011_bounds_of_stand_ins")

REPLACE = f"""
CREATE OR REPLACE FUNCTION found_messages(wanted tsquery) RETURNS uuid[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    rooms constant uuid[] := my_rooms('conversation')::uuid[];
    found uuid[] := '{{}}';
BEGIN
    IF cardinality(rooms) > 0 THEN
        EXECUTE $$
            WITH fitting AS MATERIALIZED (
                SELECT id, sent_at FROM exchange_message
                 WHERE kind = 'text' AND {before.search.WORDS} @@ $1 AND room_id = ANY ($2)
                   AND sent_at >= COALESCE(($3 ->> room_id::text)::timestamptz, '-infinity'))
            SELECT ARRAY(SELECT id FROM fitting ORDER BY sent_at DESC LIMIT 50) $$
          INTO found USING wanted, rooms, my_conversation_starts();
    END IF;
    RETURN found;
END $body$;
"""  # noqa: S608 - constants of ours


class Migration(migrations.Migration):
    """Makes the function anew; its rights stay."""

    dependencies = [("exchange", "0012_free_again")]

    operations = [migrations.RunSQL(REPLACE, before.FOUND)]
