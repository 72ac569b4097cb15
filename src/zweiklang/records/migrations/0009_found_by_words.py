"""found_lines(query): lines of training records with these words, in rooms whose record I read; and the indexes it uses.

The comparison `@@` is not leakproof, so row-level security forbids it as an index condition: a search of one teacher would read all her
lines. The function runs as the owner, names my rooms itself, and returns ids only; who asks reads the lines under the policy as ever.
"""

from django.db import migrations

# An expression, no column: triggers and histories compare whole rows.
WORDS = "to_tsvector('pg_catalog.german'::regconfig, text || ' ' || school_text)"
# Ids are made in the order of time, so the newest come first.
# Lines about school have an index of their own: teachers see no others, and have the most rooms. A word that stands in most lines would
# mean to read most lines, so weeks begun in the last three months come first, and older ones only if those did not give enough.
# Ids begin with the time in milliseconds (UUIDv7).
RECENT = (
    "(lpad(to_hex((extract(epoch FROM now() - interval '13 weeks') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid"
)


def lines(place: str, scope: str, more: str) -> str:
    """Returns SQL for the newest fifty of these lines in my rooms."""
    return (
        f"SELECT id FROM records_line WHERE place {place} 'school' AND {WORDS} @@ wanted"
        f" AND room_id = ANY ((SELECT my_rooms('{scope}'))::uuid[]) AND {more} ORDER BY id DESC LIMIT 50"
    )


CREATE = f"""
CREATE INDEX line_school_words ON records_line USING gin ({WORDS}) WHERE place = 'school';
CREATE INDEX line_other_words ON records_line USING gin ({WORDS}) WHERE place <> 'school';

CREATE FUNCTION found_lines(wanted tsquery) RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    BEGIN ATOMIC
        WITH school AS MATERIALIZED ({lines("=", "school_records", f"week_id >= {RECENT}")}),
             other AS MATERIALIZED ({lines("<>", "records", f"week_id >= {RECENT}")})
        SELECT ARRAY(
            SELECT id FROM school
            UNION ALL SELECT id FROM other
            UNION ALL ({lines("=", "school_records", f"week_id < {RECENT} AND (SELECT count(*) FROM school) < 50")})
            UNION ALL ({lines("<>", "records", f"week_id < {RECENT} AND (SELECT count(*) FROM other) < 50")}));
    END;

REVOKE ALL ON FUNCTION found_lines(tsquery) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION found_lines(tsquery) TO zweiklang_app, zweiklang_system;
"""


class Migration(migrations.Migration):
    """Adds the index and the function."""

    dependencies = [("records", "0008_filling"), ("rooms", "0007_since_rules_opened")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION found_lines(tsquery); DROP INDEX line_school_words; DROP INDEX line_other_words;")]
