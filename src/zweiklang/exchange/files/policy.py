"""Who may put files where, and take them away again. Each refusal says why and who can do it."""

from collections.abc import Callable

from zweiklang.exchange.models import StoredFile
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.rooms.public import Scope, Standing

type Rule = Callable[[Actor, Standing], Decision]

WRITING: dict[str, Scope] = {
    "apprenticeship": Scope.DEVELOPMENT_WRITE,
    "conversation": Scope.CONVERSATION_WRITE,
    "counselling": Scope.COUNSELLING_WRITE,
    "appointment": Scope.APPOINTMENT_WRITE,
}
"""By kind of room: what one must carry to put a file there."""
TALKS = frozenset({"conversation", "counselling"})
"""Kinds of rooms in which a file belongs to a message; until it is sent, it is its writer's draft."""

_rules: dict[str, Rule] = {}


def add_rule(kind: str, rule: Rule) -> None:
    """In rooms of that kind `rule` says who may put files there. For kinds whose members do not all write with one scope."""
    _rules[kind] = rule


def may_upload(actor: Actor, *, standing: Standing) -> Decision:
    """Whoever may write in the room may put files there."""
    if standing.kind in _rules and actor.person_id:
        return _rules[standing.kind](actor, standing)
    scope = WRITING.get(standing.kind)
    if scope and standing.carries(scope) and actor.person_id:
        return YES
    if standing.kind == "apprenticeship":
        return no("Dateien legen hier die Auszubildenden, der Betrieb und die Klassenleitung ab.")
    return no("In diesem Raum können Sie keine Dateien ablegen.")


def may_see(actor: Actor, *, file: StoredFile, standing: Standing) -> Decision:
    """A file in a conversation that no message has brought yet is its writer's alone. All else the database has decided."""
    if standing.kind in TALKS and file.message_id is None and file.uploaded_by_id != actor.person_id:
        return no("Diese Datei ist noch nicht gesendet.")
    return YES


def may_remove(actor: Actor, *, file: StoredFile) -> Decision:
    """Whoever has put it there takes it away again. What a message has brought goes with the message."""
    if file.uploaded_by_id != actor.person_id:
        return no("Löschen kann die Datei nur, wer sie abgelegt hat.")
    if file.message_id is not None:
        return not_now(
            "Die Datei gehört zu einer Nachricht. Ziehen Sie die Nachricht zurück, dann ist auch die Datei weg."
        )
    return YES
