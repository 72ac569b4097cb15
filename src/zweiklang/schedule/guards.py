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
