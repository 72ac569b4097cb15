"""Who is told that a contract was changed: the apprentice, and whoever trains her. The inbox says which contract, mails say nothing."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from zweiklang.apprenticeships.public import Contract, TrainerAssignment
from zweiklang.exchange.public import Line, NoticeKind, OpenNotice, tell
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Post, posts_at
from zweiklang.people.public import MailKind
from zweiklang.rooms.public import Scope, note_look, room_url

LATELY = timedelta(days=31)
WHAT = "Neues zum Ausbildungsvertrag"
# Whoever has left the apprenticeship is told that it is over for them; of whom, the page no longer says.
LEFT = "Neues zu einem Ausbildungsvertrag, an dem Sie beteiligt waren"


def tell_of_contract(actor: Actor, contract: Contract) -> None:
    """Everybody concerned but the actor has a line in the inbox, and hears by mail as they like. Call inside `as_system`."""
    tell(actor, people=_concerned(contract), kind=CONTRACT, about=contract.pk)


def describe(notices: Sequence[OpenNotice]) -> Mapping[UUID, Line]:
    """Returns a line for each notice; names stand in those about contracts the reader still sees."""
    found = Contract.objects.filter(pk__in=[one.about for one in notices]).select_related("apprentice")
    seen = {contract.pk: contract for contract in found}
    note_look({contract.room_id for contract in seen.values()}, Scope.SCHEDULE)
    return {one.id: _line(seen.get(one.about)) for one in notices}


def _line(contract: Contract | None) -> Line:
    if contract is None:
        return Line(LEFT, reverse("apprenticeships:index"))
    return Line(f"{WHAT}: {contract.apprentice.name}", room_url("apprenticeships:room", contract.room_id))


CONTRACT = NoticeKind("contract", MailKind.CONTRACTS, describe)


def _concerned(contract: Contract) -> set[UUID]:
    """The apprentice, the firm's training managers, and trainers who are or were in charge until lately."""
    lately = Q(last_day__isnull=True) | Q(last_day__gte=today() - LATELY)
    rows = TrainerAssignment.objects.filter(lately, contract=contract)
    posts = posts_at(contract.firm_id, Post.Capacity.TRAINING_MANAGER).filter(lately)
    return {contract.apprentice_id, *(row.person_id for row in rows), *(post.person_id for post in posts)}
