"""Who looked at somebody goes when that person's row goes, whoever deletes it: there is no foreign key that would do it."""

from django.db import migrations

FORGET = """
CREATE FUNCTION forget_looks_at_deleted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    DELETE FROM rooms_look WHERE concerned_id = OLD.id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION forget_looks_at_deleted() FROM PUBLIC;
CREATE TRIGGER looks_go_too AFTER DELETE ON people_person FOR EACH ROW EXECUTE FUNCTION forget_looks_at_deleted();
"""
BACK = "DROP TRIGGER looks_go_too ON people_person; DROP FUNCTION forget_looks_at_deleted();"


class Migration(migrations.Migration):
    """Makes the trigger on people_person."""

    dependencies = [("rooms", "0009_looks"), ("people", "0001_initial")]

    operations = [migrations.RunSQL(FORGET, BACK)]
