"""Who may change a cell of the release rules here, and who else if not."""

from zweiklang.kernel.decisions import YES, Decision, no
from zweiklang.privacy.rules.selectors import Body, RuleInForce
from zweiklang.rooms.public import State

_ABOVE = {
    "school": "Darüber entscheidet das Land.",
    "class": "Darüber entscheidet die Schule.",
    "firm": "Darüber entscheidet nicht der Betrieb.",
    "land": "Darüber entscheidet niemand.",
}


def may_change(body: Body, *, may_decide: Decision, rule: RuleInForce, has_choices: bool) -> Decision:
    """Whoever decides for the body may change what the law and the body above leave to it."""
    if rule.fixed:
        return no("Das legt das Gesetz fest. Niemand kann es anders entscheiden.")
    if not has_choices:
        firm = body.kind != "firm" and rule.land_state == State.FIRM
        return no("Darüber entscheidet jeder Betrieb selbst." if firm else _ABOVE[body.kind])
    return may_decide


def may_read_rules(kind: str, capacities: frozenset[str]) -> Decision:
    """The rules of an organisation are read by those who lead it, its office, and a firm's trainers; those of a class by its teachers."""
    readers = {
        "school": {"head_of_school", "school_office"},
        "firm": {"training_manager", "trainer"},
        "authority": {"land"},
        "class": {"class_teacher", "subject_teacher", "head_of_school", "school_office"},
    }
    return YES if readers.get(kind, set()) & capacities else no("Diese Seite ist für die Leitung.")
