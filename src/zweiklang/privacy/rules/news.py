"""What "Heute" says about rules: what a brake has closed, who must still agree to open it, what was decided lately and concerns me."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.urls import reverse

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.privacy.rules.wording import FOR_WHOM, moved
from zweiklang.rooms.public import (
    RULING_CAPACITIES,
    Braked,
    EmergencyBrake,
    Jurisdiction,
    ReleaseDecision,
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


def _decided(standings: list[Standing]) -> list[Any]:
    """The decisions that are news in these rooms (`told`), and for families those that ask for consent: one query for both."""
    places = Jurisdiction.objects.filter(room__in=[one.room_id for one in standings])
    capacities = {capacity for one in standings for capacity in one.capacities}
    told = Q(decided_at__gte=now() - timedelta(days=DAYS)) & (
        Q(body="land")
        | Q(body="school", organisation__in=places.exclude(school=None).values("school"))
        | Q(body="firm", organisation__in=places.values("firm"))
        | Q(body="class", class_room__in=places.exclude(class_room=None).values("class_room"))
    )
    if capacities & CONCERNED:
        wanted = told | Q(state=State.CONSENT, effective_on__lte=today())
    else:
        wanted = told = told & Q(capacity__in={ruling_capacity(capacity) for capacity in capacities})
    rows = ReleaseDecision.objects.filter(wanted).annotate(told=ExpressionWrapper(told, BooleanField()))
    return list(rows.select_related("organisation").order_by("decided_at", "pk"))


def _changes(standings: list[Standing], decided: Iterable[Any]) -> list[RuleChange]:
    """What was decided for these rooms about the person's own capacities, or (about own data) about anybody's; the last word on each cell."""
    capacities = {capacity for one in standings for capacity in one.capacities}
    own = {ruling_capacity(capacity) for capacity in capacities}
    last: dict[tuple[object, ...], ReleaseDecision] = {}
    for row in decided:
        last[row.body, row.organisation_id, row.class_room_id, row.category, row.capacity] = row
    newest = sorted(last.values(), key=lambda row: row.decided_at, reverse=True)[:MOST]
    return [_told(row, own, apprentice="apprentice" in capacities) for row in newest]


def _told(row: ReleaseDecision, own: set[str], *, apprentice: bool) -> RuleChange:
    """Returns "Ihre Schule hat „Fehlzeiten“ für Ausbildende geöffnet, ab 1. Dezember 2026"."""
    name = row.organisation.name if row.organisation else ""
    who = {
        "land": "Das Land Hessen",
        "school": "Ihre Schule" if apprentice else name,
        "class": f"Die Klassenleitung ({name})",
        "firm": "Ihr Betrieb" if apprentice else name,
    }[row.body]
    whom = "Sie" if row.capacity in own else FOR_WHOM[row.capacity]
    text = f"{who} hat „{rule_categories()[row.category].label}“ für {whom} {moved('', row.state)}"
    return RuleChange(
        formats.moment(row.decided_at), f"{text}, ab {formats.day_long(row.effective_on)}", _address(row)
    )


def _address(row: ReleaseDecision) -> str:
    number = row.organisation.number if row.organisation and row.body == "school" else ""
    page = reverse("privacy:rules_school", args=[number]) if number else reverse("privacy:rules_public")
    return f"{page}#{row.category}-{row.capacity}"
