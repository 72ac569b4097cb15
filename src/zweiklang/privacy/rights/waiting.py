"""Lines of "Heute": requests to answer, erasures that wait for a second person, turning 18, and the notice of § 72 (4) HSchG."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from zweiklang.apprenticeships.public import guardianship_end
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.privacy.models import Erasure, RightsRequest
from zweiklang.privacy.retention.waiting import WaitingEnd, end_line
from zweiklang.privacy.rights.adulthood import BEFORE
from zweiklang.privacy.rights.parents import adult_between
from zweiklang.privacy.rights.responsibility import land_desks
from zweiklang.privacy.rights.selectors import erasures_for_land
from zweiklang.rooms.public import Scope, Standing, as_system

MANY = 20
Kind, State = RightsRequest.Kind, RightsRequest.State


@dataclass(frozen=True, slots=True)
class WaitingRight:
    """One line of "Heute": what waits, why, and the one act (label and address)."""

    title: str
    note: str
    act: str
    href: str
    tone: str = ""


def rights_waiting(actor: Actor, standings: Iterable[Standing]) -> list[WaitingRight | WaitingEnd]:
    """Returns what waits for the person. Families: one query. Offices: two. The Land, be it in a room or in none: some more."""
    held = list(standings)
    offices = [one.room_id for one in held if one.kind == "team" and one.carries(Scope.ADMINISTRATION_WRITE)]
    family = {"apprentice", "guardian"}
    rooms = [one.room_id for one in held if one.kind == "apprenticeship" and one.capacities & family]
    return [
        *(_offices(actor, offices) if offices else ()),
        *(_family(actor, rooms) if rooms else ()),
        *(_lands(actor, offices) if not held or any("land" in one.capacities for one in held) else ()),
    ]


def _lands(actor: Actor, seen: list[UUID]) -> Iterator[WaitingRight]:
    """What waits for the Land: at its own desk, and the erasures of organisations that have no second person."""
    desks = land_desks(actor)
    if not desks:
        return
    with as_system(actor):
        yield from list(_offices(actor, [desk.room_id for desk in desks if desk.room_id not in seen]))
    own = {desk.room_id for desk in desks}
    for case in erasures_for_land(actor):
        if case.request.room_id not in own and case.plan.not_before <= now():
            yield _ripe_line(case.plan, "privacy:rights_erase")


def _offices(actor: Actor, rooms: list[UUID]) -> Iterator[WaitingRight]:
    requests = RightsRequest.objects.filter(room__in=rooms, state=State.OPEN).exclude(person_id=actor.person)
    for asked in requests.select_related("person").order_by("due_on", "pk")[:MANY]:
        late, due = asked.due_on < today(), formats.day_long(asked.due_on)
        note = f"Die Antwort war bis {due} nötig." if late else f"Antwort bis {due}."
        yield WaitingRight(
            f"{asked.get_kind_display()}: {asked.person.name}",
            note,
            "Antworten",
            reverse("privacy:rights_case", args=[asked.room_id, asked.pk]),
            "danger" if late else "",
        )
    for erasure in _ripe(rooms, actor)[:MANY]:
        yield _ripe_line(erasure, "privacy:rights_case")


def _ripe_line(erasure: Erasure, page: str) -> WaitingRight:
    return WaitingRight(
        f"Löschung: {erasure.person.name}",
        "Die sieben Tage sind vorbei. Eine zweite Person führt die Löschung aus.",
        "Ansehen",
        reverse(page, args=[erasure.room_id, erasure.request_id]),
    )


def _ripe(rooms: list[UUID], actor: Actor) -> QuerySet[Erasure]:
    rows = Erasure.objects.filter(room__in=rooms, done_at=None, stopped_at=None, not_before__lte=now())
    return rows.exclude(decided_by=actor.person_id).exclude(person=actor.person_id).select_related("person")


class _Own(NamedTuple):
    """An apprenticeship of the family: who learns until when, whether parents take part and were spoken of, and what is deleted on which day."""

    room_id: UUID
    apprentice_id: UUID
    given_name: str
    last_day: date
    born_on: date | None
    guarded: bool
    noticed: bool
    record_goes: date | None
    account_goes: date | None


_FAMILY = """
    SELECT c.room_id, c.apprentice_id, p.given_name, c.last_day,
           (SELECT d.born_on FROM apprenticeships_personaldetails d WHERE d.room_id = c.room_id),
           EXISTS (SELECT FROM apprenticeships_guardianship g WHERE g.contract_id = c.id),
           EXISTS (SELECT FROM privacy_parentchoice o WHERE o.person_id = c.apprentice_id),
           (SELECT max(n.day) FROM privacy_deletionnotice n WHERE n.person_id = %(me)s AND n.contract_id = c.id),
           (SELECT max(n.day) FROM privacy_deletionnotice n WHERE n.person_id = %(me)s AND n.contract_id IS NULL)
      FROM apprenticeships_contract c JOIN people_person p ON p.id = c.apprentice_id
     WHERE c.room_id = ANY (%(rooms)s) ORDER BY c.id"""


def _family(actor: Actor, rooms: list[UUID]) -> Iterator[WaitingRight | WaitingEnd]:
    """What is deleted soon of one's own, and birthdays that change who sees what."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, {"me": actor.person_id, "rooms": rooms})
        rows = [_Own(*row) for row in cursor.fetchall()]
    ends = {(False, row.record_goes) for row in rows} | {(True, row.account_goes) for row in rows}
    dated = [(day, of_account) for of_account, day in ends if day]
    for day, of_account in sorted(dated):
        yield end_line(of_account=of_account, day=day)
    for row in rows:
        if row.born_on is not None and row.last_day >= today():
            yield from _birthday(actor, row, row.born_on)


def _birthday(actor: Actor, row: _Own, born_on: date) -> Iterator[WaitingRight]:
    last_day, own = guardianship_end(born_on), row.apprentice_id == actor.person_id
    if row.guarded and last_day - BEFORE < today() <= last_day:
        href = reverse("privacy:who_sees_what", args=[row.room_id])
        yield _near(own=own, given_name=row.given_name, last_day=last_day, href=href)
    if own and not row.noticed and adult_between(born_on, today()):
        yield WaitingRight(
            "Darf die Schule Ihre Eltern informieren?",
            "Sie sind volljährig. Bei schwerwiegenden Dingen darf sie das, wenn Sie nicht widersprechen.",
            "Lesen und entscheiden",
            reverse("privacy:rights_index") + "#eltern",
        )


def _near(*, own: bool, given_name: str, last_day: date, href: str) -> WaitingRight:
    until = formats.day_long(last_day)
    if own:
        return WaitingRight(
            "Sie werden bald volljährig",
            f"Der Zugang Ihrer Eltern endet von selbst. Letzter Tag: {until}.",
            "Wer sieht was?",
            href,
        )
    return WaitingRight(
        f"{given_name} wird bald volljährig",
        f"Ihr Zugang endet dann von selbst. Letzter Tag: {until}.",
        "Wer sieht was?",
        href,
    )
