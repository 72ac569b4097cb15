"""Reads of requests: one's own, and those that a desk answers; and what the page "Wer sieht was?" says of telling the parents."""

from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from django.http import Http404

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import Decision
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.privacy.models import Erasure, RightsRequest
from zweiklang.privacy.rights.erasure.carrying_out import has_second_person, may_act_for
from zweiklang.privacy.rights.parents import ParentsState, own_state
from zweiklang.privacy.rights.policy import may_carry_out
from zweiklang.privacy.rights.responsibility import (
    LEADER_WORDS,
    Desk,
    desk_in,
    land_desks,
    responsible_for,
)
from zweiklang.rooms.public import Scope, as_system, note_people

Kind, State = RightsRequest.Kind, RightsRequest.State


@dataclass(frozen=True, slots=True)
class Case:
    """A request with the erasure that followed from it, if one did."""

    request: RightsRequest
    erasure: Erasure | None

    @property
    def plan(self) -> Erasure:
        """Returns the erasure; raises Http404 where none was decided."""
        return self.erasure or _none()

    @property
    def restricted_person(self) -> Person:
        """Returns whom this request restricted; raises Http404 for every other request, be it about the same person."""
        granted = self.request.kind == Kind.RESTRICTION and self.request.state == State.ACCEPTED
        return self.request.person if granted else _none()

    @property
    def is_planned(self) -> bool:
        """True while an erasure is on its way and can still be stopped."""
        return self.erasure is not None and self.erasure.done_at is None and self.erasure.stopped_at is None


def own_cases(actor: Actor) -> list[Case]:
    """Returns the person's own requests, newest first: their rows lie in the room of whoever answers."""
    with as_system(actor):
        rows = RightsRequest.objects.filter(person_id=actor.person).select_related("organisation")
        return _with_erasures(list(rows.order_by("-asked_at", "-pk")))


def own_request(actor: Actor, request_id: UUID) -> RightsRequest:
    """Returns that request of one's own; raises Http404 for those of others."""
    return next((case.request for case in own_cases(actor) if case.request.pk == request_id), None) or _none()


def own_erasure(actor: Actor, request_id: UUID) -> Erasure:
    """Returns the erasure that followed from that request of one's own; raises Http404 without one."""
    return (
        next((c.erasure for c in own_cases(actor) if c.request.pk == request_id and c.erasure), None)
        or _none()
    )


def cases_at(actor: Actor, desk: Desk) -> tuple[list[Case], list[Case]]:
    """Returns what waits at the desk, the most urgent first, and the last hundred that were answered."""
    with desk.reading(actor):
        rows = RightsRequest.objects.filter(room=desk.room_id).select_related("person", "decided_by")
        open_ones = list(rows.filter(state=State.OPEN).order_by("due_on", "pk"))
        done = list(rows.exclude(state=State.OPEN).order_by("-asked_at", "-pk")[:100])
        cases = _with_erasures([*open_ones, *done])
    _note(cases)
    waiting = [case for case in cases if case.request.state == State.OPEN or case.is_planned]
    return waiting, [case for case in cases if case not in waiting]


def case_at(actor: Actor, desk: Desk, request_id: UUID) -> Case:
    """Returns that case of the desk; raises Http404 for those of others."""
    with desk.reading(actor):
        rows = RightsRequest.objects.filter(room=desk.room_id, pk=request_id)
        found = _with_erasures(list(rows.select_related("person", "decided_by", "organisation")))
    _note(found)
    return found[0] if found else _none()


def erasures_for_land(actor: Actor) -> list[Case]:
    """Returns the erasures of organisations in which there is no second person: the Land carries them out."""
    with as_system(actor):
        rows = Erasure.objects.filter(done_at=None, stopped_at=None).select_related(
            "request__organisation", "request__person", "person", "decided_by"
        )
        alone = [
            one for one in rows.order_by("not_before") if not has_second_person(one.request.organisation, one)
        ]
    return [Case(one.request, one) for one in alone]


def erasing_standing(actor: Actor, room_id: UUID, request_id: UUID) -> tuple[Case, Decision]:
    """Returns the erasure that somebody may look at, and whether they may carry it out; Http404 for everybody without a desk for it."""
    alone = (
        [case for case in erasures_for_land(actor) if case.request.pk == request_id]
        if land_desks(actor)
        else []
    )
    found = next((case for case in alone if case.request.room_id == room_id), None)
    case = found or case_at(actor, desk_in(actor, room_id), request_id)
    return case, _may_carry_out(actor, case.plan)


def may_still_erase(actor: Actor, case: Case) -> Decision | None:
    """Returns whether this person may carry the planned erasure out, with the reason if not; None where none is planned."""
    return _may_carry_out(actor, case.plan) if case.is_planned else None


def _may_carry_out(actor: Actor, erasure: Erasure) -> Decision:
    over = now() >= erasure.not_before
    return may_carry_out(actor, erasure=erasure, keeps=may_act_for(actor, erasure), over=over)


def who_decides(actor: Actor) -> Organisation | None:
    """Returns the organisation that decides about one's own requests."""
    with as_system(actor):
        return responsible_for(actor.person)


def decider_words(organisation: Organisation | None) -> str:
    """Returns who that is in a sentence: "die Schulleitung (…)"."""
    if organisation is None:
        return "der Betreiber von Zweiklang"
    leader = LEADER_WORDS.get(organisation.kind, "die Leitung")
    return leader if organisation.kind == Organisation.Kind.AUTHORITY else f"{leader} ({organisation.name})"


def parents_rule(actor: Actor) -> ParentsState | None:
    """Returns how § 72 (4) HSchG stands for oneself, None for whoever is not 18 to 20; for "Wer sieht was?"."""
    return own_state(actor)


def _note(cases: list[Case]) -> None:
    """Whose request is read at a desk learns of it, if the desk's organisation keeps the person."""
    for case in cases:
        note_people(case.request.room_id, Scope.ADMINISTRATION, (case.request.person_id,))


def _with_erasures(requests: list[RightsRequest]) -> list[Case]:
    rows = Erasure.objects.filter(request__in=requests).select_related("done_by", "stopped_by", "decided_by")
    erasures = {one.request_id: one for one in rows}
    return [Case(one, erasures.get(one.pk)) for one in requests]


def _none() -> NoReturn:
    raise Http404
