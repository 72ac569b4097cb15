"""Who may decide what: the Land within the law, a school within what the Land allows, a class teacher within the school's, a firm its own plan."""

from uuid import UUID

from django.db import connection

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.organisations.public import Post
from zweiklang.rooms.models import EmergencyBrake
from zweiklang.rooms.rules.cells import CAPACITIES, categories
from zweiklang.rooms.scopes import Scope
from zweiklang.rooms.selectors import carries_in_team

# Without contacts and members there is no room left to see; whoever must stop that closes the service itself.
BRAKEABLE = tuple(key for key in categories() if key not in ("schedule", "members"))
_WHO = {
    "land": "Die Regeln des Landes setzt, wer im Land dafür bestellt ist.",
    "school": "Die Regeln einer Schule setzt ihre Schulleitung.",
    "class": "Für eine Klasse entscheidet ihre Klassenleitung.",
    "firm": "Für den Betrieb entscheidet seine Ausbildungsleitung.",
}


def is_land(actor: Actor) -> bool:
    """True if the person holds a post of the Land today. One query."""
    if actor.person_id is None:
        return False
    posts = Post.objects.filter(person_id=actor.person_id, capacity=Post.Capacity.LAND)
    return posts.filter(first_day__lte=today()).exclude(last_day__lt=today()).exists()


def may_decide(actor: Actor, *, body: str, body_id: UUID | None) -> Decision:
    """The Land's post, the head of this school, the class teacher of this class (by its room), the training manager of this firm may."""
    if actor.is_system:
        return YES
    if body == "land":
        allowed = is_land(actor)
    elif body == "class":
        allowed = _holds(body_id, "class_teacher")
    else:
        head = "head_of_school" if body == "school" else "training_manager"
        allowed = _holds_in_team(body_id, head)
    return YES if allowed else no(_WHO[body])


def may_pull(actor: Actor, *, school_id: UUID | None) -> Decision:
    """The Land may close a category everywhere, a head of school in the own school."""
    return may_decide(actor, body="land" if school_id is None else "school", body_id=school_id)


def may_release(actor: Actor, *, brake: EmergencyBrake) -> Decision:
    """Two persons: one asks for the reopening, another one who may pull this brake, or the Land, carries it out.

    At a school the second person may be of the school office, because many schools have one head.
    """
    if brake.released_at is not None:
        return not_now("Diese Notbremse ist schon gelöst.")
    second = brake.release_asked_at is not None
    if second and actor.person_id == brake.release_asked_by_id and not actor.is_system:
        return not_now("Jetzt muss eine zweite Person zustimmen: Lösen können nur zwei gemeinsam.")
    school = brake.organisation_id
    office = second and school is not None and carries_in_team(school, Scope.ADMINISTRATION_WRITE)
    if office or may_pull(actor, school_id=school) or is_land(actor):
        return YES
    return no("Die Notbremse lösen Schulleitung und eine zweite Person der Schule, oder das Land.")


def may_consent(actor: Actor, *, concerned_id: UUID, guardians: frozenset[UUID], minor: bool) -> Decision:
    """Adults decide for themselves; for minors a guardian gives, and both the guardian and the minor may withdraw."""
    if minor:
        if actor.person_id in guardians:
            return YES
        return no("Bis zum 18. Geburtstag willigt die gesetzliche Vertretung ein.")
    if actor.person_id == concerned_id:
        return YES
    return no("Über diese Daten entscheidet nur die Person selbst.")


def _holds(room_id: UUID | None, capacity: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM my_memberships() WHERE room_id = %s AND capacity = %s", [room_id, capacity]
        )
        return cursor.fetchone() is not None


def _holds_in_team(organisation_id: UUID | None, capacity: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM my_memberships() m JOIN rooms_room r ON r.id = m.room_id WHERE r.organisation_id = %s AND m.capacity = %s",
            [organisation_id, capacity],
        )
        return cursor.fetchone() is not None


def known_cell(category: str, capacity: str) -> bool:
    """True if the rules have a cell for that category and capacity."""
    return category in categories() and capacity in CAPACITIES
