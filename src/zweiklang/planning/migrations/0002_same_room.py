"""Acts lie in the room of their proposal: a foreign key over both columns, which Django cannot state itself."""

from django.db import migrations


class Migration(migrations.Migration):
    """Adds (proposal_id, room_id) → planning_alignmentproposal (id, room_id)."""

    dependencies = [("planning", "0001_tables")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE planning_proposalact ADD CONSTRAINT planning_proposalact_same_room"
            " FOREIGN KEY (proposal_id, room_id) REFERENCES planning_alignmentproposal (id, room_id)"
            " DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE planning_proposalact DROP CONSTRAINT planning_proposalact_same_room",
        )
    ]
