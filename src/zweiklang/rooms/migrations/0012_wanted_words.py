"""wanted_words(text): what somebody looks for, as PostgreSQL compares it: German forms of the words, or the words as they were typed.

German alone drops its stop words, also where they are the beginning of another: "zwischen" would not find "Zwischenprüfung".
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION wanted_words(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsquery('pg_catalog.german'::regconfig, words) || to_tsquery('pg_catalog.simple'::regconfig, words);

REVOKE ALL ON FUNCTION wanted_words(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wanted_words(text) TO zweiklang_app, zweiklang_system;
"""


class Migration(migrations.Migration):
    """Adds the function."""

    dependencies = [("rooms", "0011_exchange_kinds")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION wanted_words(text);")]
