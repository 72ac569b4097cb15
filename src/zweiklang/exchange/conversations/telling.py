"""Who hears that something was said: those who take part today, but for whoever said it. Never what was said."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection

from zweiklang.exchange.live.sending import nudge
from zweiklang.exchange.models import Conversation
from zweiklang.exchange.notices.kinds import Line, NoticeKind, OpenNotice, kind_of
from zweiklang.exchange.notices.telling import settle, tell
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.people.public import MailKind
from zweiklang.rooms.public import Membership, as_system, room_url

# What an open thread waits for.
NEWS = "message"
HELP = "help"
PAGE = "exchange:conversation"
_SUBJECTS = "SELECT room_id, subject FROM exchange_conversation WHERE room_id = ANY (%s) AND kind = %s"


def describe(notices: Sequence[OpenNotice]) -> Mapping[UUID, Line]:
    """Returns what each notice says to its reader: the subject. Conversations the reader has left say nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBJECTS, [[one.about for one in notices], Conversation.Kind.DIRECT])
        subjects = dict(cursor.fetchall())
    return {
        one.id: Line(subjects[one.about], room_url(PAGE, one.about), _how_many(one.count))
        for one in notices
        if one.about in subjects
    }


MESSAGE = NoticeKind(key="message", mail_kind=MailKind.MESSAGES, describe=describe)


def kind_for(conversation: Conversation) -> NoticeKind | None:
    """Returns the kind of notice of that conversation: counselling has one of its own."""
    return kind_of(HELP) if conversation.kind == Conversation.Kind.HELP else MESSAGE


def tell_participants(
    actor: Actor, conversation: Conversation, *, only: Sequence[UUID] | None = None
) -> None:
    """Those who take part today have a notice (or `only` these), and open threads look for what is new at commit."""
    people = present_people(actor, conversation)
    kind = kind_for(conversation)
    told = [one for one in people if only is None or one in only]
    if kind is not None and told:
        tell(actor, people=told, kind=kind, about=conversation.room_id, room_id=conversation.room_id)
    nudge(people, what=NEWS, about=conversation.room_id)


def nudge_participants(actor: Actor, conversation: Conversation) -> None:
    """Open threads look again at commit; nobody gets a notice."""
    nudge(present_people(actor, conversation), what=NEWS, about=conversation.room_id)


def forget_notices(actor: Actor, conversation: Conversation, *, person_id: UUID) -> None:
    """The person has no open notice of the conversation: it was opened, or the person takes part no longer."""
    kind = kind_for(conversation)
    if kind is not None:
        settle(actor, person_ids={person_id}, kind=kind, about=conversation.room_id)


def present_people(actor: Actor, conversation: Conversation) -> list[UUID]:
    """Returns who takes part today, by rule or by choice."""
    with as_system(actor):
        rows = Membership.objects.filter(room=conversation.room_id, first_day__lte=today())
        rows = rows.exclude(last_day__lt=today()).order_by("person_id")
        return list(rows.values_list("person_id", flat=True).distinct())


def _how_many(count: int) -> str:
    return "1 neue Nachricht" if count == 1 else f"{count} neue Nachrichten"
