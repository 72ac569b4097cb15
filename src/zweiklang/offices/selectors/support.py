"""The support desk's own sessions, and what waits for a second person."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.offices.models import SupportSession, SupportStep
from zweiklang.offices.services.support import WAITS, require_support
from zweiklang.rooms.public import as_system


def own_sessions(actor: Actor) -> list[SupportSession]:
    """Returns the actor's newest sessions with other people, newest first."""
    rows = SupportSession.objects.filter(helper_id=actor.person).select_related("helped")
    return list(rows.order_by("-began_at")[:20])


def own_session(actor: Actor, session_id: UUID) -> SupportSession:
    """Returns that session of the actor; raises Http404 for one of others, and for one that is over."""
    found = SupportSession.objects.filter(pk=session_id, helper_id=actor.person, until__gt=now())
    session = found.select_related("helped").first()
    if session is None:
        raise Http404
    return session


def steps_of(session: SupportSession) -> QuerySet[SupportStep]:
    """Returns what was done in the session, newest first."""
    return SupportStep.objects.filter(session=session).order_by("-asked_at")


def waiting_steps(actor: Actor) -> list[SupportStep]:
    """Returns the steps of other people of the desk that wait for a second person, oldest first."""
    require_support(actor)
    with as_system(actor):
        rows = SupportStep.objects.filter(done_at=None, refused_at=None, asked_at__gt=now() - WAITS)
        rows = rows.exclude(helper_id=actor.person).exclude(helped_id=actor.person)
        return list(rows.select_related("helper", "helped", "session").order_by("asked_at"))


def step_for(actor: Actor, step_id: UUID) -> SupportStep:
    """Returns a step that waits for a second person of the desk; raises Http404 for any other."""
    found = next((step for step in waiting_steps(actor) if step.pk == step_id), None)
    if found is None:
        raise Http404
    return found


def help_of(actor: Actor) -> list[tuple[SupportSession, list[SupportStep]]]:
    """Returns the sessions in which somebody helped the actor, newest first, each with its steps. Two queries."""
    sessions = (
        SupportSession.objects.filter(helped_id=actor.person).select_related("helper").order_by("-began_at")
    )
    found: dict[UUID, tuple[SupportSession, list[SupportStep]]] = {one.pk: (one, []) for one in sessions}
    for step in (
        SupportStep.objects.filter(helped_id=actor.person).select_related("approver").order_by("asked_at")
    ):
        if step.session_id in found:
            found[step.session_id][1].append(step)
    return list(found.values())
