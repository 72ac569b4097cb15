"""Lines remember what they were made of and carry the school's own words; weeks remember which proposals were refused.

`released_topics` tells the writer of a record what the classes of that apprenticeship did in some days, as far as the school has released
it to firms: as far as somebody of a firm may read it in the class's room today. What firms may not read is not certified into a record
that a firm reads. It runs with the owner's rights, because memberships of others are not the apprentice's to read.
"""

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

WORDING = """
CREATE FUNCTION school_wording(subject text, learning_field text, topic text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN concat_ws(' · ', 'LF ' || NULLIF(learning_field, ''), NULLIF(subject, ''), topic);
"""
TODAY = "(now() AT TIME ZONE 'Europe/Berlin')::date"
RELEASED = f"""
CREATE FUNCTION released_topics(contract_room uuid, first date, last date)
    RETURNS TABLE (id uuid, day date, subject text, wording text, released_on date, plan_item uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT t.id, t.day, t.subject::text, school_wording(t.subject, t.learning_field, t.topic),
               COALESCE(t.released_on, (t.written_at AT TIME ZONE 'Europe/Berlin')::date), f.id
          FROM apprenticeships_contract c
          JOIN apprenticeships_enrolment e ON e.contract_id = c.id
          JOIN apprenticeships_schoolclass s ON s.id = e.school_class_id
          JOIN schedule_lessontopic t ON t.room_id = s.room_id AND t.day BETWEEN first AND last
               AND t.day >= e.first_day AND (e.last_day IS NULL OR t.day <= e.last_day)
          LEFT JOIN curricula_learningfield f ON f.curriculum_id = c.curriculum_id AND f.number = t.learning_field
         WHERE c.room_id = contract_room AND contract_room = ANY (my_rooms('records:write'))
           AND EXISTS (
               SELECT FROM rooms_membership m
                WHERE m.room_id = s.room_id AND m.capacity IN ('trainer', 'deputy_trainer', 'training_manager')
                  AND m.first_day <= {TODAY} AND (m.last_day IS NULL OR m.last_day >= {TODAY})
                  AND (('lessons' = ANY (m.scopes) AND COALESCE((m.starts ->> 'lessons')::date, '-infinity') <= t.day)
                    OR (t.released_on IS NOT NULL AND 'lessons:item' = ANY (m.scopes)
                        AND COALESCE((m.starts ->> 'lessons:item')::date, '-infinity') <= t.day)))
    $$;
REVOKE ALL ON FUNCTION school_wording(text, text, text), released_topics(uuid, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION school_wording(text, text, text), released_topics(uuid, date, date) TO zweiklang_app, zweiklang_system;
"""
BACK = "DROP FUNCTION released_topics(uuid, date, date); DROP FUNCTION school_wording(text, text, text);"


class Migration(migrations.Migration):
    """Adds origin, topic, school_text and released_on to lines, refused to weeks, and released_topics()."""

    dependencies = [
        ("records", "0007_state_has_act_of_people"),
        ("rooms", "0010_looks_go_with_people"),
        ("apprenticeships", "0006_people_kept_by_firms"),
        ("curricula", "0003_framework_stored_at"),
        ("schedule", "0002_reason_of_its_absence"),
    ]

    operations = [
        migrations.RunSQL(WORDING + RELEASED, BACK),
        pgtrigger.migrations.RemoveTrigger(
            model_name="line",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="line",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="line",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="week",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="week",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="week",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="line",
            name="origin",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="Herkunft"
            ),
        ),
        migrations.AddField(
            model_name="line",
            name="released_on",
            field=models.DateField(blank=True, null=True, verbose_name="freigegeben am"),
        ),
        migrations.AddField(
            model_name="line",
            name="school_text",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=430, verbose_name="Thema laut Schule"
            ),
        ),
        migrations.AddField(
            model_name="line",
            name="topic",
            field=models.UUIDField(blank=True, null=True, verbose_name="Unterrichtsthema"),
        ),
        migrations.AddField(
            model_name="linehistory",
            name="origin",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="Herkunft"
            ),
        ),
        migrations.AddField(
            model_name="linehistory",
            name="released_on",
            field=models.DateField(blank=True, null=True, verbose_name="freigegeben am"),
        ),
        migrations.AddField(
            model_name="linehistory",
            name="school_text",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=430, verbose_name="Thema laut Schule"
            ),
        ),
        migrations.AddField(
            model_name="linehistory",
            name="topic",
            field=models.UUIDField(blank=True, null=True, verbose_name="Unterrichtsthema"),
        ),
        migrations.AddField(
            model_name="week",
            name="refused",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                db_default=[],
                default=list,
                verbose_name="nicht gewollt",
            ),
        ),
        migrations.AddField(
            model_name="weekhistory",
            name="refused",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                db_default=[],
                default=list,
                verbose_name="nicht gewollt",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="line",
            trigger=pgtrigger.compiler.Trigger(
                name="topic_is_the_schools",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.topic IS NOT NULL)",
                    func="\n        IF current_user <> 'zweiklang_app' THEN\n            RETURN NEW; -- imports write whole records\n        END IF;\n        IF TG_OP = 'UPDATE' AND (NEW.topic, NEW.school_text, NEW.released_on, NEW.day, NEW.week_id, NEW.room_id)\n                IS NOT DISTINCT FROM (OLD.topic, OLD.school_text, OLD.released_on, OLD.day, OLD.week_id, OLD.room_id) THEN\n            RETURN NEW; -- her own sentence beside it\n        END IF;\n        IF NOT EXISTS (\n            SELECT FROM records_week w, released_topics(NEW.room_id, w.monday, w.monday + 6) t\n             WHERE w.id = NEW.week_id AND t.id = NEW.topic AND t.wording = NEW.school_text\n               AND t.released_on = NEW.released_on AND (NEW.day IS NULL OR NEW.day = t.day)) THEN\n            RAISE EXCEPTION 'the school does not say this' USING ERRCODE = 'check_violation', CONSTRAINT = 'line_topic_is_the_schools';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="f6d5446266047140e7cfd02c229c1a4dfc62a867",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_topic_is_the_schools_7233a",
                    table="records_line",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="line",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "records_linehistory" ("day", "id", "minutes", "order", "origin", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "plan_items", "released_on", "room_id", "school_text", "text", "topic", "week_id") VALUES (NEW."day", NEW."id", NEW."minutes", NEW."order", NEW."origin", NOW(), \'insert\', NEW."id", NEW."place", NEW."plan_items", NEW."released_on", NEW."room_id", NEW."school_text", NEW."text", NEW."topic", NEW."week_id"); RETURN NULL;',
                    hash="936502252243f252fe22c2c3ec66417122fd50b5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7a34d",
                    table="records_line",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="line",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "records_linehistory" ("day", "id", "minutes", "order", "origin", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "plan_items", "released_on", "room_id", "school_text", "text", "topic", "week_id") VALUES (NEW."day", NEW."id", NEW."minutes", NEW."order", NEW."origin", NOW(), \'update\', NEW."id", NEW."place", NEW."plan_items", NEW."released_on", NEW."room_id", NEW."school_text", NEW."text", NEW."topic", NEW."week_id"); RETURN NULL;',
                    hash="4d474e77d0e73b32d703e96f1bbe6ef5555d57b1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6ca41",
                    table="records_line",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="line",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "records_linehistory" ("day", "id", "minutes", "order", "origin", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "plan_items", "released_on", "room_id", "school_text", "text", "topic", "week_id") VALUES (OLD."day", OLD."id", OLD."minutes", OLD."order", OLD."origin", NOW(), \'delete\', OLD."id", OLD."place", OLD."plan_items", OLD."released_on", OLD."room_id", OLD."school_text", OLD."text", OLD."topic", OLD."week_id"); RETURN NULL;',
                    hash="80bfde88ec7e81940429aa58e0c0173bd0e8b1c7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_25b88",
                    table="records_line",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="week",
            trigger=pgtrigger.compiler.Trigger(
                name="marks_hold",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state = 'submitted')",
                    func="\n        IF current_user = 'zweiklang_app' AND EXISTS (\n            SELECT FROM records_line l\n             WHERE l.room_id = NEW.room_id AND l.week_id = NEW.id AND l.topic IS NOT NULL\n               AND NOT EXISTS (SELECT FROM released_topics(NEW.room_id, NEW.monday, NEW.monday + 6) t\n                                WHERE t.id = l.topic AND t.wording = l.school_text)) THEN\n            RAISE EXCEPTION 'the school no longer says this' USING ERRCODE = 'check_violation', CONSTRAINT = 'week_marks_hold';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="93c8d7e91aa48c366009cf2804ce0887b9429ad9",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_marks_hold_6a620",
                    table="records_week",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="week",
            trigger=pgtrigger.compiler.Trigger(
                name="refused_by_writer",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.refused IS DISTINCT FROM NEW.refused)",
                    func="\n        IF current_user <> 'zweiklang_app' THEN\n            RETURN NEW;\n        END IF;\n        IF NOT NEW.room_id = ANY (my_rooms('records:write')) THEN\n            RAISE EXCEPTION 'refusing needs records:write' USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF OLD.state IN ('submitted', 'signed') THEN\n            RAISE EXCEPTION 'the week is %', OLD.state USING ERRCODE = 'check_violation', CONSTRAINT = 'week_open';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="6e08918b038fdd99772c73c4213a771737b5cf30",
                    operation='UPDATE OF "refused"',
                    pgid="pgtrigger_refused_by_writer_73a69",
                    table="records_week",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="week",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "records_weekhistory" ("changed_at", "contract_id", "id", "monday", "pgh_created_at", "pgh_label", "pgh_obj_id", "refused", "room_id", "state") VALUES (NEW."changed_at", NEW."contract_id", NEW."id", NEW."monday", NOW(), \'insert\', NEW."id", NEW."refused", NEW."room_id", NEW."state"); RETURN NULL;',
                    hash="e0e61222f8692690f36272e7979d46033b8dc1a5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9c53c",
                    table="records_week",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="week",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "records_weekhistory" ("changed_at", "contract_id", "id", "monday", "pgh_created_at", "pgh_label", "pgh_obj_id", "refused", "room_id", "state") VALUES (NEW."changed_at", NEW."contract_id", NEW."id", NEW."monday", NOW(), \'update\', NEW."id", NEW."refused", NEW."room_id", NEW."state"); RETURN NULL;',
                    hash="be7b40b18c514eb360c3ace2fbe0537b269559d0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9c6f9",
                    table="records_week",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="week",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "records_weekhistory" ("changed_at", "contract_id", "id", "monday", "pgh_created_at", "pgh_label", "pgh_obj_id", "refused", "room_id", "state") VALUES (OLD."changed_at", OLD."contract_id", OLD."id", OLD."monday", NOW(), \'delete\', OLD."id", OLD."refused", OLD."room_id", OLD."state"); RETURN NULL;',
                    hash="f283d1da892047354a72181e19f437d028e4206d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e1cdb",
                    table="records_week",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("released_on__isnull", True), ("school_text", ""), ("topic__isnull", True)),
                    models.Q(
                        ("place", "school"),
                        ("released_on__isnull", False),
                        ("topic__isnull", False),
                        models.Q(("school_text", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="line_topic_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", ""), _negated=True),
                fields=("week", "origin"),
                name="line_of_each_proposal_once",
            ),
        ),
    ]
