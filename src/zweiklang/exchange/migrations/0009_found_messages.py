"""found_messages(query): messages with these words in conversations I take part in; and the index it uses (see records.0009).

Counselling is not asked for: what was said in confidence is found nowhere.
"""

from django.db import migrations

WORDS = "to_tsvector('pg_catalog.german'::regconfig, text)"
CREATE = f"""
CREATE INDEX message_words ON exchange_message USING gin ({WORDS}) WHERE kind = 'text';

CREATE FUNCTION found_messages(wanted tsquery) RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    BEGIN ATOMIC
        SELECT ARRAY(
            SELECT id FROM exchange_message
             WHERE kind = 'text' AND {WORDS} @@ wanted AND room_id = ANY ((SELECT my_rooms('conversation'))::uuid[])
             ORDER BY sent_at DESC LIMIT 50);
    END;

REVOKE ALL ON FUNCTION found_messages(tsquery) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION found_messages(tsquery) TO zweiklang_app, zweiklang_system;
"""


class Migration(migrations.Migration):
    """Adds the index and the function."""

    dependencies = [("exchange", "0008_suggested_helper")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION found_messages(tsquery); DROP INDEX message_words;")]
