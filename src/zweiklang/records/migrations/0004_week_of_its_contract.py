"""A week lies in the room of its contract: a foreign key over both columns, which Django cannot state itself."""

from django.db import migrations

ADD = """
CREATE UNIQUE INDEX contract_room_unique ON apprenticeships_contract (id, room_id);
ALTER TABLE records_week ADD CONSTRAINT records_week_same_room FOREIGN KEY (contract_id, room_id)
    REFERENCES apprenticeships_contract (id, room_id) DEFERRABLE INITIALLY DEFERRED;
"""
REMOVE = """
ALTER TABLE records_week DROP CONSTRAINT records_week_same_room;
DROP INDEX contract_room_unique;
"""


class Migration(migrations.Migration):
    """Adds (contract_id, room_id) → apprenticeships_contract (id, room_id)."""

    dependencies = [("apprenticeships", "0001_initial"), ("records", "0003_comment_outlives_line")]

    operations = [migrations.RunSQL(ADD, REMOVE)]
