"""A reason lies in the room and on the day of its absence: a foreign key over three columns, which Django cannot state itself.

Without it somebody could hang a reason in the own room on an absence of somebody else.
"""

from django.db import migrations

ADD = """
ALTER TABLE schedule_absencereason ADD CONSTRAINT schedule_absencereason_same_room FOREIGN KEY (absence_id, room_id, day)
REFERENCES schedule_absence (id, room_id, day) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
REMOVE = "ALTER TABLE schedule_absencereason DROP CONSTRAINT schedule_absencereason_same_room;"


class Migration(migrations.Migration):
    """Adds (absence_id, room_id, day) → schedule_absence (id, room_id, day)."""

    dependencies = [("schedule", "0001_initial")]

    operations = [migrations.RunSQL(ADD, REMOVE)]
