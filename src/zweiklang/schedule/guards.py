"""What the database itself refuses, whoever asks: an entry changed under somebody else's name."""

import pgtrigger


def signed_by(column: str, *content: str, unless: str = "false") -> pgtrigger.Trigger:
    """Returns a trigger: whoever changes one of `content` stands in `column` afterwards. `unless` is an SQL condition on NEW.

    Inserts are held by the policies; imports and erasures run in the system role, which is no person.
    """
    names = (*content, column)
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)
    return pgtrigger.Trigger(
        name=f"{column.removesuffix('_id')}_signs",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(changed),
        func=f"""
            IF current_user = 'zweiklang_app' AND NEW.{column} IS DISTINCT FROM my_person() AND NOT ({unless}) THEN
                RAISE EXCEPTION '{column} names somebody else' USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN NEW;
        """,
    )


ABSENCE_LOCK = 7_101
"""The first of the two numbers of an advisory lock: nothing else uses it. The second is the place of a room, one of 1,024."""


def place_of(room: str) -> str:
    """Returns in SQL the place of a room, by the random end of its id. A transaction that writes a whole school takes 1,024 locks at most."""
    return f"(get_byte(uuid_send({room}), 15) + 256 * (get_byte(uuid_send({room}), 14) & 3))"


def one_truth_a_day() -> pgtrigger.Trigger:
    """Returns a trigger: entries of one apprentice's day do not contradict each other (see `contradict` in absences/shapes.py).

    Two at once are one after the other: the room's place is locked until the transaction ends, and looked at again after that.
    Who writes many rooms locks their places first and in order (`alone_with_rooms` in absences/locking.py).
    """
    whole = "{0}.kind = 'absent' AND {0}.minutes IS NULL AND {0}.period IS NULL"
    return pgtrigger.Trigger(
        name="one_truth_a_day",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("kind", "minutes", "period"),  # type: ignore[no-untyped-call]  # untyped in pgtrigger
        func=f"""
            PERFORM pg_advisory_xact_lock({ABSENCE_LOCK}, {place_of("NEW.room_id")});
            IF EXISTS (SELECT FROM schedule_absence o WHERE o.room_id = NEW.room_id AND o.day = NEW.day AND o.id <> NEW.id AND (
                    ({whole.format("NEW")}) OR ({whole.format("o")})
                    OR (NEW.period IS NOT NULL AND NEW.period = o.period)
                    OR (NEW.kind = o.kind AND (NEW.period IS NULL OR o.period IS NULL)))) THEN
                RAISE EXCEPTION 'the day says something else already'
                    USING ERRCODE = 'unique_violation', CONSTRAINT = 'absence_one_truth_a_day';
            END IF;
            RETURN NEW;
        """,
    )
