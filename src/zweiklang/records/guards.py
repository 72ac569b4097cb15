"""What the database itself refuses, whoever asks: changed lines in a locked week, states reached on a forbidden path, acts that
do not fit the state of their week, a state without its act, and words in the school's name that the school did not say.
"""

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
        -- FOR SHARE: nobody submits or signs the week while this line is on its way. The state is looked at row by row,
        -- since as a condition it would be compared before the row is locked.
        FOR locked IN SELECT state FROM records_week
             WHERE id IN (CASE WHEN TG_OP = 'DELETE' THEN OLD.week_id ELSE NEW.week_id END,
                          CASE WHEN TG_OP = 'INSERT' THEN NEW.week_id ELSE OLD.week_id END) ORDER BY id FOR SHARE
        LOOP
            IF locked IN ('submitted', 'signed') THEN
                RAISE EXCEPTION 'the week is %', locked USING ERRCODE = 'check_violation', CONSTRAINT = 'line_week_open';
            END IF;
        END LOOP;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)

STATE_PATHS = pgtrigger.Trigger(
    name="state_paths",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]  # untyped in pgtrigger
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

# A week is submitted when one submission more was made than taken back, returned or signed, and signed when one signature more
# was given than unlocked. Counted, because the times of acts are those of their transactions, which may overlap.
ACT_FITS = pgtrigger.Trigger(
    name="act_fits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("now_is", "text"), ("waiting", "int"), ("signed", "int"), ("fits", "boolean")],
    func="""
        IF current_user <> 'zweiklang_app' THEN
            RETURN NEW; -- the system writes whole histories
        END IF;
        IF NOT EXISTS (SELECT FROM my_memberships() m WHERE m.room_id = NEW.room_id AND m.capacity = NEW.capacity) THEN
            RAISE EXCEPTION 'nobody acts as % without being it', NEW.capacity USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NEW.act IN ('school_noted', 'guardian_noted') THEN
            -- Who only takes note may not lock the week; what they saw is in the digest.
            SELECT state INTO now_is FROM records_week WHERE id = NEW.week_id;
            fits := now_is IN ('submitted', 'signed');
        ELSE
            SELECT state INTO now_is FROM records_week WHERE id = NEW.week_id FOR SHARE;
            SELECT count(*) FILTER (WHERE act = 'submitted')
                       - count(*) FILTER (WHERE act IN ('withdrawn', 'signed', 'returned')),
                   count(*) FILTER (WHERE act = 'signed') - count(*) FILTER (WHERE act = 'unlocked')
              INTO waiting, signed FROM records_recordact WHERE room_id = NEW.room_id AND week_id = NEW.week_id;
            fits := CASE NEW.act
                WHEN 'submitted' THEN now_is = 'submitted' AND waiting = 0 AND signed = 0
                WHEN 'withdrawn' THEN now_is = 'draft' AND waiting = 1
                WHEN 'returned' THEN now_is = 'returned' AND waiting = 1
                WHEN 'signed' THEN now_is = 'signed' AND waiting = 1
                WHEN 'unlocked' THEN now_is = 'returned' AND signed = 1
            END;
        END IF;
        -- A week that cannot be seen and an act that is none are refused by the policy of the table.
        IF now_is IS NOT NULL AND NOT fits THEN
            RAISE EXCEPTION '% does not fit a week that is %', NEW.act, now_is
                USING ERRCODE = 'check_violation', CONSTRAINT = 'record_act_fits';
        END IF;
        RETURN NEW;
    """,
)

# `week_has_state_of_its_acts` (migration 0006) counts the same way, with the owner's rights: at the end of a transaction the
# session may have forgotten its person, on purpose too.
STATE_HAS_ACT = pgtrigger.Trigger(
    name="state_has_act",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]  # untyped in pgtrigger
    timing=pgtrigger.Deferred,
    # The condition is looked at with the change itself; which role the function sees at the end depends on PostgreSQL's version.
    condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state AND current_user = 'zweiklang_app'"),
    func="""
        IF NOT week_has_state_of_its_acts(NEW.id) THEN
            RAISE EXCEPTION 'the week has a state without its act'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'week_state_has_act';
        END IF;
        RETURN NULL;
    """,
)

# `released_topics` (migration 0008) gives what the school has released to firms, in its own words, to the writer of this record.
TOPIC_IS_THE_SCHOOLS = pgtrigger.Trigger(
    name="topic_is_the_schools",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.topic IS NOT NULL"),
    func="""
        IF current_user <> 'zweiklang_app' THEN
            RETURN NEW; -- imports write whole records
        END IF;
        IF TG_OP = 'UPDATE' AND (NEW.topic, NEW.school_text, NEW.released_on, NEW.day, NEW.week_id, NEW.room_id)
                IS NOT DISTINCT FROM (OLD.topic, OLD.school_text, OLD.released_on, OLD.day, OLD.week_id, OLD.room_id) THEN
            RETURN NEW; -- her own sentence beside it
        END IF;
        IF NOT EXISTS (
            SELECT FROM records_week w, released_topics(NEW.room_id, w.monday, w.monday + 6) t
             WHERE w.id = NEW.week_id AND t.id = NEW.topic AND t.wording = NEW.school_text
               AND t.released_on = NEW.released_on AND (NEW.day IS NULL OR NEW.day = t.day)) THEN
            RAISE EXCEPTION 'the school does not say this' USING ERRCODE = 'check_violation', CONSTRAINT = 'line_topic_is_the_schools';
        END IF;
        RETURN NEW;
    """,
)

MARKS_HOLD = pgtrigger.Trigger(
    name="marks_hold",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]  # untyped in pgtrigger
    condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state AND NEW.state = 'submitted'"),
    func="""
        IF current_user = 'zweiklang_app' AND EXISTS (
            SELECT FROM records_line l
             WHERE l.room_id = NEW.room_id AND l.week_id = NEW.id AND l.topic IS NOT NULL
               AND NOT EXISTS (SELECT FROM released_topics(NEW.room_id, NEW.monday, NEW.monday + 6) t
                                WHERE t.id = l.topic AND t.wording = l.school_text)) THEN
            RAISE EXCEPTION 'the school no longer says this' USING ERRCODE = 'check_violation', CONSTRAINT = 'week_marks_hold';
        END IF;
        RETURN NEW;
    """,
)

# Whoever signs may change the state of a week, and with it the row: not what its writer refused.
REFUSED_BY_WRITER = pgtrigger.Trigger(
    name="refused_by_writer",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("refused"),  # type: ignore[no-untyped-call]  # untyped in pgtrigger
    condition=pgtrigger.Condition("OLD.refused IS DISTINCT FROM NEW.refused"),
    func="""
        IF current_user <> 'zweiklang_app' THEN
            RETURN NEW;
        END IF;
        IF NOT NEW.room_id = ANY (my_rooms('records:write')) THEN
            RAISE EXCEPTION 'refusing needs records:write' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF OLD.state IN ('submitted', 'signed') THEN
            RAISE EXCEPTION 'the week is %', OLD.state USING ERRCODE = 'check_violation', CONSTRAINT = 'week_open';
        END IF;
        RETURN NEW;
    """,
)
