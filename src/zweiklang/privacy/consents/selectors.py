"""Which questions for consent there are in a room, and what was answered. Read by the person concerned and by guardians of a minor."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from zweiklang.apprenticeships.public import Contract, PersonalDetails, guardianship_end
from zweiklang.kernel import formats
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import Decision
from zweiklang.privacy.consents.policy import may_answer
from zweiklang.privacy.consents.shapes import Cell, Concerned, ConsentPage, Given, Question
from zweiklang.privacy.models import ConsentRefusal
from zweiklang.privacy.rules.selectors import RuleInForce
from zweiklang.privacy.sight.places import place_of, rules_at
from zweiklang.privacy.sight.reading import sees_everything
from zweiklang.rooms.public import (
    Consent,
    Room,
    Scope,
    Standing,
    State,
    capacity_label,
    consent_text,
    my_standings,
    note_look,
    room_url,
    rule_categories,
)

ASKED_BY = {"school": "Ihre Schule", "class": "Ihre Klassenleitung"}


def concerned_in(actor: Actor, standing: Standing) -> Concerned:
    """Returns whose consents lie in the room; raises Http404 for everybody but that person and a guardian.

    Somebody whose date of birth is not known counts as a minor: nobody consents in their place by mistake.
    """
    if not sees_everything(standing):
        raise Http404
    contract = Contract.objects.filter(room=standing.room_id).values_list("apprentice_id", flat=True).first()
    if contract is None:
        raise Http404
    born_on = PersonalDetails.objects.filter(room=standing.room_id).values_list("born_on", flat=True).first()
    minor = born_on is None or today() <= guardianship_end(born_on)
    return Concerned(standing.room_id, contract, minor, as_guardian=actor.person_id != contract)


def cells_asked(room_id: UUID) -> dict[Cell, RuleInForce]:
    """Returns the rules that ask for consent in this room today. Two queries."""
    rules = rules_at(place_of(room_id))
    return {cell: rule for cell, rule in rules.items() if rule.state == State.CONSENT and not rule.fixed}


def consents_of(actor: Actor, *, standing: Standing) -> ConsentPage:
    """Returns questions, consents in force and the history of the room, for the person concerned or a guardian.

    The database tells a consent to the person concerned and to whoever gave it; a second guardian may know it too.
    """
    concerned = concerned_in(actor, standing)
    asked = cells_asked(standing.room_id)
    with as_system(actor):
        rows = Consent.objects.filter(room=standing.room_id, concerned=concerned.person_id)
        found = [
            _given(row, asked)
            for row in rows.select_related("given_by", "withdrawn_by").order_by("-given_at")
        ]
        refused = {
            (row.category, row.capacity): f"nicht eingewilligt am {formats.day_long_of(row.refused_at)}"
            for row in ConsentRefusal.objects.filter(room=standing.room_id, concerned=concerned.person_id)
        }
    valid = {one.cell for one in found if one.is_valid}
    answered = {one.cell: _withdrawn(one) for one in reversed(found) if not one.is_valid} | refused
    decision = may_answer(actor, concerned)
    questions = tuple(
        _question(rule, answered.get(cell, ""), decision) for cell, rule in asked.items() if cell not in valid
    )
    return ConsentPage(
        concerned=concerned,
        questions=questions,
        given=tuple(one for one in found if one.is_valid),
        past=tuple(one for one in found if not one.is_valid),
    )


def _withdrawn(one: Given) -> str:
    return f"widerrufen am {formats.day_long_of(one.withdrawn_at)}" if one.withdrawn_at else ""


def _given(row: Consent, asked: Iterable[Cell]) -> Given:
    cell = (row.category, row.capacity)
    return Given(
        id=row.pk,
        cell=cell,
        label=rule_categories()[row.category].label,
        who=capacity_label(row.capacity),
        text=row.text,
        version=row.text_version,
        given_by=row.given_by.name,
        given_at=row.given_at,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
        withdrawn_at=row.withdrawn_at,
        needed=cell in asked,
    )


def _question(rule: RuleInForce, answered: str, decision: Decision) -> Question:
    category, capacity = rule.key
    return Question(
        cell=rule.key,
        label=rule.category.label,
        who=capacity_label(capacity),
        text=consent_text(category, capacity),
        asked_by=ASKED_BY.get(rule.decided_by, "Das Land"),
        sentence=rule.category.content,
        answered=answered,
        decision=decision,
    )


def unanswered(room_id: UUID) -> list[RuleInForce]:
    """Returns the rules that ask for a consent nobody has answered in this room, as far as the person may know the answers."""
    asked = cells_asked(room_id)
    if not asked:
        return []
    told = Q(room=room_id)
    answered = set(Consent.objects.filter(told).values_list("category", "capacity"))
    answered |= set(ConsentRefusal.objects.filter(told).values_list("category", "capacity"))
    return [rule for cell, rule in asked.items() if cell not in answered]


def consent_pages() -> list[tuple[str, str]]:
    """Returns title and address of the page of consents of each room, noted as shown, in which the person or a guardian may decide."""
    rooms = [one.room_id for one in my_standings().values() if sees_everything(one)]
    found = list(Room.objects.filter(pk__in=rooms).order_by("title")) if rooms else []
    note_look((room.pk for room in found), Scope.SCHEDULE)
    return [(room.title, room_url("privacy:consents_room", room.pk)) for room in found]
