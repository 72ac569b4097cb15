"""What the first school of the demo has decided about its rules. Written as rows: a service would decide today, and this is weeks ago."""

from datetime import datetime, time, timedelta

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, today
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import ReleaseDecision, recompute_memberships

# Days ago, category, capacity, state, reason.
DECISIONS = (
    (63, "lessons", "trainer", "teacher", "Wir sammeln Erfahrung: Lehrkräfte geben einzelne Themen frei."),
    (
        28,
        "lessons",
        "trainer",
        "open",
        "Die Schulkonferenz hat zugestimmt. Betriebe knüpfen an den Unterricht an.",
    ),
    (21, "absences", "trainer", "open", "Betriebe sollen wissen, wer fehlt, und nicht nachfragen müssen."),
)


def add_rules(actor: Actor, school: Organisation, head: Person) -> None:
    """The head of school has opened lesson topics (in two steps) and absences to firms; what was decided since stays. Called inside `as_system`."""
    if ReleaseDecision.objects.filter(organisation=school).exists():
        return
    ReleaseDecision.objects.bulk_create(
        ReleaseDecision(
            body="school",
            organisation=school,
            category=category,
            capacity=capacity,
            state=state,
            effective_on=today() - timedelta(days=ago),
            reason=reason,
            decided_by=head,
            decided_as="Schulleitung",
            decided_at=datetime.combine(today() - timedelta(days=ago + 2), time(11, 20), tzinfo=BERLIN),
        )
        for ago, category, capacity, state, reason in DECISIONS
    )
    # A demo of an earlier version has its memberships already; a new one has none yet.
    recompute_memberships(actor)
