"""What "Heute" says about rules: what a brake has closed, who must still agree to open it, what was decided lately and concerns me."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.urls import reverse

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.privacy.rules.wording import FOR_WHOM, moved
from zweiklang.rooms.public import (
    RULING_CAPACITIES,
    Braked,
    EmergencyBrake,
    Room,
    Standing,
    State,
    brake_notice,
    rule_categories,
    ruling_capacity,
)

DAYS = 14
MOST = 5
CONCERNED = frozenset({"apprentice", "guardian"})
OFFICES = frozenset({"head_of_school", "school_office", "land"})


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One change in "Was hat sich geändert?": when it was decided, what, and its address."""

    moment: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class WaitingBrake:
    """One line of "Was wartet auf mich?": a brake whose opening somebody else has asked for."""

    title: str
    note: str
    act: str
    href: str


@dataclass(frozen=True, slots=True)
class RuleNews:
    """Everything of the rules on "Heute"; `notices` are title and text. `asks_consent`: some rule asks families for consent."""

    notices: list[tuple[str, str]]
    waiting: list[WaitingBrake]
    changes: list[RuleChange]
    asks_consent: bool


def rule_news(actor: Actor, standings: Mapping[UUID, Standing]) -> RuleNews:
    """Returns the news of the rules for somebody with these standings.

    One query, none for somebody outside of all apprenticeships; one more for an office while a brake is pulled, and for the Land.
    """
    ruled = [one for one in standings.values() if one.kind == "apprenticeship" and _has_rules(one)]
    offices = [one for one in standings.values() if one.kind == "team" and one.capacities & OFFICES]
    decided = _decided(ruled) if ruled else []
    braked = {brake for one in standings.values() for brake in one.braked}
    return RuleNews(
        notices=[brake_notice(one.category, one.reason, one.since) for one in sorted(braked, key=_since)],
        waiting=list(_waiting(actor, offices)) if braked or _of_land(offices) else [],
        changes=_changes(ruled, [row for row in decided if row.told]),
        asks_consent=any(row.state == State.CONSENT and row.effective_on <= today() for row in decided),
    )


def _since(brake: Braked) -> datetime:
    return brake.since


def _has_rules(standing: Standing) -> bool:
    return any(ruling_capacity(capacity) in RULING_CAPACITIES for capacity in standing.capacities)


def _of_land(offices: Iterable[Standing]) -> Standing | None:
    return next((one for one in offices if "land" in one.capacities), None)


def _waiting(actor: Actor, offices: list[Standing]) -> Iterator[WaitingBrake]:
    """What another person wants to open again, where this one may agree: in the own school; the Land may everywhere."""
    asked = EmergencyBrake.objects.filter(released_at=None, release_asked_at__isnull=False)
    rooms = Room.objects.filter(pk__in=[one.room_id for one in offices])
    own = dict(rooms.values_list("organisation_id", "pk"))
    land = _of_land(offices)
    for brake in asked.exclude(release_asked_by=actor.person_id).order_by("closed_at"):
        school = own.get(brake.organisation_id) if brake.organisation_id else None
        room_id = school or (land.room_id if land else None)
        if room_id:
            yield WaitingBrake(
                f"{rule_categories()[brake.category].label}: wieder öffnen?",
                "Eine andere Person schlägt vor, die Notbremse zu lösen. Eine zweite muss zustimmen.",
                "Ansehen",
                reverse("privacy:rules_brakes", args=[room_id]),
            )


class _Decided(NamedTuple):
    """A decision with the name and the number of the organisation that took it; `told`: it is news in these rooms."""

    body: str
    organisation_id: UUID | None
    class_room_id: UUID | None
    category: str
    capacity: str
    state: str
    effective_on: date
    decided_at: datetime
    name: str
    number: str
    told: bool


_COLUMNS = """
    SELECT d.body, d.organisation_id, d.class_room_id, d.category, d.capacity, d.state, d.effective_on, d.decided_at,
           coalesce(o.name, ''), coalesce(o.number, '')"""
_TOLD = """
    SELECT d.* FROM rooms_releasedecision d
     WHERE d.decided_at >= %(since)s
       AND (d.body = 'land' OR EXISTS (
           SELECT FROM rooms_jurisdiction j WHERE j.room_id = ANY (%(rooms)s) AND CASE d.body
                WHEN 'school' THEN j.school_id = d.organisation_id
                WHEN 'firm' THEN j.firm_id = d.organisation_id
                ELSE j.class_room_id = d.class_room_id END))"""
_ORDER = "LEFT JOIN organisations_organisation o ON o.id = d.organisation_id ORDER BY d.decided_at, d.id"
_NEWS = f"{_COLUMNS}, true FROM ({_TOLD} AND d.capacity = ANY (%(capacities)s)) d {_ORDER}"
# For families one query more would be needed for what asks for consent. What is both stands there once, as news.
_NEWS_AND_CONSENT = f"""
    WITH told AS ({_TOLD})
    {_COLUMNS}, d.told FROM (
        SELECT told.*, true AS told FROM told
        UNION ALL
        SELECT d.*, false FROM rooms_releasedecision d
         WHERE d.state = 'consent' AND d.effective_on <= %(today)s AND NOT EXISTS (SELECT FROM told WHERE told.id = d.id)) d {_ORDER}"""  # noqa: S608 - ours


def _decided(standings: list[Standing]) -> list[_Decided]:
    """The decisions that are news in these rooms (`told`), and for families those that ask for consent: one query for both."""
    capacities = {capacity for one in standings for capacity in one.capacities}
    values: dict[str, Any] = {
        "rooms": [one.room_id for one in standings],
        "since": now() - timedelta(days=DAYS),
        "today": today(),
        "capacities": [ruling_capacity(capacity) for capacity in capacities],
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEWS_AND_CONSENT if capacities & CONCERNED else _NEWS, values)
        return [_Decided(*row) for row in cursor.fetchall()]


def _changes(standings: list[Standing], decided: Iterable[_Decided]) -> list[RuleChange]:
    """What was decided for these rooms about the person's own capacities, or (about own data) about anybody's; the last word on each cell."""
    capacities = {capacity for one in standings for capacity in one.capacities}
    own = {ruling_capacity(capacity) for capacity in capacities}
    last: dict[tuple[object, ...], _Decided] = {}
    for row in decided:
        last[row.body, row.organisation_id, row.class_room_id, row.category, row.capacity] = row
    newest = sorted(last.values(), key=lambda row: row.decided_at, reverse=True)[:MOST]
    return [_told(row, own, apprentice="apprentice" in capacities) for row in newest]


def _told(row: _Decided, own: set[str], *, apprentice: bool) -> RuleChange:
    """Returns "Ihre Schule hat „Fehlzeiten“ für Ausbildende geöffnet, ab 1. Dezember 2026"."""
    who = {
        "land": "Das Land Hessen",
        "school": "Ihre Schule" if apprentice else row.name,
        "class": f"Die Klassenleitung ({row.name})",
        "firm": "Ihr Betrieb" if apprentice else row.name,
    }[row.body]
    whom = "Sie" if row.capacity in own else FOR_WHOM[row.capacity]
    text = f"{who} hat „{rule_categories()[row.category].label}“ für {whom} {moved('', row.state)}"
    return RuleChange(
        formats.moment(row.decided_at), f"{text}, ab {formats.day_long(row.effective_on)}", _address(row)
    )


def _address(row: _Decided) -> str:
    page = (
        reverse("privacy:rules_school", args=[row.number])
        if row.number and row.body == "school"
        else reverse("privacy:rules_public")
    )
    return f"{page}#{row.category}-{row.capacity}"
