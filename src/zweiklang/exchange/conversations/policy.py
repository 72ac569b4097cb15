"""Who may open, write, change, add and agree. Each refusal says why and who can. Who may read is the database's affair."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from zweiklang.exchange.models import Agreement, Conversation, Message
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.rooms.public import Scope, Standing

WRITES = (Scope.CONVERSATION_WRITE, Scope.COUNSELLING_WRITE)
# By what only that side carries in the room of an apprenticeship.
_BY_SCOPE = (
    (Scope.SCHEDULE_WRITE, Agreement.Side.SCHOOL),
    (Scope.SCHEDULE_DECIDE, Agreement.Side.FIRM),
    (Scope.SCHEDULE_ANSWER, Agreement.Side.APPRENTICE),
)


class WrittenBy(Protocol):
    """What a policy asks of a message: a row of it, or the model."""

    @property
    def author_id(self) -> UUID:
        """Who wrote it."""

    @property
    def kind(self) -> str:
        """A text, an event, an agreement."""

    @property
    def withdrawn_at(self) -> datetime | None:
        """When it was taken back, if it was."""


class AddedBy(Protocol):
    """What a policy asks of a participation: a row of it, or the model."""

    @property
    def person_id(self) -> UUID:
        """Who takes part."""

    @property
    def added_by_id(self) -> UUID:
        """Who brought the person in."""


def may_open(actor: Actor, *, related: bool) -> Decision:
    """People talk to those with whom they have to do: in the same room, or with the organisation of one."""
    if actor.person_id and related:
        return YES
    return no("Ein Gespräch beginnt, wer mit der Ausbildung, der Klasse oder der Organisation zu tun hat.")


def may_write(actor: Actor, *, standing: Standing, conversation: Conversation) -> Decision:
    """Participants write, as long as the conversation has not ended."""
    if actor.person_id is None or not any(standing.carries(scope) for scope in WRITES):
        return no("In diesem Gespräch schreiben die Teilnehmenden.")
    if conversation.ended_at:
        return not_now("Dieses Gespräch ist beendet. Sie können ein neues beginnen.")
    return YES


def may_edit(actor: Actor, *, message: WrittenBy) -> Decision:
    """Whoever wrote a message changes it, and everybody sees what stood there before."""
    if message.author_id != actor.person_id or message.kind != Message.Kind.TEXT:
        return no("Eine Nachricht ändert, wer sie geschrieben hat.")
    return not_now("Diese Nachricht ist zurückgezogen.") if message.withdrawn_at else YES


def may_withdraw(actor: Actor, *, message: Message) -> Decision:
    """Whoever wrote a message takes it back; that there was one stays."""
    if message.author_id != actor.person_id or message.kind != Message.Kind.TEXT:
        return no("Eine Nachricht zieht zurück, wer sie geschrieben hat.")
    return YES


def may_add(actor: Actor, *, standing: Standing, conversation: Conversation) -> Decision:
    """Every participant adds people; counselling stays between two."""
    if conversation.kind == Conversation.Kind.HELP:
        return no("Zu diesem Gespräch kommt niemand dazu.")
    return may_write(actor, standing=standing, conversation=conversation)


def may_remove(actor: Actor, *, conversation: Conversation, participation: AddedBy) -> Decision:
    """Whoever opened the conversation, or added the person, takes the person out again."""
    if participation.person_id == actor.person_id:
        return no("Sie selbst verlassen das Gespräch mit „Gespräch verlassen“.")
    if participation.person_id == conversation.opened_by_id:
        return no("Wer das Gespräch begonnen hat, verlässt es selbst.")
    if conversation.kind == Conversation.Kind.HELP or actor.person_id not in (
        conversation.opened_by_id,
        participation.added_by_id,
    ):
        return no(
            "Entfernen kann, wer das Gespräch begonnen oder die Person dazugeholt hat. Jede Person kann selbst gehen."
        )
    return YES


def may_agree(actor: Actor, *, about: Standing | None, about_kind: str) -> Decision:
    """Apprentice, firm and class teacher note what they agree; it stands with the apprenticeship."""
    if about_kind != "apprenticeship":
        return no("Vereinbarungen gehören zu einer Ausbildung. Dieses Gespräch hat ein anderes Thema.")
    if actor.person_id and about is not None and about.carries(Scope.DEVELOPMENT_WRITE):
        return YES
    return no("Vereinbarungen halten Auszubildende, Betrieb und Klassenleitung fest.")


def may_settle(actor: Actor, *, about: Standing | None, agreement: Agreement) -> Decision:
    """The same people say what became of it, once."""
    if actor.person_id is None or about is None or not about.carries(Scope.DEVELOPMENT_WRITE):
        return no("Was aus einer Vereinbarung wird, sagen Auszubildende, Betrieb und Klassenleitung.")
    if agreement.state != Agreement.State.OPEN:
        return not_now("Diese Vereinbarung ist schon abgeschlossen.")
    return YES


def sides_of(standing: Standing | None) -> frozenset[str]:
    """Returns the sides for which somebody with that standing does things; none for readers."""
    if standing is None:
        return frozenset()
    return frozenset(side.value for scope, side in _BY_SCOPE if standing.carries(scope))


def concerns(agreement: Agreement, *, person_id: UUID, sides: frozenset[str]) -> bool:
    """True if the person is the one who does it: by name, or for the side, or one of all."""
    if agreement.responsible_id:
        return agreement.responsible_id == person_id
    return agreement.side in sides or (agreement.side == Agreement.Side.ALL and bool(sides))
