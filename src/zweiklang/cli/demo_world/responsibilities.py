"""Which school of the demo is responsible for whom. Invented: the real responsibilities are decided by the school authorities."""

from datetime import date

from zweiklang.cli.demo_world.cast import OTHER_SCHOOL, SCHOOL
from zweiklang.joining.public import ResponsibilityLine, known_rules, set_responsibilities
from zweiklang.kernel.actor import Actor

SOURCE = "Erfunden für die Vorführung; wer wirklich zuständig ist, legt die Schulaufsicht fest."
GROUPS = ((SCHOOL, "Fachinformatiker"), (OTHER_SCHOOL, "Büromanagement"))


def add_responsibilities(actor: Actor, *, since: date) -> None:
    """Two rules hold, unless somebody has set others."""
    if known_rules():
        return
    lines = [
        ResponsibilityLine(
            line=number, school_number=school[1], group=group, postcode="34", valid_from=since, source=SOURCE
        )
        for number, (school, group) in enumerate(GROUPS, 1)
    ]
    done = set_responsibilities(actor, lines=lines)
    assert not done.problems, done.problems
