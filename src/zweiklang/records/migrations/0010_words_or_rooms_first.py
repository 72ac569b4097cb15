"""found_lines(query) asks PostgreSQL anew each time whether the words or my rooms are rarer.

Before, the words always came first: the index holds those of all of Hesse, so a word that stands in many lines cost everybody the more the
more people Hesse has, also who has one room or none. The statements are planned with the words and rooms as they are (EXECUTE), and
ANALYZE knows how often words stand in lines. The newest fifty are cut out of what was found; walking back through all ids would look cheap.
"""

from importlib import import_module

from django.db import migrations

before = import_module("zweiklang.records.migrations.0009_found_by_words")


def lines(place: str, rooms: str, weeks: str) -> str:
    """Returns a statement of plpgsql that puts the newest fifty of these lines in these rooms into `these`."""
    return f"""EXECUTE $$
            WITH fitting AS MATERIALIZED (
                SELECT id FROM records_line
                 WHERE place {place} 'school' AND {before.WORDS} @@ $1 AND room_id = ANY ($2) AND week_id {weeks} $3)
            SELECT ARRAY(SELECT id FROM fitting ORDER BY id DESC LIMIT 50) $$ INTO these USING wanted, {rooms}, recent;"""  # noqa: S608


def both(place: str, rooms: str) -> str:
    """Returns statements for these lines: of the last three months, and older ones only if those did not give enough."""
    return f"""
    IF cardinality({rooms}) > 0 THEN
        {lines(place, rooms, ">=")}
        found := found || these;
        IF cardinality(these) < 50 THEN
            {lines(place, rooms, "<")}
            found := found || these;
        END IF;
    END IF;"""


REPLACE = f"""
CREATE OR REPLACE FUNCTION found_lines(wanted tsquery) RETURNS uuid[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    recent constant uuid := {before.RECENT};
    school constant uuid[] := my_rooms('school_records')::uuid[];
    other constant uuid[] := my_rooms('records')::uuid[];
    found uuid[] := '{{}}';
    these uuid[];
BEGIN{both("=", "school")}{both("<>", "other")}
    RETURN found;
END $body$;
"""
FORMER = "CREATE OR REPLACE FUNCTION" + before.CREATE.split("CREATE FUNCTION")[1].split("REVOKE")[0]


class Migration(migrations.Migration):
    """Makes the function anew; its rights stay."""

    dependencies = [("records", "0009_found_by_words"), ("rooms", "0007_since_rules_opened")]

    operations = [migrations.RunSQL(REPLACE, FORMER)]
