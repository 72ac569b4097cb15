"""Acts fit the state of their week, states have their act, and a line holds its week as it is (`records.guards`)."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


# Of a week it tells nothing but whether its state is that of its acts; of no week (removed meanwhile) it says yes.
CREATE = """
CREATE FUNCTION week_has_state_of_its_acts(week uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT coalesce((
        SELECT (w.state = 'submitted', w.state = 'signed') = (
            SELECT count(*) FILTER (WHERE act = 'submitted') - count(*) FILTER (WHERE act IN ('withdrawn', 'signed', 'returned')) = 1,
                    count(*) FILTER (WHERE act = 'signed') - count(*) FILTER (WHERE act = 'unlocked') = 1
              FROM records_recordact a WHERE a.room_id = w.room_id AND a.week_id = w.id)
          FROM records_week w WHERE w.id = week), true) $$;
REVOKE ALL ON FUNCTION week_has_state_of_its_acts(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION week_has_state_of_its_acts(uuid) TO zweiklang_app, zweiklang_system;
"""


class Migration(migrations.Migration):
    """Adds act_fits and state_has_act, and FOR SHARE to locked_week."""

    dependencies = [
        ('records', '0005_fewer_indexes'),
    ]

    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION week_has_state_of_its_acts(uuid)"),
        pgtrigger.migrations.RemoveTrigger(
            model_name='line',
            name='locked_week',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='line',
            trigger=pgtrigger.compiler.Trigger(name='locked_week', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE locked text;', func="\n        IF TG_OP = 'DELETE' AND current_user <> 'zweiklang_app' THEN\n            RETURN OLD; -- erasure of a whole room\n        END IF;\n        -- FOR SHARE: nobody submits or signs the week while this line is on its way. The state is looked at row by row,\n        -- since as a condition it would be compared before the row is locked.\n        FOR locked IN SELECT state FROM records_week\n             WHERE id IN (CASE WHEN TG_OP = 'DELETE' THEN OLD.week_id ELSE NEW.week_id END,\n                          CASE WHEN TG_OP = 'INSERT' THEN NEW.week_id ELSE OLD.week_id END) ORDER BY id FOR SHARE\n        LOOP\n            IF locked IN ('submitted', 'signed') THEN\n                RAISE EXCEPTION 'the week is %', locked USING ERRCODE = 'check_violation', CONSTRAINT = 'line_week_open';\n            END IF;\n        END LOOP;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='96675f374c89e5155d8fa836659afd3c4d875f30', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_locked_week_fb367', table='records_line', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordact',
            trigger=pgtrigger.compiler.Trigger(name='act_fits', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE now_is text; waiting int; signed int; fits boolean;', func="\n        IF current_user <> 'zweiklang_app' THEN\n            RETURN NEW; -- the system writes whole histories\n        END IF;\n        IF NOT EXISTS (SELECT FROM my_memberships() m WHERE m.room_id = NEW.room_id AND m.capacity = NEW.capacity) THEN\n            RAISE EXCEPTION 'nobody acts as % without being it', NEW.capacity USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF NEW.act IN ('school_noted', 'guardian_noted') THEN\n            -- Who only takes note may not lock the week; what they saw is in the digest.\n            SELECT state INTO now_is FROM records_week WHERE id = NEW.week_id;\n            fits := now_is IN ('submitted', 'signed');\n        ELSE\n            SELECT state INTO now_is FROM records_week WHERE id = NEW.week_id FOR SHARE;\n            SELECT count(*) FILTER (WHERE act = 'submitted')\n                       - count(*) FILTER (WHERE act IN ('withdrawn', 'signed', 'returned')),\n                   count(*) FILTER (WHERE act = 'signed') - count(*) FILTER (WHERE act = 'unlocked')\n              INTO waiting, signed FROM records_recordact WHERE room_id = NEW.room_id AND week_id = NEW.week_id;\n            fits := CASE NEW.act\n                WHEN 'submitted' THEN now_is = 'submitted' AND waiting = 0 AND signed = 0\n                WHEN 'withdrawn' THEN now_is = 'draft' AND waiting = 1\n                WHEN 'returned' THEN now_is = 'returned' AND waiting = 1\n                WHEN 'signed' THEN now_is = 'signed' AND waiting = 1\n                WHEN 'unlocked' THEN now_is = 'returned' AND signed = 1\n            END;\n        END IF;\n        -- A week that cannot be seen and an act that is none are refused by the policy of the table.\n        IF now_is IS NOT NULL AND NOT fits THEN\n            RAISE EXCEPTION '% does not fit a week that is %', NEW.act, now_is\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'record_act_fits';\n        END IF;\n        RETURN NEW;\n    ", hash='882ea4a7e90fe088344c76e31aebaf06e85837cb', operation='INSERT', pgid='pgtrigger_act_fits_f4324', table='records_recordact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='week',
            trigger=pgtrigger.compiler.Trigger(name='state_has_act', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.state IS DISTINCT FROM NEW.state)', constraint='CONSTRAINT', func="\n        IF current_user = 'zweiklang_app' AND NOT week_has_state_of_its_acts(NEW.id) THEN\n            RAISE EXCEPTION 'the week has a state without its act'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'week_state_has_act';\n        END IF;\n        RETURN NULL;\n    ", hash='2541f2bc94325cea3a4fe33deafd176503ddb441', operation='UPDATE OF "state"', pgid='pgtrigger_state_has_act_a1f9e', table='records_week', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
    ]
