"""Whoever stands in for somebody who sees a conversation only from some moment on sees no more than that; nor does the search find more.

Until now a bound was looked for in the reader's own participation, and who stands in has none: everything from before was shown.
A bound is one of the participation from which today's membership follows; of several memberships the widest counts.
"""

from importlib import import_module

from django.db import migrations

before = import_module("zweiklang.exchange.migrations.0006_functions")
search = import_module("zweiklang.exchange.migrations.0009_found_messages")
MINE = import_module("zweiklang.rooms.migrations.0002_functions").MINE

STARTS = f"""
CREATE OR REPLACE FUNCTION my_conversation_starts() RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    BEGIN ATOMIC
        SELECT jsonb_object_agg(b.room_id::text, b.since) FROM (
            SELECT m.room_id, min(COALESCE(p.visible_from, '-infinity'::timestamptz)) AS since
              FROM rooms_membership m JOIN exchange_participation p ON p.id = m.source_id AND p.room_id = m.room_id
             WHERE {MINE} AND m.source = 'participation' GROUP BY m.room_id) b
         WHERE b.since > '-infinity'::timestamptz;
    END;
"""  # noqa: S608 - constants of ours
FOUND = f"""
CREATE OR REPLACE FUNCTION found_messages(wanted tsquery) RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    BEGIN ATOMIC
        SELECT ARRAY(
            SELECT id FROM exchange_message
             WHERE kind = 'text' AND {search.WORDS} @@ wanted AND room_id = ANY ((SELECT my_rooms('conversation'))::uuid[])
               AND sent_at >= COALESCE(((SELECT my_conversation_starts()) ->> room_id::text)::timestamptz, '-infinity')
             ORDER BY sent_at DESC LIMIT 50);
    END;
"""  # noqa: S608 - constants of ours
STARTS_BEFORE = (
    before.CREATE.split("CREATE FUNCTION my_announcements")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
)  # fmt: skip
FOUND_BEFORE = "CREATE OR REPLACE FUNCTION" + search.CREATE.split("CREATE FUNCTION")[1].split("REVOKE")[0]


class Migration(migrations.Migration):
    """Makes both functions anew; policies that ask them stay."""

    dependencies = [("exchange", "0010_appointment_reminders"), ("rooms", "0011_exchange_kinds")]

    operations = [migrations.RunSQL(STARTS + FOUND, FOUND_BEFORE + STARTS_BEFORE)]
