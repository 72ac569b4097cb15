"""Agreements (Vereinbarungen): noted in a conversation, they stand with the apprenticeship, for everybody who sees talks there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404

from zweiklang.exchange.conversations.policy import concerns, may_agree, may_settle, may_write, sides_of
from zweiklang.exchange.conversations.services import TAKEN, not_said_too_often
from zweiklang.exchange.conversations.shapes import SIDES, Agreed, Side, State
from zweiklang.exchange.conversations.taking_part import note_event
from zweiklang.exchange.conversations.telling import tell_participants
from zweiklang.exchange.models import Agreement, Conversation, Message
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.rooms.public import (
    Member,
    Room,
    Scope,
    Standing,
    as_system,
    members_of,
    my_standings,
    note_look,
    room_url,
    standing_in,
)

LONGEST = 500
FARTHEST = timedelta(days=3 * 366)
# On "Heute" two days before, and until it is settled.
AHEAD = timedelta(days=2)
MOST_WAITING, MOST_LOOKED_AT = 8, 100
_SIDE_OF = {
    "apprentice": Side.APPRENTICE,
    **dict.fromkeys(("trainer", "deputy_trainer", "training_manager"), Side.FIRM),
    **dict.fromkeys(("class_teacher", "subject_teacher", "head_of_school"), Side.SCHOOL),
}
_SETTLED = {State.DONE.value: "Erledigt", State.DROPPED.value: "Aufgehoben"}


@transaction.atomic
def note_agreement(
    actor: Actor, *, conversation: Conversation, message_id: UUID, who: str, what: str, until: date | None
) -> Agreement:
    """The agreement stands with the apprenticeship and in the thread. `who` is a side or the id of somebody in the apprenticeship's room.

    `message_id` comes from the form and is the agreement's id, too: sent twice, it stands there once.
    """
    require(may_write(actor, standing=standing_in(conversation.room_id), conversation=conversation))
    about = my_standings().get(conversation.about_room_id) if conversation.about_room_id else None
    require(may_agree(actor, about=about, about_kind=_kind_of(conversation)))
    assert about is not None
    before = Agreement.objects.filter(pk=message_id, made_by_id=actor.person).first()
    if before is not None:
        return before
    what = _words(what)
    _check_day(until)
    not_said_too_often(actor)
    side, responsible, name = _who(about.room_id, who)
    day = f" (bis {formats.day_long(until)})" if until else ""
    try:
        with transaction.atomic():
            agreement = Agreement.objects.create(
                id=message_id,
                room_id=about.room_id,
                conversation=conversation,
                side=side,
                responsible_id=responsible,
                what=what,
                until=until,
                made_by_id=actor.person,
            )
            _say_in_thread(actor, conversation, message_id, f"{name}: {what}{day}")
    except IntegrityError as error:
        # Also an id that a message has: no form of ours sends one.
        raise Conflict(TAKEN) from error
    tell_participants(actor, conversation)
    return agreement


def _say_in_thread(actor: Actor, conversation: Conversation, message_id: UUID, text: str) -> None:
    with as_system(actor):
        Message.objects.create(
            id=message_id,
            room_id=conversation.room_id,
            author_id=actor.person,
            kind=Message.Kind.AGREEMENT,
            text=text,
        )


@transaction.atomic
def settle_agreement(actor: Actor, *, agreement_id: UUID, state: str) -> bool:
    """The agreement is done or dropped, and its conversation says so; False where it was already. Http404 for a foreign one."""
    if state not in _SETTLED:
        raise Rejected("Bitte wählen Sie „Erledigt“ oder „Aufheben“.")
    rows = Agreement.objects.select_for_update(no_key=True, of=("self",)).filter(pk=agreement_id)
    agreement = rows.select_related("conversation").first()
    if agreement is None:
        raise Http404
    if agreement.state == state:
        return False
    require(may_settle(actor, about=my_standings().get(agreement.room_id), agreement=agreement))
    agreement.state, agreement.settled_by_id, agreement.settled_at = state, actor.person, now()
    agreement.save(update_fields=["state", "settled_by", "settled_at"])
    if agreement.conversation is not None:
        note_event(actor, agreement.conversation, f"{_SETTLED[state]}: {agreement.what}")
        tell_participants(actor, agreement.conversation)
    return True


def agreements_of(
    room_ids: Collection[UUID], *, standings: Mapping[UUID, Standing], actor: Actor
) -> list[Agreed]:
    """Returns the agreements of these apprenticeships, open ones first by their day. One query, none without a room."""
    if not room_ids:
        return []
    rows = Agreement.objects.filter(room__in=room_ids).select_related("responsible", "made_by", "settled_by")
    found = [
        agreed(row, actor=actor, standing=standings.get(row.room_id)) for row in rows.order_by("-made_at")
    ]
    return sorted(found, key=lambda one: (one.state != State.OPEN, one.until or date.max))


def agreed(row: Agreement, *, actor: Actor, standing: Standing | None) -> Agreed:
    """Returns the agreement as pages show it; `row` with responsible, made_by and settled_by."""
    settled = ""
    if row.settled_at and row.settled_by:
        settled = f"{_SETTLED[row.state]} am {formats.day_long_of(row.settled_at)}, {row.settled_by.name}"
    return Agreed(
        id=row.pk,
        room_id=row.room_id,
        who=row.responsible.name if row.responsible else SIDES[row.side],
        what=row.what,
        until=row.until,
        until_words=formats.day_long(row.until) if row.until else "",
        state=row.state,
        made=f"{formats.day_long_of(row.made_at)}, {row.made_by.name}",
        settled=settled,
        due=row.state == State.OPEN and row.until is not None and row.until <= today(),
        settleable=bool(may_settle(actor, about=standing, agreement=row)),
    )


@dataclass(frozen=True, slots=True)
class WaitingAgreement:
    """One line of "Was wartet auf mich?": what, why, and the one act (label and address)."""

    title: str
    note: str
    act: str
    href: str


def rooms_with_sides(standings: Mapping[UUID, Standing]) -> dict[UUID, frozenset[str]]:
    """Returns the apprenticeships in which the person keeps agreements, with the sides he or she belongs to there."""
    sides = {room_id: sides_of(one) for room_id, one in standings.items() if one.kind == "apprenticeship"}
    return {room_id: of_person for room_id, of_person in sides.items() if of_person}


def agreements_waiting(
    actor: Actor, standings: Mapping[UUID, Standing], rows: Iterable[Agreement]
) -> list[WaitingAgreement]:
    """Returns a line for each of these open agreements that the person, or the person's side, has to keep these days.

    The rows come from `exchange.today`, with the name of the `apprentice` beside the agreement's own columns. No query.
    """
    sides = rooms_with_sides(standings)
    found = [row for row in rows if concerns(row, person_id=actor.person, sides=sides[row.room_id])]
    found = found[:MOST_WAITING]
    note_look((row.room_id for row in found), Scope.DEVELOPMENT)
    return [_waiting(row, own="apprentice" in standings[row.room_id].capacities) for row in found]


def _waiting(row: Agreement, *, own: bool) -> WaitingAgreement:
    assert row.until is not None
    whose = "" if own else vars(row)["apprentice"] or ""
    when = "Heute fällig" if row.until == today() else f"Bis {formats.day(row.until)}"
    late = row.until < today()
    return WaitingAgreement(
        title=f"Vereinbart: {row.what}",
        note=f"{f'War bis {formats.day(row.until)} vereinbart' if late else when}{f' ({whose})' if whose else ''}",
        act="Ansehen",
        href=room_url("exchange:room_conversations", row.room_id),
    )


def choices_of_who(about_room: UUID) -> list[tuple[str, str]]:
    """Returns who can take something over: the sides, then the people of the apprenticeship. One query."""
    note_look(about_room, Scope.SCHEDULE)
    people = {str(one.person_id): f"{one.name} ({one.capacity_label})" for one in _members(about_room)}
    return [*SIDES.items(), *people.items()]


def _who(about_room: UUID, who: str) -> tuple[str, UUID | None, str]:
    """Returns the side, the person if one was named, and the words for it."""
    if who in SIDES:
        return who, None, SIDES[who]
    found = next((one for one in _members(about_room) if str(one.person_id) == who), None)
    if found is None:
        raise Rejected("Bitte wählen Sie, wer es übernimmt.", field="who")
    return _SIDE_OF.get(found.capacity, Side.ALL), found.person_id, found.name


def _members(about_room: UUID) -> list[Member]:
    return members_of(about_room, on=today())


def _words(what: str) -> str:
    what = " ".join(what.replace("\x00", "").split())
    if not what:
        raise Rejected("Bitte schreiben Sie, was vereinbart ist.", field="what")
    if len(what) > LONGEST:
        raise Rejected(f"Bitte kürzer: höchstens {LONGEST} Zeichen.", field="what")
    return what


def _check_day(until: date | None) -> None:
    if until and until < today():
        raise Rejected(
            "Dieser Tag ist schon vorbei. Bitte wählen Sie heute oder einen späteren Tag.", field="until"
        )
    if until and until > today() + FARTHEST:
        raise Rejected("Dieser Tag liegt sehr weit in der Zukunft. Bitte prüfen Sie das Jahr.", field="until")


def _kind_of(conversation: Conversation) -> str:
    if conversation.about_room_id is None:
        return ""
    rows = Room.objects.filter(pk=conversation.about_room_id)
    return rows.values_list("kind", flat=True).first() or ""
