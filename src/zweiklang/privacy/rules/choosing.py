"""Among which states a body chooses for a cell, and why not where it cannot."""

from zweiklang.privacy.rules.selectors import Body, RuleInForce
from zweiklang.rooms.public import State, rule_choices

_ANYBODY = (State.CLOSED, State.OPEN, State.CONSENT)


def choices_for(body: Body, rule: RuleInForce) -> tuple[State, ...]:
    """Returns the states among which the body may choose for the cell; empty if it has no say.

    What a firm writes the Land leaves to firms, what a school writes to schools and teachers. Nobody single can consent to what is
    about a whole class.
    """
    if rule.fixed:
        return ()
    if body.kind == "land":
        found: tuple[State, ...] = (*_ANYBODY, *_left_to(rule.category.key))
    elif body.kind == "class":
        found = _of_class(rule)
    else:
        found = rule_choices(rule.land_state, level=body.kind)
    return tuple(state for state in found if rule.category.personal or state != State.CONSENT)


def _left_to(category: str) -> tuple[State, ...]:
    return (State.FIRM,) if category == "plan" else (State.SCHOOL, State.TEACHER)


def _of_class(rule: RuleInForce) -> tuple[State, ...]:
    if rule.school_state != State.TEACHER:
        return ()
    found = rule_choices(rule.land_state, level="class")
    # Rows of other categories cannot be released one by one: all or nothing.
    return found if rule.category.items else tuple(state for state in found if state != State.TEACHER)


def default_of(body: Body, land_state: str) -> str:
    """Returns what holds for a body below the Land until it decides."""
    if body.kind == "class":
        return State.TEACHER
    found = rule_choices(land_state, level=body.kind)
    return str(found[0]) if found else land_state
