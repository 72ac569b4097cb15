"""found_lines(query): lines of training records with these words, in rooms whose record I read; and the indexes it uses.

The comparison `@@` is not leakproof, so row-level security forbids it as an index condition: a search of one teacher would read all her
lines. The function runs as the owner, names my rooms itself, and returns ids only; who asks reads the lines under the policy as ever.
"""

from django.db import migrations

# An expression, no column: triggers and histories compare whole rows.
WORDS = "to_tsvector('pg_catalog.german'::regconfig, text || ' ' || school_text)"
# Ids are made in the order of time, so the newest come first.
# Lines about school have an index of their own: teachers see no others, and have the most rooms.
CREATE = f"""
CREATE INDEX line_school_words ON records_line USING gin ({WORDS}) WHERE place = 'school';
CREATE INDEX line_other_words ON records_line USING gin ({WORDS}) WHERE place <> 'school';

CREATE FUNCTION found_lines(wanted tsquery) RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    BEGIN ATOMIC
        SELECT ARRAY(
            (SELECT id FROM records_line
              WHERE place = 'school' AND {WORDS} @@ wanted AND room_id = ANY ((SELECT my_rooms('school_records'))::uuid[])
              ORDER BY id DESC LIMIT 50)
            UNION ALL
            (SELECT id FROM records_line
              WHERE place <> 'school' AND {WORDS} @@ wanted AND room_id = ANY ((SELECT my_rooms('records'))::uuid[])
              ORDER BY id DESC LIMIT 50));
    END;

REVOKE ALL ON FUNCTION found_lines(tsquery) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION found_lines(tsquery) TO zweiklang_app, zweiklang_system;
"""


class Migration(migrations.Migration):
    """Adds the index and the function."""

    dependencies = [("records", "0008_filling"), ("rooms", "0007_since_rules_opened")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION found_lines(tsquery); DROP INDEX line_school_words; DROP INDEX line_other_words;")]
