"""Who looked: the table by month, and the only functions that write and remove its rows.

No foreign keys: noting a look must not wait for whoever has locked the person or the room. What is about a person goes with that person
by `forget_looks`; everything goes after twelve months by `rotate_looks`.
"""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models

functions = import_module("zweiklang.rooms.migrations.0002_functions")

TODAY, MINE = functions.TODAY, functions.MINE

TABLE = """
CREATE TABLE rooms_look (
    day date NOT NULL,
    concerned_id uuid NOT NULL,
    viewer_id uuid NOT NULL,
    room_id uuid NOT NULL,
    category varchar(32) NOT NULL,
    capacity varchar(20) NOT NULL,
    PRIMARY KEY (concerned_id, day, viewer_id, room_id, category)
) PARTITION BY RANGE (day);
"""

# In rooms that are not about one person alone (a class, a school's own room) it must be one of those the room keeps. Apps above, which
# have the tables, make this function anew.
KEEPS = """
CREATE FUNCTION room_keeps_person(room uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    RETURN EXISTS (SELECT FROM rooms_membership m WHERE m.room_id = room AND m.person_id = person AND m.capacity = 'apprentice');
"""

# `known` are the positions that need not be asked again on that day: written, written before, or one's own data.
NOTE = f"""
CREATE FUNCTION note_looks(rooms uuid[], categories text[], persons uuid[]) RETURNS TABLE (day date, known int[])
    LANGUAGE sql VOLATILE SECURITY DEFINER SET lock_timeout = '200ms'
    BEGIN ATOMIC
        WITH found AS MATERIALIZED (
            SELECT a.n, r.id AS room_id, a.category, COALESCE(r.concerns_id, a.person) AS concerned_id,
                   (SELECT m.capacity FROM rooms_membership m
                     WHERE m.room_id = r.id AND {MINE} AND m.scopes::text[] && ARRAY[a.category, a.category || ':item']
                     ORDER BY m.first_day, m.capacity LIMIT 1) AS capacity
              FROM unnest(rooms, categories, persons) WITH ORDINALITY AS a(room, category, person, n)
              JOIN rooms_room r ON r.id = a.room
             WHERE my_only_rooms() IS NULL
               AND CASE WHEN r.concerns_id IS NULL THEN a.person IS NOT NULL AND room_keeps_person(r.id, a.person) ELSE a.person IS NULL END
        ), written AS (
            INSERT INTO rooms_look (day, concerned_id, viewer_id, room_id, category, capacity)
            SELECT DISTINCT {TODAY}, f.concerned_id, my_person(), f.room_id, f.category, f.capacity FROM found f
             WHERE f.capacity IS NOT NULL AND f.concerned_id <> my_person()
             ORDER BY 2, 4, 5
            ON CONFLICT DO NOTHING
        )
        SELECT {TODAY}, array_agg(f.n::int) FROM found f WHERE f.capacity IS NOT NULL;
    END;
"""  # noqa: S608 - nothing but this file's own text

# CREATE TABLE … PARTITION OF would lock out everybody who looks; a table made first and attached then does not.
# Default privileges open new tables to the application: a partition must be closed by itself.
ROTATE = f"""
CREATE FUNCTION rotate_looks("on" date) RETURNS text[]
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
    starts date; ends date; part text; changed text[] := '{{}}';
    kept_from date := (least("on", {TODAY}) - interval '12 months')::date;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('rooms_look'));
    FOR ahead IN 0..2 LOOP
        starts := date_trunc('month', "on") + make_interval(months => ahead);
        ends := starts + interval '1 month';
        part := to_char(starts, '"rooms_look_"YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || part) IS NOT NULL;
        EXECUTE format('CREATE TABLE public.%I (LIKE rooms_look INCLUDING ALL)', part);
        EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, zweiklang_app, zweiklang_system', part);
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', part);
        EXECUTE format('CREATE POLICY zk_read ON public.%I FOR SELECT USING (false)', part);
        EXECUTE format('ALTER TABLE rooms_look ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', part, starts, ends);
        changed := changed || part;
    END LOOP;
    FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                 WHERE i.inhparent = 'public.rooms_look'::regclass ORDER BY 1 LOOP
        starts := to_date(right(part, 7), 'YYYY_MM');
        CONTINUE WHEN starts + interval '1 month' > kept_from;
        EXECUTE format('DROP TABLE public.%I', part);
        changed := changed || part;
    END LOOP;
    DELETE FROM rooms_look WHERE day < kept_from;
    RETURN changed;
END
$$;
"""  # noqa: S608 - nothing but this file's own text

FORGET = """
CREATE FUNCTION forget_looks(persons uuid[]) RETURNS bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER
    BEGIN ATOMIC
        WITH gone AS (DELETE FROM rooms_look WHERE concerned_id = ANY (persons) RETURNING 1) SELECT count(*) FROM gone;
    END;
"""

RIGHTS = f"""
REVOKE ALL ON FUNCTION note_looks(uuid[], text[], uuid[]), rotate_looks(date), forget_looks(uuid[]), room_keeps_person(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_looks(uuid[], text[], uuid[]) TO zweiklang_app;
GRANT EXECUTE ON FUNCTION rotate_looks(date), forget_looks(uuid[]) TO zweiklang_system;
SELECT rotate_looks({TODAY});
"""

BACK = """
DROP FUNCTION note_looks(uuid[], text[], uuid[]); DROP FUNCTION rotate_looks(date); DROP FUNCTION forget_looks(uuid[]);
DROP FUNCTION room_keeps_person(uuid, uuid); DROP TABLE rooms_look;
"""


class Migration(migrations.Migration):
    """Makes rooms_look, note_looks(), rotate_looks() and forget_looks()."""

    dependencies = [("rooms", "0008_restriction"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RunSQL(
            TABLE + KEEPS + NOTE + ROTATE + FORGET + RIGHTS,
            BACK,
            state_operations=[
                migrations.CreateModel(
                    name="Look",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "concerned_id",
                                "day",
                                "viewer_id",
                                "room_id",
                                "category",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("day", models.DateField(verbose_name="Tag")),
                        ("category", models.CharField(max_length=32, verbose_name="Datenkategorie")),
                        ("capacity", models.CharField(max_length=20, verbose_name="angesehen als")),
                    ],
                    options={
                        "db_table": "rooms_look",
                        "managed": False,
                        "verbose_name": "Einblick",
                        "verbose_name_plural": "Einblicke",
                    },
                )
            ],
        ),
    ]
