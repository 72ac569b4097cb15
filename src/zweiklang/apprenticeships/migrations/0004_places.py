"""Rooms that stood before the rules know whom they are about, and whose rules hold in them."""

from django.db import migrations

FILL = """
UPDATE rooms_room r SET concerns_id = c.apprentice_id
  FROM apprenticeships_contract c WHERE c.room_id = r.id AND r.concerns_id IS NULL;

INSERT INTO rooms_jurisdiction (id, room_id, first_day, firm_id)
SELECT gen_random_uuid(), c.room_id, NULL, c.firm_id FROM apprenticeships_contract c;

INSERT INTO rooms_jurisdiction (id, room_id, first_day, school_id, class_room_id, firm_id)
SELECT DISTINCT ON (c.id, e.first_day) gen_random_uuid(), c.room_id, e.first_day, s.school_id, s.room_id, c.firm_id
  FROM apprenticeships_contract c
  JOIN apprenticeships_enrolment e ON e.contract_id = c.id
  JOIN apprenticeships_schoolclass s ON s.id = e.school_class_id
 ORDER BY c.id, e.first_day, e.id DESC;

INSERT INTO rooms_jurisdiction (id, room_id, school_id, class_room_id)
SELECT gen_random_uuid(), s.room_id, s.school_id, s.room_id FROM apprenticeships_schoolclass s;
"""


class Migration(migrations.Migration):
    """Fills `Room.concerns` and `Jurisdiction` from contracts, enrolments and classes."""

    dependencies = [("apprenticeships", "0003_teachingassignment_substitutes_for"), ("rooms", "0007_since_rules_opened")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
