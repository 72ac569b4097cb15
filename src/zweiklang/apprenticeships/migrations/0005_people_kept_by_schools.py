"""A school's own room keeps its pupils: who looks at one of them is noted for that pupil (rooms.looks)."""

from importlib import import_module

from django.db import migrations

looks = import_module("zweiklang.rooms.migrations.0009_looks")

KEEPS = """
CREATE OR REPLACE FUNCTION room_keeps_person(room uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    RETURN EXISTS (SELECT FROM rooms_membership m WHERE m.room_id = room AND m.person_id = person AND m.capacity = 'apprentice')
        OR EXISTS (SELECT FROM apprenticeships_pupil p WHERE p.room_id = room AND p.person_id = person);
"""
AS_BEFORE = looks.KEEPS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    """Makes room_keeps_person() anew."""

    dependencies = [("apprenticeships", "0004_places"), ("rooms", "0009_looks")]

    operations = [migrations.RunSQL(KEEPS, AS_BEFORE)]
