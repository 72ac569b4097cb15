"""Whose view may be shown to whom."""

from collections.abc import Iterable

from zweiklang.kernel.decisions import YES, Decision, no
from zweiklang.rooms.public import Membership, Standing, rule_categories

MORE = "Diese Ansicht zeigt zurzeit mehr, als Sie selbst in diesem Raum sehen. Für Sie geschlossen:"


def may_look_as(theirs: Iterable[Membership], *, standing: Standing) -> Decision:
    """A view shows what somebody sees in all their capacities, and is never a way to see more than one may oneself."""
    open_to_them = {scope.removesuffix(":item") for row in theirs for scope in row.scopes}
    more = [
        one.label
        for key, one in rule_categories().items()
        if key in open_to_them and not standing.carries(key)
    ]
    return no(f"{MORE} {', '.join(more)}.") if more else YES
