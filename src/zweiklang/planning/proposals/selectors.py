"""Reads of proposals. Row-level security lets through those of rooms whose talks and agreements the person may read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from zweiklang.apprenticeships.public import Contract, Enrolment, SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.models import AlignmentProposal, PlanEntry, ProposalAct
from zweiklang.planning.models.proposals import Side
from zweiklang.planning.parties import contracts_in
from zweiklang.planning.proposals.shapes import OPEN, Act, Batch, Kind, Proposal, Says
from zweiklang.planning.proposals.wording import title_of

SAID = {
    Says.COMMENT.value: "schreibt",
    Says.ACCEPT.value: "ist einverstanden",
    Says.DECLINE.value: "ist nicht einverstanden",
    Says.WITHDRAW.value: "zieht den Vorschlag zurück",
}


def proposals_of(room_ids: Collection[UUID]) -> list[Proposal]:
    """Returns the proposals of these apprenticeships with their history, those that wait for an answer first, then newest first.

    Three queries, none without a room.
    """
    rows = proposal_rows(room_ids)
    return told(rows, contracts_in(row.room_id for row in rows))


def proposal_in(room_id: UUID, proposal_id: UUID) -> Proposal:
    """Returns one proposal of that room; 404 for any other. Three queries."""
    rows = list(_rows().filter(room_id=room_id, pk=proposal_id))
    if not rows:
        raise Http404
    return told(rows, contracts_in([room_id]))[0]


def open_proposals(room_ids: Collection[UUID]) -> list[Proposal]:
    """Returns those nobody has answered yet and whose week is not over, newest first. Three queries, none without a room."""
    rows = rows_that_wait(as_firm=room_ids, as_school=room_ids)
    return told(rows, contracts_in(row.room_id for row in rows))


def same_batch(proposal: Proposal) -> list[Proposal]:
    """Returns the other proposals of the same batch to the same firm that the person sees: those of its further apprentices. Three queries."""
    rows = list(_rows().filter(batch=proposal.batch).exclude(pk=proposal.id))
    found = told(rows, contracts_in(row.room_id for row in rows))
    return [one for one in found if one.firm_id == proposal.firm_id]


def proposal_rows(room_ids: Collection[UUID]) -> list[AlignmentProposal]:
    """Returns the rows of these apprenticeships with what was said, newest first. Two queries, none without a room."""
    return list(_rows().filter(room_id__in=room_ids)) if room_ids else []


def rows_that_wait(*, as_firm: Collection[UUID], as_school: Collection[UUID]) -> list[AlignmentProposal]:
    """Returns those an answer of the firm still helps in the first rooms, of the school in the others: nobody has said yes or no, and the
    week is not over. Two queries, none without a room.
    """
    rooms = Q(side=Side.SCHOOL, room_id__in=as_firm) | Q(side=Side.FIRM, room_id__in=as_school)
    weeks = Q(to_week=None) | Q(to_week__gte=monday_of(today()))
    deciding = ProposalAct.objects.filter(proposal_id=OuterRef("pk")).exclude(says=Says.COMMENT)
    return list(_rows().filter(rooms, weeks, ~Exists(deciding))) if as_firm or as_school else []


def told(rows: Iterable[AlignmentProposal], contracts: Mapping[UUID, Contract]) -> list[Proposal]:
    """Returns these rows as pages show them, those that wait for an answer first; `contracts` by room. No query."""
    found = [_proposal(row, contracts[row.room_id]) for row in rows]
    return sorted(found, key=lambda one: one.state != OPEN)


def batches_of(proposals: Iterable[Proposal]) -> list[Batch]:
    """Returns what was suggested, each once, however many firms it went to; the order stays."""
    groups: defaultdict[tuple[UUID, str, UUID | None], list[Proposal]] = defaultdict(list)
    for one in proposals:
        # The id comes from a form: firms that send the same one have not said the same.
        groups[one.batch, one.side, one.firm_id if one.side == Side.FIRM else None].append(one)
    return [_batch(group) for group in groups.values()]


def _batch(group: list[Proposal]) -> Batch:
    by_firm: defaultdict[UUID, set[str]] = defaultdict(set)
    for one in group:
        by_firm[one.firm_id].add(one.state)
    first = group[0]
    return Batch(
        batch=first.batch,
        title=first.title,
        text=first.text,
        side=first.side,
        name=first.name,
        moment=first.moment,
        proposals=tuple(sorted(group, key=lambda one: (one.firm, one.apprentice))),
        firms=len(by_firm),
        agreed=sum(states == {Says.ACCEPT.value} for states in by_firm.values()),
    )


def contracts_of_class(school_class: SchoolClass) -> list[Contract]:
    """Returns the contracts of those who belong to the class today or will, by name, with apprentice and firm. One query."""
    enrolled = Enrolment.objects.filter(school_class=school_class).exclude(last_day__lt=today())
    rows = Contract.objects.filter(pk__in=enrolled.values("contract_id"), last_day__gte=today())
    return list(rows.select_related("apprentice", "firm").order_by("apprentice__sort_key", "pk"))


def class_rooms_of(room_id: UUID) -> list[UUID]:
    """Returns the rooms of the classes to which the apprentice belongs today or will, the present one first. One query."""
    rows = Enrolment.objects.filter(room_id=room_id, contract__isnull=False).exclude(last_day__lt=today())
    return list(rows.order_by("first_day").values_list("school_class__room_id", flat=True))


def class_of(proposal: Proposal) -> UUID | None:
    """Returns the room of the class in which an agreed move is entered; None for other proposals. One query for a move."""
    if proposal.kind != Kind.MOVE or proposal.state != Says.ACCEPT:
        return None
    return next(iter(class_rooms_of(proposal.room_id)), None)


def entry_of(proposal: Proposal) -> UUID | None:
    """Returns the part of the plan an agreed proposal is about: of its position, the one nearest to where it was. One query for a swap."""
    if proposal.position_id is None or proposal.kind != Kind.SWAP or proposal.state != Says.ACCEPT:
        return None
    rows = PlanEntry.objects.filter(room_id=proposal.room_id, position_id=proposal.position_id)
    was = proposal.from_week or monday_of(today())
    found = min(rows.values_list("first_week", "pk"), key=lambda row: (abs(row[0] - was), row), default=None)
    return found[1] if found else None


def _rows() -> QuerySet[AlignmentProposal]:
    acts = ProposalAct.objects.select_related("by").order_by("at", "pk")
    with_all = AlignmentProposal.objects.select_related(
        "learning_field",
        "position__section",
        "made_by",
    )
    return with_all.prefetch_related(Prefetch("acts", queryset=acts)).order_by("-made_at", "-pk")


def _proposal(row: AlignmentProposal, contract: Contract) -> Proposal:
    acts = tuple(_act(act) for act in row.acts.all())
    deciding = [act for act in acts if act.says != Says.COMMENT]
    return Proposal(
        id=row.pk,
        room_id=row.room_id,
        batch=row.batch,
        kind=row.kind,
        side=row.side,
        title=title_of(row),
        text=row.text,
        name=row.made_by.name,
        moment=formats.moment(row.made_at),
        state=deciding[-1].says if deciding else OPEN,
        last=str(deciding[-1].id) if deciding else "",
        acts=acts,
        learning_field_id=row.learning_field_id,
        position_id=row.position_id,
        from_week=row.from_week,
        to_week=row.to_week,
        apprentice=contract.apprentice.name,
        firm_id=contract.firm_id,
        firm=contract.firm.name,
    )


def _act(row: ProposalAct) -> Act:
    return Act(row.pk, row.side, row.says, SAID[row.says], row.text, row.by.name, formats.moment(row.at))
