"""What the demo's school and firms have agreed about both plans: links, releases, proposals. Written as rows: it was days ago."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import BERLIN, now, today
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.planning.public import AlignmentProposal, CurriculumLink, LinkDecision, ProposalAct
from zweiklang.rooms.public import ReleaseDecision, recompute_memberships

WEEK = timedelta(days=7)
# Position and Lernfeld, how many people agreed. The school has confirmed them all.
LINKS = (
    ("A3", "LF2", 5),
    ("A4", "LF2", 3),
    ("A8", "LF3", 6),
    ("A6", "LF4", 9),
    ("A10", "LF5", 8),
    ("A2", "LF6", 4),
    ("A8", "LF6", 7),
    ("A4", "LF7", 3),
    ("A10", "LF8", 6),
    ("B1", "LF8", 4),
    ("A9", "LF9", 5),
    ("A6", "LF9", 2),
    ("B1", "LF10a", 6),
    ("B1", "LF11a", 7),
    ("B2", "LF11a", 4),
    ("A7", "LF12a", 3),
    ("A1", "LF12a", 2),
)  # fmt: skip - one line a few pairs
REASON = "Die Klassenleitung soll sehen, wann wir was ausbilden. So lässt es sich abstimmen."
RELEASED_DAYS_AGO = 40
MOVE_TEXT = (
    "Dann liegt es vor Ihrer Inventur, und die Auszubildenden können es gleich anwenden. Passt das bei Ihnen?"
)
VISIT_TEXT = "Kommen Sie mit der Klasse einen Vormittag zu uns: Wir zeigen, wie wir Werkstätten planen."
VISIT_ANSWER = "Sehr gern. Ich komme mit beiden Gruppen."
DECLINED = "In diesen Wochen ist unser Umzug, da fehlt uns die Ruhe dafür."
SWAP_TEXT = "Wir ziehen die Sicherheit vor. Könnten Sie das Lernfeld dazu auch früher nehmen?"
COMMENT = "Ich kläre das mit der Abteilung und melde mich."


def confirm_links(school: Organisation, items: dict[str, UUID]) -> None:
    """The school has confirmed which positions belong to which Lernfelder; what is known already stays. Called inside `as_system`."""
    for position, field, votes in LINKS:
        link, _ = CurriculumLink.objects.get_or_create(
            position_id=items[position],
            learning_field_id=items[field],
            skill="",
            defaults={"source": CurriculumLink.Source.PEOPLE, "proposed_for": school, "votes_for": votes},
        )
        LinkDecision.objects.get_or_create(
            school=school, link=link, defaults={"says": LinkDecision.Says.CONFIRMED}
        )


def release_plan(actor: Actor, firm: Organisation, manager: Person) -> None:
    """The firm shows its training plans to class teachers. Called inside `as_system`."""
    effective = today() - timedelta(days=RELEASED_DAYS_AGO)
    _, new = ReleaseDecision.objects.get_or_create(
        body="firm",
        organisation=firm,
        category="plan",
        capacity="class_teacher",
        defaults={
            "state": "open",
            "effective_on": effective,
            "reason": REASON,
            "decided_by": manager,
            "decided_as": "Ausbildungsleitung",
            "decided_at": datetime.combine(effective, time(10, 5), tzinfo=BERLIN),
        },
    )
    # A demo of an earlier version has its memberships already; in a new one contracts are concluded afterwards.
    if new and Contract.objects.filter(firm=firm).exists():
        recompute_memberships(actor)


def propose_a_move(
    contracts: Iterable[Contract],
    teacher: Person,
    *,
    learning_field_id: UUID,
    first_week: date,
    answers: dict[UUID, tuple[str, Person]],
) -> None:
    """The class teacher has suggested to all firms to take that Lernfeld two weeks later; some have answered. Called inside `as_system`.

    `answers`: by firm what it said and who.
    """
    batch, made = new_id(), now() - timedelta(days=6)
    for contract in contracts:
        proposal = AlignmentProposal.objects.create(
            room_id=contract.room_id,
            batch=batch,
            side="school",
            kind="move",
            learning_field_id=learning_field_id,
            from_week=first_week,
            to_week=first_week + 2 * WEEK,
            text=MOVE_TEXT,
            made_by=teacher,
            made_at=made,
        )
        if contract.firm_id in answers:
            says, person = answers[contract.firm_id]
            text = {"decline": DECLINED, "comment": COMMENT}.get(says, "")
            _answer(proposal, "firm", says, person, text=text, at=made + timedelta(days=2))


def agree_on_a_visit(contract: Contract, manager: Person, teacher: Person) -> None:
    """The firm has invited the class, the class teacher has agreed. Called inside `as_system`."""
    made = now() - timedelta(days=16)
    proposal = AlignmentProposal.objects.create(
        room_id=contract.room_id,
        batch=new_id(),
        side="firm",
        kind="visit",
        text=VISIT_TEXT,
        made_by=manager,
        made_at=made,
    )
    _answer(proposal, "school", "accept", teacher, text=VISIT_ANSWER, at=made + timedelta(days=1))


def suggest_a_swap(
    contract: Contract, trainer: Person, *, position_id: UUID, from_week: date, to_week: date
) -> None:
    """The firm has suggested to move a part of its plan, and nobody has answered yet. Called inside `as_system`."""
    AlignmentProposal.objects.create(
        room_id=contract.room_id,
        batch=new_id(),
        side="firm",
        kind="swap",
        position_id=position_id,
        from_week=from_week,
        to_week=to_week,
        text=SWAP_TEXT,
        made_by=trainer,
        made_at=now() - timedelta(days=1),
    )


def _answer(
    proposal: AlignmentProposal, side: str, says: str, person: Person, *, text: str, at: datetime
) -> None:
    ProposalAct.objects.create(
        room_id=proposal.room_id, proposal=proposal, side=side, says=says, text=text, by=person, at=at
    )
