"""A firm's and a chamber's own room keeps its apprentices: a request about their data is answered there (rooms.looks)."""

from importlib import import_module

from django.db import migrations

schools = import_module("zweiklang.apprenticeships.migrations.0005_people_kept_by_schools")

KEEPS = """
CREATE OR REPLACE FUNCTION room_keeps_person(room uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    RETURN EXISTS (SELECT FROM rooms_membership m WHERE m.room_id = room AND m.person_id = person AND m.capacity = 'apprentice')
        OR EXISTS (SELECT FROM apprenticeships_pupil p WHERE p.room_id = room AND p.person_id = person)
        OR EXISTS (SELECT FROM rooms_room r JOIN apprenticeships_contract c ON r.organisation_id IN (c.firm_id, c.chamber_id)
                    WHERE r.id = room AND c.apprentice_id = person);
"""


class Migration(migrations.Migration):
    """Makes room_keeps_person() anew."""

    dependencies = [("apprenticeships", "0005_people_kept_by_schools")]

    operations = [migrations.RunSQL(KEEPS, schools.KEEPS)]
