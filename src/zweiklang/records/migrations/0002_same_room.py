"""Lines, comments and acts lie in the room of their week: a foreign key over both columns, which Django cannot state itself."""

from django.db import migrations

TABLES = ("records_line", "records_comment", "records_recordact")


class Migration(migrations.Migration):
    """Adds (week_id, room_id) → records_week (id, room_id)."""

    dependencies = [("records", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_same_room FOREIGN KEY (week_id, room_id)"
            " REFERENCES records_week (id, room_id) DEFERRABLE INITIALLY DEFERRED",
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_same_room",
        )
        for table in TABLES
    ]
