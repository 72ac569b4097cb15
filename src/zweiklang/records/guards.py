"""What the database itself refuses, whoever asks: changed lines in a locked week, and states reached on a forbidden path."""

import pgtrigger

LOCKED_WEEK = pgtrigger.Trigger(
    name="locked_week",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("locked", "text")],
    func="""
        IF TG_OP = 'DELETE' AND current_user <> 'zweiklang_app' THEN
            RETURN OLD; -- erasure of a whole room
        END IF;
        SELECT state INTO locked FROM records_week
         WHERE id IN (CASE WHEN TG_OP = 'DELETE' THEN OLD.week_id ELSE NEW.week_id END,
                      CASE WHEN TG_OP = 'INSERT' THEN NEW.week_id ELSE OLD.week_id END)
           AND state IN ('submitted', 'signed') LIMIT 1;
        IF locked IS NOT NULL THEN
            RAISE EXCEPTION 'the week is %', locked USING ERRCODE = 'check_violation', CONSTRAINT = 'line_week_open';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)

STATE_PATHS = pgtrigger.Trigger(
    name="state_paths",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state"),
    declare=[("step", "text"), ("needs", "text")],
    func="""
        step := OLD.state || '>' || NEW.state;
        needs := CASE step
            WHEN 'draft>submitted' THEN 'records:write'
            WHEN 'returned>submitted' THEN 'records:write'
            WHEN 'submitted>draft' THEN 'records:write'
            WHEN 'submitted>returned' THEN 'records:sign'
            WHEN 'submitted>signed' THEN 'records:sign'
            WHEN 'signed>returned' THEN 'records:unlock'
        END;
        IF needs IS NULL THEN
            RAISE EXCEPTION 'a week does not go %', step USING ERRCODE = 'check_violation', CONSTRAINT = 'week_state_path';
        END IF;
        IF current_user <> 'zweiklang_system' AND NOT NEW.room_id = ANY (my_rooms(needs)) THEN
            RAISE EXCEPTION '% needs %', step, needs USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    """,
)
